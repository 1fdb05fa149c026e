"""The loop that places accounts in a style space, compiled: counts by bucket in, one row of numbers an account out."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.traits.style_letters_kernel import VIEW_BUCKETS
from seawall.signals.compiled import compiled

__all__ = ["damping", "project_rows"]

_i8 = nb.types.Array(nb.int8, 2, "C", readonly=True)
_i32 = nb.types.Array(nb.int32, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_f32 = nb.types.Array(nb.float32, 1, "C", readonly=True)


@compiled()
def _add_view(
    buckets: Any, amounts: Any, first: Any, last: Any, rows_of: Any, weights: Any, scales: Any, matrix: Any,
    damped: Any, out: Any,
) -> None:  # fmt: skip
    """Add one view of one account, its rare n-grams brought to length one together."""
    norm = np.float32(0.0)
    for at in range(first, last):
        place = rows_of[buckets[at]]
        if place >= 0:
            value = weights[place] * damped[min(amounts[at], damped.size - 1)]
            norm += value * value
    if norm > 0:
        unit = np.float32(1.0) / np.sqrt(norm)
        for at in range(first, last):
            place = rows_of[buckets[at]]
            if place >= 0:
                value = weights[place] * scales[place] * damped[min(amounts[at], damped.size - 1)] * unit
                for column in range(out.size):
                    out[column] += value * np.float32(matrix[place, column])


@compiled(nb.float32[::1]())
def damping() -> Any:
    """Return how much a rare n-gram counts that stands so many times."""
    return np.log(np.maximum(np.arange(4_096), 1)).astype(np.float32) + np.float32(1.0)


@compiled(nb.void(_i64, _i32, _i32, _i32, _i32, _f32, _f32, _i8, _f32, _f32, nb.float32[:, ::1]))
def project_rows(
    row_ends: Any, buckets: Any, amounts: Any, rare_rows: Any, common_rows: Any, weights: Any, scales: Any, matrix: Any,
    offset: Any, damped: Any, out: Any,
) -> None:  # fmt: skip
    """Write each account's place: the rows of `matrix` that its buckets have, by weight and count, less `offset`.

    `rare_rows` and `common_rows` name the row of a bucket, -1 where it has none; `scales` are the steps of the rows. A
    common n-gram counts by the root of its share, a rare one as `damped` says. An account that wrote nothing stays at
    zero.
    """
    begin = 0
    for row in range(row_ends.size):
        end = row_ends[row]
        middle = begin
        total = 0
        while middle < end and buckets[middle] < VIEW_BUCKETS:
            total += amounts[middle]
            middle += 1
        if end > begin:
            _add_view(buckets, amounts, begin, middle, rare_rows, weights, scales, matrix, damped, out[row])
            _add_view(buckets, amounts, middle, end, rare_rows, weights, scales, matrix, damped, out[row])
            for at in range(begin, end):
                place = common_rows[buckets[at]]
                if place >= 0:
                    value = scales[place] * np.sqrt(np.float32(amounts[at]) / np.float32(max(total, 1)))
                    for column in range(out.shape[1]):
                        out[row, column] += value * np.float32(matrix[place, column])
            for column in range(out.shape[1]):
                out[row, column] -= offset[column]
        begin = end
