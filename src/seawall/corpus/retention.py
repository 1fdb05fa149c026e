"""When is the time of an observation over? Rules say how long what was acquired from a source may be kept.

Age counts from `acquired_at`, the moment the desk took the observation, not from when it was posted. A rule that names
a source stands before the general rule for that source; a row that a younger batch saw too is kept until that one's
time is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from seawall.clock import require_aware
from seawall.corpus.batches import EXPIRED, WITHDRAWN
from seawall.corpus.errors import RetentionRuleError
from seawall.corpus.manifest import BatchEntry

__all__ = ["RetentionRule", "expired_batches"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """Keep observations of `source` (None: of every source without a rule of its own) for `keep`, then let them go.

    Zero forgets a source wholly; for all sources at once it is refused.
    """

    keep: timedelta
    source: str | None = None

    def __post_init__(self) -> None:
        """Refuse a negative time, and zero without a source."""
        if self.keep < timedelta(0) or (self.source is None and not self.keep):
            raise RetentionRuleError(f"keep {self.keep} is no rule for {self.source or 'all sources'}", rule=self)


def expired_batches(batches: Iterable[BatchEntry], rules: Sequence[RetentionRule], now: datetime) -> tuple[int, ...]:
    """Return the numbers of the batches whose time is over at `now` (aware).

    Raises:
        RetentionRuleError: two rules for one source.
    """
    by_source = {rule.source: rule for rule in rules}
    if len(by_source) != len(rules):
        raise RetentionRuleError("two retention rules name the same source", rules=tuple(rules))
    moment = require_aware(now)

    def over(entry: BatchEntry) -> bool:
        rule = by_source.get(entry.source, by_source.get(None))
        return rule is not None and entry.acquired_at <= moment - rule.keep

    return tuple(entry.number for entry in batches if entry.state not in {WITHDRAWN, EXPIRED} and over(entry))
