"""Which hashes differ in few bits? Every pair compared, in plain NumPy: the oracle of the Hamming index.

Slow on purpose. Left out: anything clever.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["linear_pairs"]


def linear_pairs(held: NDArray[np.uint8], asked: NDArray[np.uint8], radius: int) -> set[tuple[int, int, int]]:
    """Return (query, place among `held`, bits that differ) of all pairs at most `radius` apart, from uint8[n, 32]."""
    pairs: set[tuple[int, int, int]] = set()
    for query, one in enumerate(asked):
        distances = np.bitwise_count(held ^ one).sum(axis=1)
        pairs.update((query, int(place), int(distances[place])) for place in np.flatnonzero(distances <= radius))
    return pairs
