"""The loops that ask which pairs of points agree on one geometry, compiled: of one picture, or to rank all of them.

A point has a scale and an angle, so one pair already makes a similarity (shift, turn, scale): each is tried as a
hypothesis, and no random draw is needed. A pair is a row: x, y, log₂ scale and angle in radians, first of the observed
picture, then of the known one. Left out: comparing codes (`picture_kernel.py`), and what the counts mean.
"""

from __future__ import annotations

from typing import Any, Final

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["agreeing", "agreement", "ranked"]

_rows = nb.types.Array(nb.float64, 2, "C", readonly=True)
_pairs = nb.types.Array(nb.int32, 2, "C", readonly=True)
_int32s = nb.types.Array(nb.int32, 1, "C", readonly=True)
_sizes = nb.types.Array(nb.int32, 2, "C", readonly=True)
_uint16s = nb.types.Array(nb.uint16, 2, "C", readonly=True)

_DOUBLINGS: Final = 0.5  # by which two scales that agree may differ
_COSINE: Final = 0.877  # of half a radian, by which two angles may
_RANKED_DOUBLINGS: Final = 0.8  # looser: the best hypothesis may not be among those tried
_RANKED_COSINE: Final = 0.825  # of 0.6 radians
_HYPOTHESES: Final = 64  # for ranking, evenly chosen: more find nothing more on the development pictures
_MOST_RANKED: Final = 2_048  # pairs of one picture; a chequered one has hundreds of thousands


@compiled()
def _map_of(pairs: Any, row: Any) -> Any:
    """Return the similarity x → a·x − b·y + e, y → b·x + a·y + f that one pair makes, and its log₂ scale and turn."""
    grown = pairs[row, 6] - pairs[row, 2]
    turned = pairs[row, 7] - pairs[row, 3]
    scale = 2.0**grown
    a, b = scale * np.cos(turned), scale * np.sin(turned)
    e = pairs[row, 4] - (a * pairs[row, 0] - b * pairs[row, 1])
    f = pairs[row, 5] - (b * pairs[row, 0] + a * pairs[row, 1])
    return a, b, e, f, grown, turned


@compiled()
def _lands(pairs: Any, row: Any, similarity: Any, apart: Any, doublings: Any, cosine: Any) -> Any:
    """Say whether a similarity puts the observed point of a pair near its known one, in place, scale and angle."""
    a, b, e, f, grown, turned = similarity
    x, y = pairs[row, 0], pairs[row, 1]
    if abs(a * x - b * y + e - pairs[row, 4]) > apart or abs(b * x + a * y + f - pairs[row, 5]) > apart:
        return False
    if abs(pairs[row, 6] - pairs[row, 2] - grown) > doublings:
        return False
    return np.cos(pairs[row, 7] - pairs[row, 3] - turned) >= cosine


@compiled(nb.float64[::1](_rows, nb.float64))
def agreeing(pairs: Any, apart: Any) -> Any:
    """Return the similarity that most pairs agree on: how many, then a, b, e, f (x → a·x − b·y + e …).

    A pair agrees that lands within `apart` pixels, half a doubling and half a radian.
    """
    best = np.zeros(5)
    for row in range(len(pairs)):
        similarity = _map_of(pairs, row)
        count = 0
        for other in range(len(pairs)):
            if _lands(pairs, other, similarity, apart, _DOUBLINGS, _COSINE):
                count += 1
        if count > best[0]:
            best[0], best[1], best[2], best[3], best[4] = (
                count, similarity[0], similarity[1], similarity[2], similarity[3],
            )  # fmt: skip
    return best


@compiled(nb.int64(_rows, nb.float64))
def agreement(pairs: Any, apart: Any) -> Any:
    """Return in how many cells of the known picture stand pairs that agree on one similarity, at best.

    A pair has a ninth number, its cell, 0 to 63. Cells count, not pairs: an emblem that two pictures share has many
    points in one place. A pair agrees that lands within `apart` pixels, 0.8 doublings and 0.6 radians.
    """
    best = 0
    for row in range(0, len(pairs), max(1, len(pairs) // _HYPOTHESES)):
        similarity = _map_of(pairs, row)
        cells, covered = np.uint64(0), 0
        for other in range(len(pairs)):
            bit = np.uint64(1) << np.uint64(pairs[other, 8])
            if not cells & bit and _lands(pairs, other, similarity, apart, _RANKED_DOUBLINGS, _RANKED_COSINE):
                cells |= bit
                covered += 1
        best = max(best, covered)
    return best


@compiled()
def _by_owner(found: Any, owners: Any, pictures: Any) -> Any:
    """Return where each picture's pairs begin in an order by picture, and that order."""
    starts = np.zeros(pictures + 1, np.int64)
    for at in range(len(found)):
        starts[owners[found[at, 1]] + 1] += 1
    for picture in range(pictures):
        starts[picture + 1] += starts[picture]
    order, filled = np.empty(len(found), np.int64), starts[:-1].copy()
    for at in range(len(found)):
        owner = owners[found[at, 1]]
        order[filled[owner]] = at
        filled[owner] += 1
    return starts, order


@compiled()
def _set_pair(pairs: Any, row: Any, asked: Any, point: Any, size: Any) -> None:
    """Write one pair with its cell; `point` is x and y in 65,535ths, scale in 16ths, angle in 256ths."""
    pairs[row, :4] = asked
    pairs[row, 4] = point[0] / 65535.0 * size[0]
    pairs[row, 5] = point[1] / 65535.0 * size[1]
    pairs[row, 6] = point[2] / 16.0
    pairs[row, 7] = point[3] * (2 * np.pi / 256)
    pairs[row, 8] = (point[0] >> 13) * 8 + (point[1] >> 13)


@compiled(nb.int64[:, ::1](_pairs, _int32s, _uint16s, _sizes, _rows, nb.float64, nb.int64))
def ranked(found: Any, owners: Any, points: Any, sizes: Any, asked: Any, apart: Any, least: Any) -> Any:
    """Return (picture, agreement) of each picture whose pairs agree over at least `least` cells.

    `found` are places in `asked` (x, y, log₂ scale, angle) and in `points`; `owners` are the pictures of the points,
    `sizes` the width and height of the pictures.
    """
    starts, order = _by_owner(found, owners, len(sizes))
    out, done = np.empty((len(found) // least + 1, 2), np.int64), 0
    room = np.empty((_MOST_RANKED, 9))
    for picture in range(len(sizes)):
        first, last = starts[picture], starts[picture + 1]
        if last - first < least:
            continue
        count = 0
        for at in range(first, last, (last - first + _MOST_RANKED - 1) // _MOST_RANKED):
            place = found[order[at], 1]
            _set_pair(room, count, asked[found[order[at], 0]], points[place], sizes[picture])
            count += 1
        cells = agreement(room[:count], apart)
        if cells >= least:
            out[done, 0], out[done, 1] = picture, cells
            done += 1
    return out[:done].copy()
