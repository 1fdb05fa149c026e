"""The loop of the key hash, compiled. The rule, and the oracle of the tests, is `key_hash.key_of`."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["hash_octets", "hash_texts"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xFF51AFD7ED558CCD)
_THIRD = np.uint64(0xC4CEB9FE1A85EC53)
_OCTET, _HALF, _MORE = np.uint64(8), np.uint64(32), np.uint64(33)


@compiled()
def hash_octets(data: Any, start: Any, end: Any) -> Any:
    """Return the key of `data[start:end]`."""
    state = np.uint64(end - start) * _FIRST
    at = start
    while at < end:
        word = np.uint64(0)
        stop = min(at + 8, end)
        while at < stop:
            word = (word << _OCTET) | np.uint64(data[at])
            at += 1
        state = (state ^ word) * _SECOND
        state ^= state >> _HALF
    state = (state ^ (state >> _MORE)) * _SECOND
    state = (state ^ (state >> _MORE)) * _THIRD
    return state ^ (state >> _MORE)


@compiled(nb.uint64[::1](_u8, _i64, _i64))
def hash_texts(data: Any, starts: Any, ends: Any) -> Any:
    """Return the key of each slice."""
    keys = np.empty(starts.size, np.uint64)
    for place in range(starts.size):
        keys[place] = hash_octets(data, starts[place], ends[place])
    return keys
