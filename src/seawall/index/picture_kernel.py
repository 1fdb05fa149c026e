"""The loops behind comparing local features, compiled: probing tables of codes, nearest codes, counting who agrees.

Codes are 128 bits in two 64-bit words. A point votes for a similarity (shift, turn, scale) on its own, since it has a
scale and an angle; so every pair is tried as a hypothesis and no random draw is needed. Left out: what the counts mean.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numba.extending import intrinsic

from seawall.signals.compiled import compiled

__all__ = ["agreeing", "keys_of", "nearest", "probe"]

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


@compiled(nb.float64[::1](nb.types.Array(nb.float64, 2, "C", readonly=True), nb.float64))
def agreeing(pairs: Any, apart: Any) -> Any:
    """Return the similarity that most pairs agree on: how many, then a, b, and the shift (x → a·x − b·y + e …).

    A pair is x, y, log₂ scale and angle in radians, first of the one picture, then of the other. One agrees that lands
    within `apart` pixels, within half a doubling and 0.5 radians.
    """
    best = np.zeros(5)
    for row in range(len(pairs)):
        grown = pairs[row, 6] - pairs[row, 2]
        turned = pairs[row, 7] - pairs[row, 3]
        scale = 2.0**grown
        a, b = scale * np.cos(turned), scale * np.sin(turned)
        e = pairs[row, 4] - (a * pairs[row, 0] - b * pairs[row, 1])
        f = pairs[row, 5] - (b * pairs[row, 0] + a * pairs[row, 1])
        count = 0
        for other in range(len(pairs)):
            x, y = pairs[other, 0], pairs[other, 1]
            if abs(a * x - b * y + e - pairs[other, 4]) > apart or abs(b * x + a * y + f - pairs[other, 5]) > apart:
                continue
            if abs(pairs[other, 6] - pairs[other, 2] - grown) > 0.5:
                continue
            if np.cos(pairs[other, 7] - pairs[other, 3] - turned) < 0.877:
                continue
            count += 1
        if count > best[0]:
            best[0], best[1], best[2], best[3], best[4] = count, a, b, e, f
    return best
