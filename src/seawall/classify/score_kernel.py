"""The loop that weighs a text: the margin of each view, and how many n-grams of the word view speak for raising.

`table[bucket]` is (idf, weight); an n-gram that training never saw has the largest idf and no weight, so what is
unknown thins the rest out. Left out: what margins mean.
"""

from __future__ import annotations

from math import log, sqrt
from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["weigh_rows"]

_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_i32 = nb.types.Array(nb.int32, 1, "C", readonly=True)
_table = nb.types.Array(nb.float32, 2, "C", readonly=True)


@compiled(nb.void(_i64, _i32, _i32, _table, nb.int64, nb.float64[:, ::1], nb.int64[::1], nb.float64[::1]))
def weigh_rows(
    row_starts: Any, buckets: Any, counts: Any, table: Any, half: Any, margins: Any, supports: Any, unknown: Any
) -> None:
    """Fill, for each row, the margins of letters and words, the supporting n-grams, and the share of unknown ones."""
    totals = np.empty(2, np.float64)
    squares = np.empty(2, np.float64)
    for row in range(row_starts.size - 1):
        totals[:] = 0.0
        squares[:] = 0.0
        support = 0
        strange = 0
        for at in range(row_starts[row], row_starts[row + 1]):
            bucket = buckets[at]
            view = 1 if bucket >= half else 0
            weight = np.float64(table[bucket, 1])
            value = (1.0 + log(counts[at])) * np.float64(table[bucket, 0])
            totals[view] += value * weight
            squares[view] += value * value
            if view == 1 and weight > 0.0:
                support += 1
            if weight == 0.0:
                strange += 1
        for view in range(2):
            margins[row, view] = totals[view] / sqrt(squares[view]) if squares[view] > 0.0 else 0.0
        supports[row] = support
        size = row_starts[row + 1] - row_starts[row]
        unknown[row] = strange / size if size > 0 else 0.0
