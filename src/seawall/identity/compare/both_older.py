"""Did both accounts exist and post side by side long before one of them was closed?

A successor begins where the other ends; whoever posted beside it for a year is more likely another person. Traps: one
operator may run several accounts for years and fall back on the second (a network, which cells show); an account with
one old post was not active; bought accounts have a former owner's history.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.identity.compare.activity import active_minutes, minutes_before, portrait_of_minutes
from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.durations import DAY, MINUTE, MONTH, YEAR, in_words, opened_at
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["BothOlder"]

_STEPS: Final = (YEAR, 3 * MONTH, MONTH)
_NO: Final = 3
_FEWEST: Final = 5  # active minutes before the closing


class BothOlder:
    """Two accounts side by side before the closing."""

    NAME: Final = "both_older"
    TITLE: Final = "Side by side before the closing"
    FAMILY: Final = Family.CONFLICT
    LEVELS: Final = ("year", "quarter", "month", "no")

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how long both were active before the closing; None where times are unknown."""
        opened, began, closed_at = opened_at(new), opened_at(closed), closed.closed_at
        if opened is None or began is None or closed_at is None:
            return None
        if opened >= closed_at:
            return Outcome(level=_NO, sentence="The new account was opened after the other one was closed.")
        minutes = active_minutes(new)
        before = minutes_before(minutes, closed_at)
        if before < _FEWEST:
            return Outcome(
                level=_NO, sentence="The new account was hardly seen active before the other one was closed."
            )
        beside = int(minutes[before - 1]) * MINUTE - max(int(minutes[0]) * MINUTE, began)
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
        closed = Portrait(account="old:1", created_at=closed_at - 5 * YEAR, closed_at=closed_at)

        def pair(level: str | None, since: int, posts: int = 40) -> ComparisonExample:
            steps = np.linspace(closed_at - since, closed_at - DAY, posts).astype(np.int64) // MINUTE
            return ComparisonExample(new=portrait_of_minutes("new:1", steps), closed=closed, level=level)

        return (
            pair("year", 2 * YEAR),
            pair("quarter", 200 * DAY),
            pair("month", 45 * DAY),
            pair("no", 10 * DAY),
            pair("no", 2 * YEAR, posts=3),
            ComparisonExample(new=Portrait(account="new:1", created_at=closed_at + DAY), closed=closed, level="no"),
            ComparisonExample(new=Portrait(account="new:1"), closed=closed, level=None),
        )
