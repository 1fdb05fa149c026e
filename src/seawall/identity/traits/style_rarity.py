"""How surprising is it that two strangers' styles are so near? From a cosine to bits, by the impostors of a space.

A cosine means another thing in every space and with every number of posts. When a space is fitted, pieces of accounts
are compared with all other accounts, and the cosine is written down that only every second, fourth, … 16,384th of
them reaches. Left out: how often one hand reaches it; that is the model's business.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["DEPTHS", "HALF_BITS", "StyleRarity"]

DEPTHS: Final = (2, 5, 20, 100)
"""Numbers of posts for which impostors are tabled."""
HALF_BITS: Final = 28
"""Entries of a table: entry `i` is the cosine that one of 2^(i / 2) strangers reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleRarity:
    """Cosines by depth and half bits; each row of `cosines` ascends."""

    cosines: NDArray[np.float32]

    def bits(self, cosine: float, post_count: int) -> float:
        """Return log2 of one over the share of strangers that are as near, 0 to 13.5, for so many posts seen.

        >>> table = np.tile(np.linspace(0, 1, HALF_BITS, dtype=np.float32), (len(DEPTHS), 1))
        >>> StyleRarity(cosines=table).bits(0.0, 5), StyleRarity(cosines=table).bits(1.0, 5)
        (0.0, 13.5)
        """
        row = self._row(post_count)
        place = int(row.searchsorted(cosine, side="right"))
        if place == 0:
            return 0.0
        if place == len(row):
            return (len(row) - 1) / 2
        low, high = float(row[place - 1]), float(row[place])
        return (place - 1 + (cosine - low) / max(high - low, 1e-9)) / 2

    def bits_of(self, cosines: NDArray[np.float64], post_count: int) -> NDArray[np.float64]:
        """Return what `bits` says of each cosine."""
        row = self._row(post_count)
        return np.asarray(np.interp(cosines, row, np.arange(len(row)) / 2, left=0.0))

    def _row(self, post_count: int) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self.cosines[bisect_right(DEPTHS, post_count, lo=1) - 1]
        return found
