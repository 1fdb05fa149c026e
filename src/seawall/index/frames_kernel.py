"""The loops of comparing films, compiled: which frames of one are near which of another, and how near.

Distances are bits of 256 that differ. Left out: what follows from them (`frames.py`, `frame_alignment.py`).
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["distances"]

_words = nb.types.Array(nb.uint64, 2, "C", readonly=True)
_FIRST = np.uint64(0x5555555555555555)
_SECOND = np.uint64(0x3333333333333333)
_THIRD = np.uint64(0x0F0F0F0F0F0F0F0F)
_SUM = np.uint64(0x0101010101010101)


@compiled()
def _bits_set(word: Any) -> Any:
    word = word - ((word >> np.uint64(1)) & _FIRST)
    word = (word & _SECOND) + ((word >> np.uint64(2)) & _SECOND)
    word = (word + (word >> np.uint64(4))) & _THIRD
    return (word * _SUM) >> np.uint64(56)


@compiled(nb.int16[:, ::1](_words, _words))
def distances(left: Any, right: Any) -> Any:
    """Return the distance of each row of `left` to each of `right`; rows are 4 words of 64 bits."""
    far = np.empty((left.shape[0], right.shape[0]), np.int16)
    for row in range(left.shape[0]):
        for column in range(right.shape[0]):
            total = np.uint64(0)
            for word in range(4):
                total += _bits_set(left[row, word] ^ right[column, word])
            far[row, column] = np.int16(total)
    return far
