"""Do two accounts show the same banner? As with avatars: the same octets, or at most 31 of 256 bits of PDQ apart.

Traps: banners come from few stock pictures and templates, flags and skylines more often than avatars do; the count of
accounts that have the very picture (`KeyKind.AVATAR` holds both) takes their weight.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.same_picture import LEVELS, compare_pictures, may_agree, picture_examples
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["Banner"]


class Banner:
    """The wide picture above the profile."""

    NAME: Final = "banner"
    TITLE: Final = "Banner"
    FAMILY: Final = Family.PICTURE
    LEVELS: Final = LEVELS

    def can_agree(self, new: Portrait, closed: Portrait) -> bool:
        """Say whether both show a banner that can be compared."""
        return may_agree((new.banner, new.banner_bits), (closed.banner, closed.banner_bits))

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how alike the banners are; None where one side shows none."""
        return compare_pictures(
            "banner", (new.banner, new.banner_bits), (closed.banner, closed.banner_bits), population
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return the same picture, an edited one, another, and one that everybody has."""
        return picture_examples(self.NAME)
