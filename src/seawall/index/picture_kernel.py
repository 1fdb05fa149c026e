"""The loops behind comparing the codes of local features, compiled: probing tables of codes, finding the nearest.

Codes are 128 bits in two 64-bit words. Left out: whether what was found has one geometry
(`picture_agreement_kernel.py`).
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numba.extending import intrinsic

from seawall.signals.compiled import compiled

__all__ = ["keys_of", "nearest", "probe"]

_words = nb.types.Array(nb.uint64, 2, "C", readonly=True)
_keys = nb.types.Array(nb.uint32, 1, "C", readonly=True)
_int32s = nb.types.Array(nb.int32, 1, "C", readonly=True)
_picks = nb.types.Array(nb.int64, 1, "C", readonly=True)
_floats = nb.types.Array(nb.float64, 1, "C", readonly=True)


@intrinsic
def _intrinsic_ones(_context: Any, number: Any) -> Any:
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return number(number), generate


_ones: Any = _intrinsic_ones


@compiled(nb.uint32[::1](_words, _picks))
def keys_of(words: Any, picks: Any) -> Any:
    """Return for each code the number that its bits at `picks` make."""
    keys = np.empty(len(words), np.uint32)
    for row in range(len(words)):
        key = np.uint32(0)
        for at in range(len(picks)):
            bit = picks[at]
            key = np.uint32(
                (key << np.uint32(1)) | np.uint32((words[row, bit >> 6] >> np.uint64(bit & 63)) & np.uint64(1))
            )
        keys[row] = key
    return keys


@compiled(nb.int32[:, ::1](_words, _keys, _words, _int32s, _int32s, nb.int64, nb.int64, nb.int64))
def probe(asked: Any, keys: Any, held: Any, starts: Any, order: Any, begin: Any, radius: Any, longest: Any) -> Any:
    """Return (place in `asked`, place in `held`) of the codes in one bucket that differ in at most `radius` bits.

    `order` counts from `begin`; buckets longer than `longest` say nothing and are passed over.
    """
    room, count = 1024, 0
    found = np.empty((room, 2), np.int32)
    for query in range(len(asked)):
        first, last = starts[keys[query]], starts[keys[query] + 1]
        if last - first > longest:
            continue
        low, high = asked[query, 0], asked[query, 1]
        for at in range(first, last):
            place = begin + order[at]
            bits = _ones(held[place, 0] ^ low) + _ones(held[place, 1] ^ high)
            if bits <= radius:
                if count == room:
                    grown = np.empty((2 * room, 2), np.int32)
                    grown[:room] = found
                    found, room = grown, 2 * room
                found[count, 0], found[count, 1] = query, place
                count += 1
    return found[:count].copy()


@compiled(nb.int32[:, ::1](_words, _words, _floats, _floats, nb.float64))
def nearest(left: Any, right: Any, right_x: Any, right_y: Any, apart: Any) -> Any:
    """Return for each code of `left` the place of the nearest in `right`, its distance, and that of the next elsewhere.

    The next has to lie `apart` pixels or more from the nearest: the same point may have been found twice.
    """
    out = np.empty((len(left), 3), np.int32)
    distances = np.empty(len(right), np.int32)
    for row in range(len(left)):
        best, at = np.int32(999), -1
        for place in range(len(right)):
            bits = np.int32(_ones(left[row, 0] ^ right[place, 0]) + _ones(left[row, 1] ^ right[place, 1]))
            distances[place] = bits
            if bits < best:
                best, at = bits, place
        second = 999
        for place in range(len(right)):
            if distances[place] < second and (
                abs(right_x[place] - right_x[at]) >= apart or abs(right_y[place] - right_y[at]) >= apart
            ):
                second = distances[place]
        out[row, 0], out[row, 1], out[row, 2] = at, best, second
    return out
