"""Which accounts write most like this one? Nearest style vectors by cosine, exact, eight bits a number.

Vectors are rounded to eight bits, and their products are reckoned in whole numbers: the order of additions changes no
cosine. Ties go to the smaller ordinal.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["StyleIndex"]

_STEPS: Final = 127


class StyleIndex:
    """Style vectors with the ordinals of their accounts."""

    def __init__(self, size: int) -> None:
        """Begin without vectors; each will have `size` numbers."""
        self._size = size
        self._rows = np.zeros((0, size), np.int8)
        self._scales = np.zeros(0, np.float32)
        self._ordinals = np.zeros(0, np.int64)
        self._count = 0

    def __len__(self) -> int:
        """Count the vectors."""
        return self._count

    def add(self, vectors: NDArray[np.float32], ordinals: NDArray[np.int64]) -> None:
        """Add unit vectors; rows of zeros (nothing written) are left out."""
        vectors = np.asarray(vectors, np.float32).reshape(-1, self._size)
        ordinals = np.asarray(ordinals, np.int64)
        if len(ordinals) != len(vectors):
            raise ValueError(f"{len(ordinals)} ordinals of {len(vectors)} vectors")
        most = np.abs(vectors).max(axis=1, initial=0)
        kept = np.flatnonzero(most > 0)
        self._reserve(self._count + len(kept))
        places = slice(self._count, self._count + len(kept))
        scales = (most[kept] / _STEPS).astype(np.float32)
        self._rows[places] = np.rint(vectors[kept] / scales[:, None])
        self._scales[places] = scales
        self._ordinals[places] = ordinals[kept]
        self._count += len(kept)

    def nearest(self, vector: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ordinals of the `count` nearest, the nearest first, and their cosines."""
        from seawall.identity.style_index_kernel import dot_rows  # compiles: only when needed

        vector = np.asarray(vector, np.float32)
        most = float(np.abs(vector).max(initial=0))
        if not most or not self._count or count < 1:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        steps = np.rint(vector * (_STEPS / most)).astype(np.int8)
        cosines = np.empty(self._count, np.float32)
        dot_rows(self._rows, self._scales, steps, most / _STEPS, 0, self._count, cosines)
        return _best(cosines, self._ordinals[: self._count], count)

    def _reserve(self, count: int) -> None:
        if count <= len(self._rows):
            return
        room = max(count, 2 * len(self._rows), 1024)
        for name in ("_rows", "_scales", "_ordinals"):
            old = getattr(self, name)
            new = np.zeros((room, *old.shape[1:]), old.dtype)
            new[: self._count] = old[: self._count]
            setattr(self, name, new)


def _best(
    cosines: NDArray[np.float32], ordinals: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the largest cosines with their ordinals; of equal ones the smaller ordinal first."""
    places = np.arange(len(cosines))
    if count < len(cosines):
        least = np.partition(cosines, len(cosines) - count)[len(cosines) - count]
        places = np.flatnonzero(cosines >= least)
    places = places[np.lexsort((ordinals[places], -cosines[places]))][:count]
    return ordinals[places], cosines[places]
