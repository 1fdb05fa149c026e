"""How near do strangers of this bank come to this style? From the nearest of them, and beyond by how they thin out.

A space's own table (`style_rarity.py`) ends where its fit ran out of strangers, and is one for all styles; among a
hundred thousand accounts many reach its end, and some styles resemble many. So the bank is asked: of all accounts the
nearest few stand above an edge, and above it they thin out as peaks over a threshold do (J. Pickands, 1975), here
with a Weibull tail: the foremost of millions of development pairs fell off by the power 1.3 of their nearness. The
foremost of a bank are left out of the slope, since they may be of one hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from seawall.identity.traits.style_rarity import StyleRarity

__all__ = ["ASKED", "NEAREST", "StyleTail"]

ASKED: Final = 200
"""So many of a bank's nearest styles are asked for."""

NEAREST: Final = 40
"""So many of these make a tail."""

_LEAST_ACCOUNTS: Final = 512
_FOREMOST: Final = 4
_LEAST_SLOPE: Final = 1e-3
_POWER, _FACTOR = 1.3, 0.85  # of 80 million pairs of development strangers (November 2026)
_MOST_BITS: Final = 30.0
_PLACES: Final = np.arange(1, NEAREST)


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleTail:
    """The nearest of a bank: bits at the edge, the edge's cosine, and the mean nearness above it."""

    edge_bits: float
    edge: float
    slope: float

    @classmethod
    def of(cls, cosines: NDArray[np.float32], account_count: int) -> Self | None:
        """Return the tail from the cosines of a bank's nearest; None for a bank too small to tell.

        Args:
            cosines: of the nearest, in any order.
            account_count: how many accounts they are the nearest of.
        """
        if len(cosines) < NEAREST or account_count < _LEAST_ACCOUNTS:
            return None
        falling = np.sort(cosines)[::-1][:NEAREST].astype(np.float64)
        steps = (falling[:-1] - falling[1:]) * _PLACES  # each one as long as the others, for an exponential
        return cls(
            edge_bits=math.log2(account_count / NEAREST),
            edge=float(falling[-1]),
            slope=max(float(np.add.reduce(steps[_FOREMOST:])) / (len(steps) - _FOREMOST), _LEAST_SLOPE),
        )

    def bits(self, cosine: float, rarity: StyleRarity, post_count: int) -> float:
        """Return log2 of one over the share of strangers that are as near; under the edge the space's table says it."""
        if cosine < self.edge:
            return min(rarity.bits(cosine, post_count), self.edge_bits)
        above = (cosine - self.edge) / (self.slope * math.log(2))
        return float(min(self.edge_bits + _FACTOR * above**_POWER, _MOST_BITS))

    def bits_of(self, cosines: NDArray[np.float64], rarity: StyleRarity, post_count: int) -> NDArray[np.float64]:
        """Return what `bits` says of each cosine."""
        told = np.minimum(rarity.bits_of(cosines, post_count), self.edge_bits)
        beyond = np.flatnonzero(cosines >= self.edge)  # few
        above = (cosines[beyond] - self.edge) / (self.slope * math.log(2))
        told[beyond] = np.minimum(self.edge_bits + _FACTOR * above**_POWER, _MOST_BITS)
        return told
