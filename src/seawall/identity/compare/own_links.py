"""Do two profiles link to the same place? Addresses of bio and profile, in canonical spelling.

Traps: a family's or an association's common site, a fundraiser, a newspaper that many call theirs, the shop of a
platform: many profiles link to those, which the count shows. A fan links to the idol's site.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import kinds_of
from seawall.identity.compare.shared_things import LEVELS, compare_shared, shared_examples
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["OwnLinks"]


class OwnLinks:
    """The links that both call their own."""

    NAME: Final = "own_links"
    TITLE: Final = "Links of the profile"
    FAMILY: Final = Family.CONTACT_POINT
    LEVELS: Final = LEVELS
    KEYS: Final = kinds_of(KeyKind.OWN_LINK)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return the links that both share, by their rarity; None where one side has none."""
        return compare_shared(KeyKind.OWN_LINK, ("Both profiles", "link", "links"), new, closed, population)

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        return shared_examples(
            KeyKind.OWN_LINK,
            (
                "https://lamps.example/",
                "https://linktr.ee/lamp_room",
                "https://oil.example/shop",
                "https://reef.example/",
                "https://relief.example/",
            ),
        )
