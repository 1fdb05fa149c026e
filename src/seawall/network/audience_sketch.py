"""How many different readers does a cell have? Counted by a sketch: no reader's name, nor anything to find one by.

HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007; 64-bit hashes as in Heule, Nunkesser, Hall 2013): 4,096 registers
of the longest run of zeros under a secret key, error about 1.6 %. Sketches of two accounts can be joined, and their
overlap estimated; the key is dropped after counting, so nobody can ask whether one person is in it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["AudienceSketch"]

_INDEX_BITS: Final = 12
_REGISTERS: Final = 1 << _INDEX_BITS
_RANK_BITS: Final = 64 - _INDEX_BITS
_ALPHA: Final = 0.7213 / (1 + 1.079 / _REGISTERS)


class AudienceSketch:
    """The size of a set of readers, not the set."""

    def __init__(self, registers: NDArray[np.uint8] | None = None) -> None:
        """Begin with nobody, or with the registers of an earlier sketch."""
        self.registers = np.zeros(_REGISTERS, np.uint8) if registers is None else registers.copy()

    def add(self, readers: Iterable[str], key: bytes) -> Self:
        """Count readers in; the key must be the same for all sketches that are to be joined."""
        for reader in readers:
            digest = hashlib.blake2b(reader.encode("utf-8", "replace"), key=key, digest_size=8).digest()
            value = int.from_bytes(digest, "big")
            place = value >> _RANK_BITS
            rest = value & ((1 << _RANK_BITS) - 1)
            self.registers[place] = max(int(self.registers[place]), _RANK_BITS - rest.bit_length() + 1)
        return self

    def joined(self, other: AudienceSketch) -> AudienceSketch:
        """Return the sketch of both sets together."""
        return AudienceSketch(np.maximum(self.registers, other.registers))

    def estimate(self) -> int:
        """Return how many readers there are, give or take 1.6 % (one standard error)."""
        raw = _ALPHA * _REGISTERS**2 / float(np.exp2(-self.registers.astype(np.float64)).sum())
        empty = int((self.registers == 0).sum())
        if raw <= 2.5 * _REGISTERS and empty:
            return round(_REGISTERS * math.log(_REGISTERS / empty))
        return round(raw)
