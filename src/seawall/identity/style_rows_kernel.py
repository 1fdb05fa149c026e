"""The loops of style rows, compiled: one vector against rows in eight bits, in whole numbers.

The vector's numbers have eight bits, too, and come in sixteen, as machines multiply them in pairs: twice as quick.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["STRIDE", "cosines_of_rows", "nearest_rows", "put_in_heap"]

STRIDE = 32
"""Numbers that are multiplied at once: a loop over so many, or a multiple of it, has no slow end."""

_BLOCK = 64

_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_i16 = nb.types.Array(nb.int16, 1, "C", readonly=True)
_i82 = nb.types.Array(nb.int8, 2, "C", readonly=True)
_f32 = nb.types.Array(nb.float32, 1, "C", readonly=True)
_bool = nb.types.Array(nb.boolean, 1, "C", readonly=True)


@compiled(nb.int32(_i82, nb.int64, _i16))
def _product(rows: Any, row: Any, vector: Any) -> Any:
    """Return the product of one row and the vector; by itself, since beside other steps its loop is half as quick.

    A vector that is longer than a row must end in zeros: the row's loop runs on into the rows behind it.
    """
    total = np.int32(0)
    for column in range(vector.size):
        total += np.int32(np.int16(rows[row, column])) * np.int32(vector[column])
    return total


@compiled()
def put_in_heap(heap: Any, value: Any) -> None:
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
    """Write which rows are nearest, and their products with the vector; return how many these are.

    Products are in whole numbers, then by scale. Nearest are the `count` largest of present rows that are above 0, and
    all that equal the last of them. `out` and `places` have room for every row. The vector ends in zeros beyond the
    columns of the rows, up to a multiple of `STRIDE`.
    """
    columns = rows.shape[1]
    short = vector[:columns]
    whole = scales.size - (vector.size - columns) // max(columns, 1) - 1  # rows behind which there are enough others
    heap = np.zeros(max(count, 1), np.float32)  # the largest ones so far, the least of them first
    products, block = np.empty(_BLOCK, np.int32), np.empty(_BLOCK, np.float32)
    kept = 0
    for first in range(0, scales.size, _BLOCK):
        size = min(_BLOCK, scales.size - first)
        for at in range(size):
            products[at] = _product(rows, first + at, vector if first + at < whole else short)
        least, likely = heap[0], 0
        for at in range(size):
            block[at] = np.float32(products[at]) * scales[first + at] * scale
            likely += block[at] >= least
        if likely == 0:  # so are most blocks
            continue
        for at in range(size):
            value, row = block[at], first + at
            if value >= heap[0] and value > 0.0 and present[row]:
                out[kept], places[kept] = value, row
                kept += 1
                if value > heap[0]:
                    put_in_heap(heap, value)
    found = 0
    for at in range(kept):
        if out[at] >= heap[0]:
            out[found], places[found] = out[at], places[at]
            found += 1
    return found


@compiled(nb.void(_i82, _f32, _i64, _i16, nb.float64, nb.float64[::1]))
def cosines_of_rows(rows: Any, scales: Any, chosen: Any, vector: Any, scale: Any, out: Any) -> None:
    """Write the products of the chosen rows and the vector, in whole numbers and then by scale."""
    for at in range(chosen.size):
        row = chosen[at]
        out[at] = np.float64(_product(rows, row, vector)) * np.float64(scales[row]) * scale
