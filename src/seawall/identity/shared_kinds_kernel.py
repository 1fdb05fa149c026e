"""The loop of shared kinds of keys, compiled: one account's keys beside those of several rows, kind by kind."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.portrait import KeyKind
from seawall.signals.compiled import compiled

__all__ = ["mark_shared_kinds"]

_COUNT = len(KeyKind)
_each: Any = nb.types.UniTuple
_u64s = _each(nb.types.Array(nb.uint64, 1, "C", readonly=True), _COUNT)
_i64s = _each(nb.types.Array(nb.int64, 1, "C", readonly=True), _COUNT)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)


@compiled()
def _meet(left: Any, right: Any, first: Any, last: Any) -> Any:
    """Say whether a key of `left` stands in a stretch of `right`; both are ascending."""
    at, beside = 0, first
    while at < left.size and beside < last:
        if left[at] < right[beside]:
            at += 1
        elif right[beside] < left[at]:
            beside += 1
        else:
            return True
    return False


@compiled(nb.void(_u64s, _i64s, _u64s, _i64, nb.uint32[::1]))
def mark_shared_kinds(keys: Any, starts: Any, values: Any, rows: Any, out: Any) -> None:
    """Write for each row the kinds of which it has a key in common with `keys`, a bit each; all by number of kind."""
    for place in range(rows.size):
        out[place] = 0
    for kind in range(len(keys)):
        if not keys[kind].size or not values[kind].size:
            continue
        for place in range(rows.size):
            row = rows[place]
            if _meet(keys[kind], values[kind], starts[kind][row], starts[kind][row + 1]):
                out[place] |= np.uint32(1 << kind)
