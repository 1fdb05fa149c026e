"""Does an entry suddenly match much? Then it is held back until somebody has looked: ordinary people seem to post it.

An entry floods where what it raises

- *is broad*: at least `broad_accounts` accounts, and more than `broad_share` of all observations; or
- *jumps*: at least `broad_accounts` accounts, and `jump` times as many as its own past makes likely; or
- *opens wide*: it has no past, and raises posts of `first_accounts` accounts at first sight.

Its past is what it had raised a day ago, grown with the corpus, so that importing ten times as many posts is no jump.
What a reviewer accepted once counts as its past. A few accounts that post the same without end are no flood: that is
what cases are for. Pure counting; who counts and who holds back is in the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

__all__ = ["PAST", "Activity", "Flood", "FloodRules", "floods"]

PAST: Final = timedelta(days=1)
"""What was raised before this time ago is an entry's past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodRules:
    """From which numbers on an entry is held back: accounts, share of observations (0–1), growth against the past."""

    broad_accounts: int = 50
    broad_share: float = 0.005
    jump: float = 10.0
    first_accounts: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What an entry raises now, and what it had raised before: observations, and the accounts that they are of."""

    bank: str
    entry_id: str
    observations: int
    accounts: int
    observations_before: int = 0
    accounts_before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """An entry to hold back, and the sentence that says why."""

    activity: Activity
    reason: str

    @property
    def figures(self) -> dict[str, int]:
        """Return what was counted."""
        counted = self.activity
        return {
            "observations": counted.observations,
            "accounts": counted.accounts,
            "observations_before": counted.observations_before,
            "accounts_before": counted.accounts_before,
        }


def floods(
    activities: Iterable[Activity],
    *,
    rows: int,
    rows_before: int,
    accepted: Mapping[tuple[str, str], int] | None = None,
    rules: FloodRules | None = None,
) -> Iterator[Flood]:
    """Yield the entries that flood, in the order given.

    Args:
        activities: one an entry.
        rows: observations that there are now.
        rows_before: observations that there were a day ago (`PAST`).
        accepted: by (bank, entry id), the accounts at which a reviewer released it from an earlier quarantine.
        rules: the numbers; the defaults where absent.
    """
    chosen = rules or FloodRules()
    for activity in activities:
        level = (accepted or {}).get((activity.bank, activity.entry_id), 0)
        reason = _why(activity, rows=rows, rows_before=rows_before, level=level, rules=chosen)
        if reason is not None:
            yield Flood(activity=activity, reason=reason)


def _why(activity: Activity, *, rows: int, rows_before: int, level: int, rules: FloodRules) -> str | None:
    counted = f"{activity.observations:,} observations of {activity.accounts:,} accounts"
    if activity.accounts < rules.broad_accounts or activity.accounts < rules.jump * level:
        return None
    if level == 0 and activity.observations > rules.broad_share * max(rows, 1):
        return f"Its entry is in quarantine: it matches {counted}, more than one in {round(1 / rules.broad_share):,}."
    past = max(_grown(activity.accounts_before, rows=rows, rows_before=rows_before), float(level))
    if past == 0:
        if activity.accounts >= rules.first_accounts:
            return f"Its entry is in quarantine: it matches {counted} at first sight."
        return None
    if activity.accounts >= rules.jump * past:
        return f"Its entry is in quarantine: it suddenly matches {counted}, after {activity.accounts_before:,} before."
    return None


def _grown(accounts: int, *, rows: int, rows_before: int) -> float:
    """Return how many accounts the past makes likely now, with as many more rows as there are."""
    return accounts * max(1.0, rows / rows_before) if rows_before else 0.0
