"""Repeatable chance: a draw is a pure function of the seed, a name and some numbers.

SplitMix64 (Steele, Lea, Flood 2014) over counters, in NumPy's unsigned 64-bit arithmetic. There is no state: the draw
for post 9,000,000 needs none of the posts before it, so a world can be written in blocks. Only exact operations are
used (integer arithmetic, and + − × ÷ √ on doubles), so the same world comes out on every machine; NumPy's own
generators may change their methods between versions, and log and power differ between processors.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["Bits", "Draws", "Ints", "Reals", "mix"]

Bits = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

_WORD: Final = 0xFFFFFFFFFFFFFFFF
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


def mix(values: Bits) -> Bits:
    """Return SplitMix64's finaliser of `values`: a bijection that looks like chance."""
    x = values + _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _FIRST
    x = (x ^ (x >> np.uint64(27))) * _SECOND
    return x ^ (x >> np.uint64(31))


def _mix_one(x: int) -> int:
    """Return `mix` of one number: plain integers are ten times faster than arrays of one."""
    x = (x + int(_GOLDEN)) & _WORD
    x = ((x ^ (x >> 30)) * int(_FIRST)) & _WORD
    x = ((x ^ (x >> 27)) * int(_SECOND)) & _WORD
    return x ^ (x >> 31)


class Draws:
    """Draws of one seed; each is named, so that adding one leaves the others as they were."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._keys: dict[str, np.uint64] = {}

    def key(self, name: str) -> np.uint64:
        """Return the 64-bit key of a named stream."""
        if name not in self._keys:
            digest = hashlib.sha256(f"{self._seed}/{name}".encode()).digest()
            self._keys[name] = np.uint64(int.from_bytes(digest[:8], "little"))
        return self._keys[name]

    def bits(self, name: str, *numbers: Any) -> Bits:
        """Return 64 bits for each row of `numbers` (arrays or single integers, all of one length)."""
        state = np.atleast_1d(np.asarray(self.key(name), dtype=np.uint64))
        for number in numbers:
            state = mix(state ^ np.asarray(number).astype(np.uint64))
        return state

    def unit(self, name: str, *numbers: Any) -> Reals:
        """Return a real in [0, 1) for each row."""
        return (self.bits(name, *numbers) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def below(self, name: str, limit: Any, *numbers: Any) -> Ints:
        """Return an integer in [0, limit) for each row; a limit under 1 counts as 1."""
        bound = np.maximum(np.asarray(limit), 1).astype(np.uint64)
        high = self.bits(name, *numbers) >> np.uint64(32)
        return np.asarray(((high * bound) >> np.uint64(32)).astype(np.int64))

    def number(self, name: str, limit: int, *numbers: int) -> int:
        """Return one integer in [0, limit)."""
        state = int(self.key(name))
        for number in numbers:
            state = _mix_one(state ^ (number & _WORD))
        return ((state >> 32) * max(limit, 1)) >> 32

    def chosen(self, name: str, shares: Reals, *numbers: Any) -> Ints:
        """Return for each row the index of a share, drawn in proportion to `shares` (one row of shares for all)."""
        edges = np.cumsum(shares) / np.sum(shares)
        return np.asarray(np.minimum(np.searchsorted(edges, self.unit(name, *numbers), side="right"), len(shares) - 1))

    def shuffled(self, name: str, count: int) -> Ints:
        """Return the numbers 0 … count−1 in a drawn order."""
        return np.argsort(self.bits(name, np.arange(count)), kind="stable")
