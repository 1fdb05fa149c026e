"""How near is a match? Three tiers, the same words for every signal type.

Which distance belongs to which tier is decided by the index of that kind of matching, where its measurements are. A
bank may ask for less: an entry's `limit` is the largest distance that counts for it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["LOOK", "NEAR", "SAME", "TIERS", "Tier"]


class Tier(StrEnum):
    """How near a match is."""

    SAME = "same"
    NEAR = "near"
    LOOK = "look"


TIERS: Final = (Tier.SAME, Tier.NEAR, Tier.LOOK)
"""Tiers by the number that columns of hits hold."""

SAME: Final = TIERS.index(Tier.SAME)
NEAR: Final = TIERS.index(Tier.NEAR)
LOOK: Final = TIERS.index(Tier.LOOK)
