"""How much does one outcome weigh, and how much do those of one family weigh together?

Source: I. Fellegi, A. Sunter, "A Theory for Record Linkage" (1969): an outcome weighs log2 of its chance under one
hypothesis over its chance under *other*. Where a comparison says how rare the agreed thing is, its own rarity stands in
for the average: with chance m the actor kept the thing, otherwise they took it as any stranger would, so the weight is
log2(1 − m + m·2^r): never under 0, never over r, and r counts up to `MOST_RARITY_BITS`.

Outcomes of one family depend on one another: the strongest counts wholly, the rest by the family's share, and the sum
lies between the family's floor and its cap. The same factors hold for both hypotheses, so that no likeness is counted
more for one than for the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import Final

from seawall.identity.families import Family

__all__ = [
    "MOST_RARITY_BITS",
    "ComparisonWeights",
    "FamilyRule",
    "Level",
    "LevelChances",
    "bits_of",
    "cap_family",
    "kept_bits",
]

Level = tuple[float, float, float, float, float]
"""A level as plain numbers: bits of same, of imitator; chances of both; share of rarity believed."""

MOST_RARITY_BITS: Final = 20.0
_MOST_LEVELS: Final = 32
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChances:
    """The chance of each level of a comparison at one depth, under each hypothesis.

    `rarity_share` says, level by level, how much of an outcome's rarity is believed (0: none, so that the level weighs
    its average).
    """

    same: tuple[float, ...]
    imitator: tuple[float, ...]
    other: tuple[float, ...]
    rarity_share: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse what is no set of chances."""
        columns = (self.same, self.imitator, self.other)
        if (
            len({len(column) for column in (*columns, self.rarity_share)}) != 1
            or not 2 <= len(self.same) <= _MOST_LEVELS
        ):
            raise ValueError("the hypotheses differ in their number of levels")
        if any(not 0.0 < chance <= 1.0 for column in columns for chance in column):
            raise ValueError("a chance is not over 0 and up to 1")
        if any(abs(sum(column) - 1.0) > _ROUNDING for column in columns):
            raise ValueError("the chances of a comparison's levels do not add up to 1")
        if any(not 0.0 <= share <= 1.0 for share in self.rarity_share):
            raise ValueError("a rarity share lies between 0 and 1")

    def bits(self, level: int, rarity_bits: float | None) -> tuple[float, float]:
        """Return what a level weighs: same over other, and imitator over other."""
        share = self.rarity_share[level]
        if rarity_bits is None or not share:
            other = self.other[level]
            return math.log2(self.same[level] / other), math.log2(self.imitator[level] / other)
        rarity = share * min(rarity_bits, MOST_RARITY_BITS)
        return kept_bits(self.same[level], rarity), kept_bits(self.imitator[level], rarity)


def kept_bits(kept: float, rarity_bits: float) -> float:
    """Return log2 of 1 − kept + kept·2^rarity.

    >>> kept_bits(0.5, 0.0), kept_bits(1.0, 10.0)
    (0.0, 10.0)
    """
    return math.log2(1.0 - kept + kept * 2.0**rarity_bits)


def bits_of(level: Level, rarity_bits: float | None) -> tuple[float, float]:
    """Return what a level weighs, as `LevelChances.bits` does: same over other, and imitator over other."""
    same, imitator, kept, copied, share = level
    if rarity_bits is None or not share:
        return same, imitator
    rarity = share * min(rarity_bits, MOST_RARITY_BITS)
    return kept_bits(kept, rarity), kept_bits(copied, rarity)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonWeights:
    """What a model knows of one comparison: its family, its levels by name, and their chances at each depth."""

    family: Family
    levels: tuple[str, ...]
    depths: tuple[LevelChances, LevelChances, LevelChances, LevelChances]

    def __post_init__(self) -> None:
        """Refuse tables of another length than there are levels."""
        if any(len(chances.same) != len(self.levels) for chances in self.depths):
            raise ValueError("a table has another number of levels than are named")


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRule:
    """How outcomes of one family count together: bits at most and at least, and the share of all but the strongest."""

    cap_bits: float
    floor_bits: float
    share: float

    def __post_init__(self) -> None:
        """Refuse rules that turn a sign round."""
        if not (self.cap_bits >= 0 >= self.floor_bits and 0 <= self.share <= 1):
            raise ValueError("a family's cap is not under 0, its floor not over 0, its share between 0 and 1")


def cap_family(bits: list[float], rule: FamilyRule) -> list[float]:
    """Return for each outcome of a family the factor by which it counts, 0 to 1.

    >>> cap_family([8.0, 4.0], FamilyRule(cap_bits=9.0, floor_bits=-6.0, share=0.25))
    [1.0, 0.25]
    >>> cap_family([8.0, -2.0], FamilyRule(cap_bits=3.0, floor_bits=-6.0, share=0.25))
    [0.5, 0.5]
    """
    if len(bits) == 1:
        factors, total = [1.0], bits[0]
    else:
        highest, lowest = max(bits), min(bits)
        factors = [rule.share] * len(bits)
        if highest > 0:
            factors[bits.index(highest)] = 1.0
        if lowest < 0:
            factors[bits.index(lowest)] = 1.0
        total = sum(map(mul, factors, bits))
    limit = rule.cap_bits if total > 0 else rule.floor_bits
    if abs(total) > abs(limit):
        factors = [factor * limit / total for factor in factors]
    return factors
