"""Were both accounts active in the same minutes, in two places, more often than chance has it?

Counted before the closing only, while both could post, and weighed against what their hours of the week let expect
(a Poisson tail). One person seldom writes in two places within one minute: against one hand. Traps: one actor may run
both at once with a scheduler or from two windows, so this lowers a *successor* and says nothing against a second
account of one operator; times that are rounded to hours; programmes watched by both.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.compare.activity import minutes_before, portrait_of_minutes
from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.durations import MINUTE
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["SameMinute"]

_OFTEN, _SOMETIMES, _CHANCE = range(3)
_WEEK_MINUTES: Final = 7 * 24 * 60
_HOURS: Final = 168
_FEWEST: Final = 3  # minutes of each side, and in common for anything to be said
_MOST: Final = 4_096  # of a side that are compared: the last ones
_OFTEN_CHANCE, _SOMETIMES_CHANCE = 1e-6, 1e-3


class SameMinute:
    """Active in the same minutes."""

    NAME: Final = "same_minute"
    TITLE: Final = "Active in the same minutes"
    FAMILY: Final = Family.CONFLICT
    LEVELS: Final = ("often", "sometimes", "chance")
    FALLING: Final = (LEVELS[::-1],)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how much oftener than chance both were active in one minute; None where there is too little."""
        both = _together(new, closed)
        if both is None:
            return None
        mine, theirs, length = both
        count = int(np.count_nonzero(theirs.take(theirs.searchsorted(mine), mode="clip") == mine))
        expected = _expected(mine, theirs, length) if count >= _FEWEST else math.inf
        level = _level(count, expected)
        if level == _CHANCE:
            often = "never" if not count else "once" if count == 1 else f"{count:,} times"
            chance = ", no more often than chance lets expect" if count else ""
            said = f"Before the closing the two were {often} active in the same minute{chance}."
            return Outcome(level=level, sentence=said)
        return Outcome(
            level=level,
            sentence=f"Before the closing both were active in the same minute {count:,} times, where chance lets "
            f"expect {expected:.1f}.",
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return two that post side by side, two that meet now and then, two that don't, and an heir."""
        start = 28_000_000
        steps = np.arange(60, dtype=np.int64) * 577

        def pair(level: str | None, new: NDArray[np.int64]) -> ComparisonExample:
            closed = portrait_of_minutes("old:1", start + steps, closed_at=(start + int(steps[-1]) + 60) * MINUTE)
            return ComparisonExample(new=portrait_of_minutes("new:1", new), closed=closed, level=level)

        return (
            pair("often", start + steps),
            pair("sometimes", start + np.sort(np.concatenate((steps[::15], steps + 31)))),
            pair("chance", start + steps + 31),
            pair(None, start + 100_000 + steps),
        )


def _together(new: Portrait, closed: Portrait) -> tuple[NDArray[np.int64], NDArray[np.int64], int] | None:
    """Return the minutes of both while both were there, and how long that was; None for too few."""
    mine, theirs = new.minutes, closed.minutes
    if mine is None or theirs is None or len(mine) < _FEWEST or len(theirs) < _FEWEST:
        return None
    if closed.closed_at is not None and int(mine[0]) * MINUTE >= closed.closed_at:
        return None
    end = minutes_before(mine, closed.closed_at) if closed.closed_at is not None else len(mine)
    if not end:
        return None
    last = min(int(mine[end - 1]), int(theirs[-1]))
    mine = mine[: int(mine.searchsorted(last, side="right"))][-_MOST:]
    theirs = theirs[: int(theirs.searchsorted(last, side="right"))][-_MOST:]
    if not len(mine) or not len(theirs):
        return None
    first = max(int(mine[0]), int(theirs[0]))
    mine, theirs = mine[int(mine.searchsorted(first)) :], theirs[int(theirs.searchsorted(first)) :]
    if len(mine) < _FEWEST or len(theirs) < _FEWEST:
        return None
    return mine, theirs, last - first + 1


def _expected(mine: NDArray[np.int64], theirs: NDArray[np.int64], length: int) -> float:
    """Return how many common minutes two accounts of these hours of the week have by chance."""
    left = np.bincount(mine % _WEEK_MINUTES // 60, minlength=_HOURS)
    right = np.bincount(theirs % _WEEK_MINUTES // 60, minlength=_HOURS)
    in_hour = max(length / _HOURS, 1.0)  # minutes of one hour of the week in that time
    return float(left @ right) / in_hour


def _level(count: int, expected: float) -> int:
    """Return the level of so many common minutes, by the chance of as many or more (Poisson)."""
    if count < _FEWEST or count <= expected:
        return _CHANCE
    if count > expected + 10 * (1 + math.sqrt(expected)):  # far beyond: no need to add up
        return _OFTEN
    chance = 1.0 - math.fsum(math.exp(-expected + k * math.log(expected) - math.lgamma(k + 1)) for k in range(count))
    return _OFTEN if chance < _OFTEN_CHANCE else _SOMETIMES if chance < _SOMETIMES_CHANCE else _CHANCE
