"""The loop of nearest styles, compiled: one vector against rows in eight bits.

The vector's numbers have eight bits, too, and come in sixteen, as machines multiply them in pairs: twice as quick.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["nearest_rows"]

_i16 = nb.types.Array(nb.int16, 1, "C", readonly=True)
_i82 = nb.types.Array(nb.int8, 2, "C", readonly=True)
_f32 = nb.types.Array(nb.float32, 1, "C", readonly=True)
_bool = nb.types.Array(nb.boolean, 1, "C", readonly=True)


@compiled(nb.int32(_i82, nb.int64, _i16))
def _product(rows: Any, row: Any, vector: Any) -> Any:
    """Return the product of one row and the vector; by itself, since beside other steps its loop is half as quick."""
    total = np.int32(0)
    for column in range(rows.shape[1]):
        total += np.int32(np.int16(rows[row, column])) * np.int32(vector[column])
    return total


@compiled()
def _sift(heap: Any, value: Any) -> None:
    """Put a value in the place of the least of a heap."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= heap.size:
            break
        if child + 1 < heap.size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value


@compiled(nb.int64(_i82, _f32, _i16, nb.float32, _bool, nb.int64, nb.float32[::1], nb.int64[::1]))
def nearest_rows(
    rows: Any, scales: Any, vector: Any, scale: Any, present: Any, count: Any, out: Any, places: Any
) -> Any:
    """Write the products of all rows and the vector, and which rows are nearest; return how many these are.

    Products are in whole numbers, then by scale. Nearest are the `count` largest of present rows that are above 0, and
    all that equal the last of them.
    """
    for row in range(out.size):
        out[row] = np.float32(_product(rows, row, vector)) * scales[row] * scale
    heap = np.zeros(max(count, 1), np.float32)  # the largest ones so far, the least of them first
    for row in range(out.size):
        if out[row] > heap[0] and present[row]:
            _sift(heap, out[row])
    found = 0
    for row in range(out.size):
        if out[row] >= heap[0] and out[row] > 0.0 and present[row]:
            places[found] = row
            found += 1
    return found
