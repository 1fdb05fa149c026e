"""The loop of nearest styles, compiled: one vector in eight bits against rows in eight bits."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["dot_rows"]

_i8 = nb.types.Array(nb.int8, 1, "C", readonly=True)
_i82 = nb.types.Array(nb.int8, 2, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_f32 = nb.types.Array(nb.float32, 1, "C", readonly=True)


@compiled(nb.void(_i82, _f32, _i8, nb.float32, nb.int64, nb.int64, nb.float32[::1]))
def dot_rows(rows: Any, scales: Any, vector: Any, scale: Any, first: Any, last: Any, out: Any) -> None:
    """Write the products of `vector` and rows `first` to `last`, in whole numbers and then by scale."""
    for row in range(first, last):
        total = np.int32(0)
        for column in range(rows.shape[1]):
            total += np.int32(rows[row, column]) * np.int32(vector[column])
        out[row - first] = np.float32(total) * scales[row] * scale
