"""Do two accounts show the same avatar? The same octets, or a picture whose PDQ hash differs in at most 31 of 256 bits.

How many accounts of the bank have that very picture decides whether it says anything. Traps: a platform's default
picture (compressed anew for each account it has other octets each time and seems rare), a flag, the movement's own
emblem, a famous face, a picture that a campaign asked everybody to take; a fan takes the idol's picture, too (the
model's third hypothesis). A mirrored or cropped avatar is not found here.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.same_picture import LEVELS, compare_pictures, may_agree, picture_examples
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["Avatar"]


class Avatar:
    """The picture of the account."""

    NAME: Final = "avatar"
    TITLE: Final = "Profile picture"
    FAMILY: Final = Family.PICTURE
    LEVELS: Final = LEVELS

    def can_agree(self, new: Portrait, closed: Portrait) -> bool:
        """Say whether both show an avatar that can be compared."""
        return may_agree((new.avatar, new.avatar_bits), (closed.avatar, closed.avatar_bits))

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how alike the avatars are; None where one side shows none."""
        return compare_pictures(
            "avatar", (new.avatar, new.avatar_bits), (closed.avatar, closed.avatar_bits), population
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return the same picture, an edited one, another, and one that everybody has."""
        return picture_examples(self.NAME)
