"""The loop of shared keys, compiled: two sets in one pass."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["shared"]

_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)


@compiled(nb.uint64[::1](_u64, _u64))
def shared(left: Any, right: Any) -> Any:
    """Return the keys that stand in both; both are ascending, each key once."""
    found = np.empty(min(left.size, right.size), np.uint64)
    count, at, beside = 0, 0, 0
    while at < left.size and beside < right.size:
        if left[at] < right[beside]:
            at += 1
        elif right[beside] < left[at]:
            beside += 1
        else:
            found[count] = left[at]
            count += 1
            at += 1
            beside += 1
    return found[:count]
