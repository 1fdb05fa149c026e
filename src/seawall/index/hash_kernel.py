"""The loops of the exact index, compiled: a 64-bit hash of each byte string, and whether two byte strings are equal.

The hash (multiply and rotate over eight octets at a time) is not a secret and needs none: every candidate is compared
octet by octet afterwards, so a collision costs time and never makes a match.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["equal_slices", "hash_slices"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)
_OCTET = np.uint64(8)


@compiled(nb.uint64[::1](_u8, _i64, _i64))
def hash_slices(data: Any, starts: Any, ends: Any) -> Any:
    """Return a 64-bit hash of each slice."""
    hashes = np.empty(starts.size, np.uint64)
    for place in range(starts.size):
        state = np.uint64(ends[place] - starts[place]) * _FIRST
        word = np.uint64(0)
        filled = 0
        for at in range(starts[place], ends[place]):
            word = (word << _OCTET) | np.uint64(data[at])
            filled += 1
            if filled == 8:
                state = (state ^ word) * _SECOND
                state ^= state >> _SHIFT
                word = np.uint64(0)
                filled = 0
        state = (state ^ word) * _FIRST
        hashes[place] = state ^ (state >> _SHIFT)
    return hashes


@compiled(nb.boolean[::1](_u8, _i64, _i64, _i64, _u8, _i64, _i64, _i64))
def equal_slices(
    left: Any, left_starts: Any, left_ends: Any, left_places: Any,
    right: Any, right_starts: Any, right_ends: Any, right_places: Any,
) -> Any:  # fmt: skip
    """Say of each pair of slices whether their octets are the same."""
    equal = np.empty(left_places.size, np.bool_)
    for pair in range(left_places.size):
        a, b = left_places[pair], right_places[pair]
        length = left_ends[a] - left_starts[a]
        same = length == right_ends[b] - right_starts[b]
        at = 0
        while same and at < length:
            same = left[left_starts[a] + at] == right[right_starts[b] + at]
            at += 1
        equal[pair] = same
    return equal
