"""The loop of rows of one account, compiled: numbers ascending and each once, row by row."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["sort_rows"]


@compiled(nb.void(nb.uint64[::1], nb.int64[::1], nb.int64[::1]))
def sort_rows(values: Any, edges: Any, ends: Any) -> None:
    """Sort each row, `values[edges[i]:edges[i + 1]]`, in its place; `ends[i]` gets where its different numbers end."""
    for row in range(ends.size):
        held = values[edges[row] : edges[row + 1]]
        if held.size > 1:
            held[:] = np.sort(held)
        count = 0
        for at in range(held.size):
            if at == 0 or held[at] != held[count - 1]:
                held[count] = held[at]
                count += 1
        ends[row] = edges[row] + count
