"""What hash has what was read, and how wide is the character here? The small steps that loops over octets share.

FNV-1a over octets or symbols (Fowler, Noll, Vo, 1991) with a final mix like MurmurHash3's, so that low bits can be
taken as a bucket; an open-addressed table of such hashes. Compiled into the callers. Left out: what is hashed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["BASIS", "MIX", "SHIFT", "finish", "holds", "step", "width"]

BASIS = np.uint64(0xCBF29CE484222325)
MIX = np.uint64(0xFF51AFD7ED558CCD)
SHIFT = np.uint64(33)
_PRIME = np.uint64(0x100000001B3)


@compiled()
def step(state: Any, symbol: Any) -> Any:
    """Return a hash with one symbol more."""
    return (state ^ np.uint64(symbol)) * _PRIME


@compiled()
def finish(state: Any) -> Any:
    """Return a hash whose bits are well mixed."""
    state = (state ^ (state >> SHIFT)) * MIX
    return state ^ (state >> SHIFT)


@compiled()
def holds(table: Any, value: Any) -> Any:
    """Say whether an open-addressed table, its length a power of two and 0 an empty slot, holds a hash."""
    mask = np.uint64(table.size - 1)
    slot = value & mask
    while table[slot] != 0:
        if table[slot] == value:
            return True
        slot = (slot + np.uint64(1)) & mask
    return False


@compiled()
def width(octet: Any) -> Any:
    """Return how many octets a character has in UTF-8 that begins with this one."""
    if octet < 0xC0:
        return 1
    if octet < 0xE0:
        return 2
    return 3 if octet < 0xF0 else 4
