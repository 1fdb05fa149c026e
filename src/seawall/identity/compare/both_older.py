"""Did both accounts exist and post side by side long before one of them was closed?

A successor begins where the other ends; whoever posted beside it for a year is more likely another person. Both must be
seen posting in that time: an account that was merely open, or has one old post, was not active. Traps: one operator may
run several accounts for years and fall back on the second (a network, which cells show); bought accounts have a former
owner's history.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.compare.activity import active_minutes, minutes_before, portrait_of_minutes
from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.durations import DAY, MINUTE, MONTH, YEAR, in_words, opened_at
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["BothOlder"]

_STEPS: Final = (YEAR, 3 * MONTH, MONTH)
_NO: Final = 3
_FEWEST: Final = 5  # active minutes of either in the time in which both were there


class BothOlder:
    """Two accounts side by side before the closing."""

    NAME: Final = "both_older"
    TITLE: Final = "Side by side before the closing"
    FAMILY: Final = Family.CONFLICT
    LEVELS: Final = ("year", "quarter", "month", "no")
    FALLING: Final = (LEVELS[::-1],)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how long both were active before the closing; None where times are unknown."""
        opened, began, closed_at = opened_at(new), opened_at(closed), closed.closed_at
        if opened is None or began is None or closed_at is None:
            return None
        if opened >= closed_at:
            return Outcome(level=_NO, sentence="The new account was opened after the other one was closed.")
        mine, theirs = active_minutes(new), active_minutes(closed)
        mine = mine[: minutes_before(mine, closed_at)]
        if len(mine) < _FEWEST:
            return Outcome(
                level=_NO, sentence="The new account was hardly seen active before the other one was closed."
            )
        beside, seen = _beside(mine, theirs[: minutes_before(theirs, closed_at)])
        if seen < _FEWEST:
            said = "One of the accounts was hardly seen active while the other one was there."
            return Outcome(level=_NO, sentence=said)
        level = next((step for step, length in enumerate(_STEPS) if beside >= length), _NO)
        if level == _NO:
            return Outcome(level=_NO, sentence="The accounts were not active side by side for a month.")
        return Outcome(
            level=level,
            sentence=f"Both accounts were active side by side for {in_words(beside)} before one of them was closed.",
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return accounts side by side for years, months, weeks, and successors."""
        closed_at = 1_700_000_040

        def steps(since: int, posts: int) -> NDArray[np.int64]:
            return np.linspace(closed_at - since, closed_at - DAY, posts).astype(np.int64) // MINUTE

        def old(posts: int, since: int = 3 * YEAR) -> Portrait:
            return portrait_of_minutes(
                "old:1", steps(since, posts), created_at=closed_at - 5 * YEAR, closed_at=closed_at
            )

        closed = old(600)

        def pair(level: str | None, since: int, posts: int = 40, closed: Portrait = closed) -> ComparisonExample:
            return ComparisonExample(new=portrait_of_minutes("new:1", steps(since, posts)), closed=closed, level=level)

        return (
            pair("year", 2 * YEAR),
            pair("quarter", 200 * DAY),
            pair("month", 45 * DAY),
            pair("no", 10 * DAY),
            pair("no", 2 * YEAR, posts=3),
            pair("no", 2 * YEAR, closed=old(1)),
            pair("no", 2 * YEAR, closed=old(40, 20 * DAY)),
            ComparisonExample(new=Portrait(account="new:1", created_at=closed_at + DAY), closed=closed, level="no"),
            ComparisonExample(new=Portrait(account="new:1"), closed=closed, level=None),
        )


def _beside(mine: NDArray[np.int64], theirs: NDArray[np.int64]) -> tuple[int, int]:
    """Return how long both were there, in seconds, and in how many minutes of that time either was active at least."""
    if not len(mine) or not len(theirs):
        return 0, 0
    first, last = max(int(mine[0]), int(theirs[0])), min(int(mine[-1]), int(theirs[-1]))
    seen = (int(one.searchsorted(last, side="right") - one.searchsorted(first)) for one in (mine, theirs))
    return max(0, last - first) * MINUTE, min(seen)
