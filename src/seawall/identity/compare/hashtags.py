"""Do two accounts use the same rare hashtags? In their normal form, weighed by how many accounts use each.

Traps: the day's topics, a campaign's own hashtag, names of places and prayers: common ones in a bank, so they say
little. A rare hashtag of one's own is a signature; a rare one of a small circle is the circle's.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import kinds_of
from seawall.identity.compare.shared_things import LEVELS, compare_shared, shared_examples
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["Hashtags"]


class Hashtags:
    """Hashtags in the posts of both."""

    NAME: Final = "hashtags"
    TITLE: Final = "Hashtags"
    FAMILY: Final = Family.CONTENT
    LEVELS: Final = LEVELS
    KEYS: Final = kinds_of(KeyKind.HASHTAG)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return the hashtags that both share, by their rarity; None where one side has none."""
        return compare_shared(
            KeyKind.HASHTAG, ("The posts of both accounts", "hashtag", "hashtags"), new, closed, population
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        return shared_examples(
            KeyKind.HASHTAG,
            (
                "#thelampsreturn",
                "#lamproom",
                "#oilandsalt",
                "#reefwatch",
                "#harbour",
            ),
        )
