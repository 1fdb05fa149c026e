"""Do the posts of two accounts lead to the same rare addresses? Weighed by how many accounts share each.

Traps: news, videos and campaigns that a whole circle passes round, short addresses that a platform makes anew for each
post (never the same), a page's own front page. Those who read the same feeds share addresses honestly: the count of
holders takes most of that, not all. Rarity adds up with halves (`overlap.py`), so a hundred shared addresses say
hardly more than five.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import kinds_of
from seawall.identity.compare.shared_things import LEVELS, compare_shared, shared_examples
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["SharedUrls"]


class SharedUrls:
    """Addresses in the posts of both."""

    NAME: Final = "shared_urls"
    TITLE: Final = "Addresses shared in posts"
    FAMILY: Final = Family.CONTENT
    LEVELS: Final = LEVELS
    KEYS: Final = kinds_of(KeyKind.URL)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return the addresses that both share, by their rarity; None where one side has none."""
        return compare_shared(
            KeyKind.URL, ("The posts of both accounts", "address", "addresses"), new, closed, population
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        return shared_examples(
            KeyKind.URL,
            (
                "https://lamps.example/a",
                "https://lamps.example/b",
                "https://oil.example/c",
                "https://reef.example/d",
                "https://news.example/",
            ),
        )
