"""Do the accounts post in the same hours of the week? By the likeness of their smoothed weeks.

Weak evidence that hangs on nothing written. Traps: everybody of one place sleeps at the same time, so the daily curve
alone is no agreement worth a name; few posts leave most hours empty.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait
from seawall.identity.traits.rhythm import HOURS, likeness

__all__ = ["Rhythm"]

_LEAST_POSTS: Final = 5
_LEAST: Final = (0.85, 0.7, 0.45)


class Rhythm:
    """The hours of the week in which two accounts post."""

    NAME: Final = "rhythm"
    TITLE: Final = "Hours of the week"
    FAMILY: Final = Family.RHYTHM
    LEVELS: Final = ("same_hours", "alike", "overlapping", "other_hours")
    FALLING: Final = (LEVELS,)
    MOST_BITS: Final = None

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how alike the weeks are; None where a side has under five posts."""
        if new.hours is None or closed.hours is None:
            return None
        mine, theirs = int(np.add.reduce(new.hours)), int(np.add.reduce(closed.hours))
        if min(mine, theirs) < _LEAST_POSTS:
            return None
        like = likeness(new.hours, closed.hours)
        level = next((place for place, least in enumerate(_LEAST) if like >= least), len(_LEAST))
        told = ("post in the same hours of the week", "post in much the same hours of the week",
                "overlap in their hours of the week", "post in other hours of the week")[level]  # fmt: skip
        sentence = f"The accounts {told}: {like:.0%} alike, by {mine:,} and {theirs:,} posts."
        return Outcome(level=level, sentence=sentence, left=f"{mine:,} posts", right=f"{theirs:,} posts")

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        week = np.arange(HOURS)
        evening, later, day = (
            ((week % 24) >= first) & ((week % 24) < last) for first, last in ((18, 23), (20, 24), (6, 11))
        )
        closed = Portrait(account="old:1", hours=(3 * evening).astype(np.uint16), post_count=105)
        pairs = (
            (2 * evening, "same_hours"),
            (2 * later, "alike"),
            (evening + day, "overlapping"),
            (day * 2, "other_hours"),
            (day & (week < 8), None),
        )
        return tuple(
            ComparisonExample(
                new=Portrait(account="new:1", hours=hours.astype(np.uint16), post_count=int(hours.sum())),
                closed=closed,
                level=level,
            )
            for hours, level in pairs
        )
