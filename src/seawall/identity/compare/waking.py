"""Did an old account that had long been silent wake just after the closing?

Bought and laid-by accounts are older than the closing and begin to post after it. Dormant means at least 60 days
without a post before the closing (since it was opened, where it never posted). Supporting only. Traps: posts that were
not collected look like silence, people come back from holidays and illness, and a crawl that began with the closing
makes everybody wake.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.identity.compare.activity import active_minutes, minutes_before, portrait_of_minutes
from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.durations import DAY, MINUTE, MONTH, WEEK, YEAR, in_words, opened_at
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["Waking"]

_STEPS: Final = (DAY, WEEK, MONTH)
_NOT: Final = 3
_DORMANT: Final = 60 * DAY


class Waking:
    """A silent account that posts again after the closing."""

    NAME: Final = "waking"
    TITLE: Final = "Woke after the closing"
    FAMILY: Final = Family.TIME
    LEVELS: Final = ("day", "week", "month", "not")
    FALLING: Final = (LEVELS,)

    def can_agree(self, new: Portrait, closed: Portrait) -> bool:
        """Say whether the new account is so old that it can have lain dormant."""
        opened, closed_at = opened_at(new), closed.closed_at
        return opened is not None and closed_at is not None and opened <= closed_at - _DORMANT

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how soon after the closing a dormant account woke; None for a younger one or one silent since."""
        opened, closed_at = opened_at(new), closed.closed_at
        if opened is None or closed_at is None or opened > closed_at - _DORMANT:
            return None
        minutes = active_minutes(new)
        before = minutes_before(minutes, closed_at)
        if before == len(minutes):
            return None
        silent = closed_at - (max(opened, int(minutes[before - 1]) * MINUTE) if before else opened)
        gap = int(minutes[before]) * MINUTE - closed_at
        if silent < _DORMANT:
            return Outcome(
                level=_NOT, sentence=f"Older than the closing, and last seen posting {in_words(silent)} before it."
            )
        level = next((step for step, length in enumerate(_STEPS) if gap <= length), _NOT)
        return Outcome(
            level=level,
            sentence=f"Seen silent for {in_words(silent)} before the other account was closed, it posted again "
            f"{in_words(gap)} after.",
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return accounts that wake after a day, a week, a month, and two that don't."""
        closed_at = 1_700_000_040
        closed = Portrait(account="old:1", closed_at=closed_at)

        def pair(level: str | None, *posted: int, opened: int = -3 * YEAR) -> ComparisonExample:
            minutes = np.array([(closed_at + gap) // MINUTE for gap in posted], np.int64)
            new = portrait_of_minutes("new:1", minutes, created_at=closed_at + opened)
            return ComparisonExample(new=new, closed=closed, level=level)

        return (
            pair("day", -YEAR, 6 * MINUTE, 5 * DAY),
            pair("week", 3 * DAY),
            pair("month", -90 * DAY, 20 * DAY),
            pair("not", -90 * DAY, 90 * DAY),
            pair("not", -2 * DAY, 6 * MINUTE),
            pair(None, 6 * MINUTE, opened=5 * MINUTE),
            pair(None, -YEAR),
        )
