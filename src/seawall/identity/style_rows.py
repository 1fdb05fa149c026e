"""How near do accounts write? Style vectors in eight bits a number, with their products in whole numbers.

The order of additions, the number of rows and the number of threads change no bit of any cosine. Left out: what a
cosine means (`traits/style_rarity.py`), and which of the nearest are compared (`blocking.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["StyleRows", "nearest_of_parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleRows:
    """Unit vectors in eight bits a number: row `i` is `steps[i] * scales[i]`; a scale of 0 says there is none."""

    steps: NDArray[np.int8]
    scales: NDArray[np.float32]

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> Self:
        """Round vectors."""
        most = np.abs(vectors).max(axis=1, initial=0.0) if vectors.size else np.zeros(len(vectors), np.float32)
        scales = (most / 127).astype(np.float32)
        steps = np.rint(vectors / np.where(scales > 0, scales, 1)[:, None]).astype(np.int8)
        return cls(steps=steps, scales=scales)

    def __getitem__(self, row: int) -> NDArray[np.float32] | None:
        """Return one vector, or None where there is none."""
        scale = self.scales[row]
        return self.steps[row] * scale if scale else None

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[Any]) -> NDArray[np.float64]:
        """Return the cosines of a unit vector and several rows, to eight bits; 0 for a row that is absent.

        Reckoned in whole numbers, so that neither the order nor the number of rows changes a bit of any.
        """
        from seawall.identity.style_rows_kernel import cosines_of_rows  # compiles: only when needed

        found = np.zeros(len(rows))
        most = float(np.abs(vector).max(initial=0.0))
        if most:
            rounded = np.rint(vector.astype(np.float64) * (127 / most)).astype(np.int16)
            cosines_of_rows(self.steps, self.scales, np.asarray(rows, np.int64), rounded, most / 127, found)
        return found

    def nearest(
        self, vector: NDArray[np.float32], present: NDArray[np.bool_], count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows nearest to a unit vector, ascending, with their cosines to eight bits.

        Reckoned in whole numbers, as `cosines` are.

        Args:
            vector: the unit vector.
            present: which rows may be nearest.
            count: how many are wanted, one at least; those that are as near as the last of them come too.
        """
        from seawall.identity.style_rows_kernel import STRIDE, nearest_rows  # compiles: only when needed

        most = float(np.abs(vector).max(initial=0.0))
        if not most:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        steps = np.zeros(-(-len(vector) // STRIDE) * STRIDE, np.int16)
        steps[: len(vector)] = np.rint(vector * (127 / most))
        cosines, places = np.empty(len(self.scales), np.float32), np.empty(len(self.scales), np.int64)
        found = nearest_rows(self.steps, self.scales, steps, most / 127, present, count, cosines, places)
        return places[:found].copy(), cosines[:found].copy()

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Return some rows in that order."""
        return type(self)(steps=self.steps[rows], scales=self.scales[rows])


def nearest_of_parts(
    found: list[NDArray[np.int64]], cosines: list[NDArray[np.float32]], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the nearest of all from those of several parts, with their cosines; see `StyleRows.nearest`."""
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    if len(found) == 1:
        return found[0], cosines[0]
    ordinals, near = np.concatenate(found), np.concatenate(cosines)
    kept = _largest(near, count)
    return ordinals[kept], near[kept]


def _largest(values: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the places of the `count` largest values above 0, and of those that equal the last of them."""
    line = np.float32(0.0) if len(values) <= count else max(np.float32(0.0), np.partition(values, -count)[-count])
    return np.flatnonzero((values >= line) & (values > 0)).astype(np.int64)
