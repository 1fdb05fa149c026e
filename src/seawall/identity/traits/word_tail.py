"""How near do strangers who write alike come to this choice of words? From the nearest of them, and how they thin out.

Strangers are the accounts of the bank that are nearest by style: they share language and register, so that what these
have in common is not counted as one hand. A word weighs by how few of *them* use it, and hence a word of a rare
language no more than one of a common one. Of them the nearest by words stand above an edge, and above it they thin out
evenly, as peaks over a threshold do (J. Pickands, 1975). The foremost are left out of the slope, since they may be of
one hand. Where few of the bank write a language, nothing is told: they would all seem near. Left out: words themselves
(`post_words.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from seawall.identity.ragged import Ragged
from seawall.identity.traits.post_words import MOST_WORDS, Words

__all__ = ["LEAST_NEAR", "LEAST_STRANGERS", "Beside", "WordTail"]

LEAST_STRANGERS: Final = 128
"""Of fewer accounts nothing is told."""
LEAST_NEAR: Final = 0.04
"""Who is farther writes another language: of strangers in development worlds one in a thousand."""

_NEAREST: Final = 80  # of development worlds: steadier than 40 (November 2026)
_FOREMOST: Final = 4
_LEAST_SLOPE: Final = 1e-3
_MOST_BITS: Final = 30.0
_LEAST_WEIGHT: Final = 0.5  # of a word that everybody uses
_PLACES: Final = np.arange(1, _NEAREST)


class Beside(NamedTuple):
    """How near two accounts' words are, how many words they share, and of how many both samples tell.

    `near` is the weight of the shared words over the root of what both sides have.
    """

    near: float
    shared: int
    compared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTail:
    """The strangers of one account: its words, what they weigh, bits at the edge, the edge, and the slope above it."""

    words: Words
    weights: NDArray[np.float64]
    edge_bits: float
    edge: float
    slope: float

    @classmethod
    def of(cls, words: Words, strangers: Ragged, rows: NDArray[np.int64]) -> Self | None:
        """Return the tail from the words of strangers, some rows of them.

        Return None where too few of them share any words: few accounts of a language would all seem near.
        """
        from seawall.identity.traits.word_nearness_kernel import near_of_rows  # compiles: only when needed

        if len(rows) < LEAST_STRANGERS or not len(words):
            return None
        weights = np.empty(len(words))
        near = near_of_rows(words, MOST_WORDS, _LEAST_WEIGHT, strangers.starts, strangers.values, rows, weights)
        near = near[near >= LEAST_NEAR]
        if len(near) < LEAST_STRANGERS:
            return None
        near.sort()
        falling = near[: -_NEAREST - 1 : -1]
        steps = (falling[:-1] - falling[1:]) * _PLACES
        return cls(
            words=words,
            weights=weights,
            edge_bits=math.log2(len(near) / _NEAREST),
            edge=float(falling[-1]),
            slope=max(float(steps[_FOREMOST:].mean()), _LEAST_SLOPE),
        )

    def beside(self, words: Words) -> Beside:
        """Return how another account's words lie beside these."""
        from seawall.identity.traits.word_nearness_kernel import near_of_one  # compiles: only when needed

        near, shared, compared = near_of_one(self.words, self.weights, MOST_WORDS, words).tolist()
        return Beside(near, int(shared), int(compared))

    def bits(self, near: float) -> float:
        """Return log2 of one over the share of such strangers that come as near, 0 to 30."""
        if near <= self.edge:
            return self.edge_bits * near / max(self.edge, _LEAST_SLOPE)
        above = (near - self.edge) / (self.slope * math.log(2))
        return float(min(self.edge_bits + above, _MOST_BITS))
