"""The loop of `near_text.py`: of each text's runs of words, the one whose key is smallest."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.traits.key_hash_kernel import hash_octets
from seawall.signals.compiled import compiled

__all__ = ["smallest_runs"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_SPACE = 32


@compiled(nb.void(_u8, _i64, _i64, nb.int64, nb.int64, nb.int64[::1], nb.int64[::1]))
def smallest_runs(data: Any, starts: Any, ends: Any, least: int, run: int, begins: Any, stops: Any) -> None:
    """Write where the run of `run` words with the smallest key lies in each text of at least so many words.

    Texts of fewer words get −1.
    """
    firsts = np.empty(run + 1, np.int64)  # where the last words begin, in a ring
    for row in range(len(starts)):
        begins[row], stops[row] = -1, -1
        words = 1
        for at in range(starts[row], ends[row]):
            words += data[at] == _SPACE
        if words < least or ends[row] == starts[row]:
            continue
        smallest = np.uint64(0)
        seen, firsts[0] = 0, starts[row]
        for at in range(starts[row], ends[row] + 1):
            if at < ends[row] and data[at] != _SPACE:
                continue
            seen += 1  # a word ends here
            if seen >= run:
                first = firsts[(seen - run) % (run + 1)]
                key = hash_octets(data, first, at)
                if begins[row] < 0 or key < smallest:
                    begins[row], stops[row], smallest = first, at, key
            firsts[seen % (run + 1)] = at + 1
