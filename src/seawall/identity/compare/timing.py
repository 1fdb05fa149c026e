"""How soon after the closing was the new account opened?

Steps grow by their length: an hour, a day, a week, a month, a year. An account that was opened in the week before the
closing may have been prepared for it. Supporting only: on a large platform thousands of accounts are opened in any
hour, and after a wave of closings many follow by chance. Traps: clocks that differ (an account seen posting before it
was opened counts as opened then), closing dates that were recorded when a crawler looked, and old accounts that wake
(`waking.py`).
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.durations import DAY, HOUR, MONTH, WEEK, YEAR, in_words, opened_at
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["Timing"]

_STEPS: Final = (HOUR, DAY, WEEK, MONTH, YEAR)
_PREPARED, _LATER, _BEFORE = 5, 6, 7


class Timing:
    """The time between closing and opening."""

    NAME: Final = "timing"
    TITLE: Final = "Opened after the closing"
    FAMILY: Final = Family.TIME
    LEVELS: Final = ("hour", "day", "week", "month", "year", "prepared", "later", "before")
    FALLING: Final = (("hour", "day", "week", "month", "year", "later"), ("prepared", "before"))

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how long after the closing the new account was opened; None where either time is unknown."""
        opened = opened_at(new)
        if opened is None or closed.closed_at is None:
            return None
        gap = opened - closed.closed_at
        if gap < 0:
            level = _PREPARED if gap >= -WEEK else _BEFORE
            return Outcome(level=level, sentence=f"Opened {in_words(-gap)} before the other account was closed.")
        level = next((step for step, length in enumerate(_STEPS) if gap <= length), _LATER)
        return Outcome(level=level, sentence=f"Opened {in_words(gap)} after the other account was closed.")

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level, and an account of which nobody knows when it was opened."""
        closed_at = 1_700_000_000
        gaps = (40 * 60, 5 * HOUR, 3 * DAY, 20 * DAY, 90 * DAY, -2 * DAY, 3 * YEAR, -YEAR)
        pairs = [
            ComparisonExample(
                new=Portrait(account="new:1", created_at=closed_at + gap),
                closed=Portrait(account="old:1", closed_at=closed_at),
                level=level,
            )
            for gap, level in zip(gaps, self.LEVELS, strict=True)
        ]
        unknown = ComparisonExample(
            new=Portrait(account="new:1"), closed=Portrait(account="old:1", closed_at=closed_at), level=None
        )
        return (*pairs, unknown)
