"""Which known pictures share points with this one? Codes in hash tables by a few of their bits, ranked by agreement.

A code stands in four tables, in each under some of its 128 bits: more bits the more codes there are, so that a bucket
stays short. What shares a bucket and differs in at most 30 bits is one pair of its picture; pictures are ranked by the
cells over which their pairs agree on one similarity, as a busy picture shares points with every other by chance. Codes
that stand everywhere (long buckets) are passed over. Additions are found at once: they stand in a part of their own,
and parts merge as in `segments.py`. Left out: the exact geometry (`picture_alignment.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.picture_alignment import Points
from seawall.signals.picture_features import Features

__all__ = ["LEAST_AGREEMENT", "MOST_KNOWN_POINTS", "PointTable"]

MOST_KNOWN_POINTS: Final = 320
"""Points of a known picture that are held, the first of its print."""

LEAST_AGREEMENT: Final = 6
"""Cells of a known picture in which points must agree before it is aligned."""

_TABLES: Final = 4
_CODE_BITS: Final = 128
_BITS: Final = (10, 20)
_BUCKET: Final = 16  # codes, aimed at
_RADIUS: Final = 30  # bits
_LONGEST: Final = 24  # times the bucket aimed at: what is longer says nothing
_LEAST_ROOM: Final = 4096
_SEED: Final = 20_261_121
_APART: Final = 40.0  # pixels of 400: what one point alone tells of shift, turn and scale is rough

_PICKS: Final = np.stack(
    [np.random.default_rng(_SEED + table).permutation(_CODE_BITS)[: _BITS[1]] for table in range(_TABLES)]
).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """Hash tables over the codes from `begin` to `end`."""

    begin: int
    end: int
    bits: int
    starts: tuple[NDArray[np.int32], ...]
    orders: tuple[NDArray[np.int32], ...]


class PointTable:
    """The points of all known pictures, by the number that each picture was counted in with."""

    def __init__(self) -> None:
        """Begin empty."""
        self._parts: list[_Part] = []
        self._words = np.zeros((0, 2), np.uint64)
        self._points = np.zeros((0, 4), np.uint16)  # x, y, scale, angle
        self._owners = np.zeros(0, np.int32)
        self._count = 0
        self._sizes = np.zeros((0, 2), np.int32)  # of each picture: width, height
        self._ends = np.zeros(0, np.int64)  # of each picture: where its points end
        self._pictures = 0

    def __len__(self) -> int:
        """Count the pictures."""
        return self._pictures

    def add(self, pictures: list[Features]) -> None:
        """Take in the features of pictures, numbered on from those held; they are found from now on."""
        begin, first = self._count, self._pictures
        self._pictures += len(pictures)
        kept = np.array([min(len(features), MOST_KNOWN_POINTS) for features in pictures], dtype=np.int64)
        self._count += int(kept.sum())
        self._grow()
        self._sizes[first : self._pictures] = [(features.width, features.height) for features in pictures]
        self._ends[first : self._pictures] = begin + np.cumsum(kept)
        if self._count == begin:
            return
        words, points = [], []
        for features, most in zip(pictures, kept.tolist(), strict=True):
            columns = (features.x, features.y, features.scales, features.angles)
            words.append(np.ascontiguousarray(features.codes[:most]).view(np.uint64).reshape(-1, 2))
            points.append(np.stack([column[:most].astype(np.uint16) for column in columns], axis=1))
        self._words[begin : self._count] = np.concatenate(words)
        self._points[begin : self._count] = np.concatenate(points)
        self._owners[begin : self._count] = np.repeat(np.arange(first, self._pictures, dtype=np.int32), kept)
        while self._parts and self._parts[-1].end - self._parts[-1].begin < 2 * (self._count - begin):
            begin = self._parts.pop().begin
        self._parts.append(self._made(begin, self._count))

    def candidates(self, asked: Points) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of pictures that may stand in the asked one, and their agreement, the largest first.

        Agreement is in how many of the 64 cells of the known picture, at least 6, stand points that agree on where it
        lies in the asked one.
        """
        from seawall.index.picture_agreement_kernel import ranked  # compile: only when needed
        from seawall.index.picture_kernel import keys_of, probe

        found = []
        for part in self._parts:
            for table in range(_TABLES):
                keys = keys_of(asked.words, _PICKS[table, : part.bits])
                found.append(
                    probe(asked.words, keys, self._words, part.starts[table], part.orders[table], part.begin,
                          _RADIUS, _LONGEST * _BUCKET)
                )  # fmt: skip
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        told = np.stack([asked.x, asked.y, asked.scales, asked.angles], axis=1)
        sizes = self._sizes[: self._pictures]
        met = ranked(np.concatenate(found), self._owners, self._points, sizes, told, _APART, LEAST_AGREEMENT)
        met = met[np.lexsort((met[:, 0], -met[:, 1]))]
        return met[:, 0], met[:, 1]

    def points(self, number: int) -> Points:
        """Return the points held of one picture."""
        width, height = self._sizes[number].tolist()
        first, last = int(self._ends[number - 1]) if number else 0, int(self._ends[number])
        held = self._points[first:last].astype(np.float64)
        return Points(
            width=width, height=height, x=held[:, 0] / 65535 * width, y=held[:, 1] / 65535 * height,
            scales=held[:, 2] / 16, angles=held[:, 3] * (2 * np.pi / 256), words=self._words[first:last],
        )  # fmt: skip

    def _grow(self) -> None:
        self._words = _with_room(self._words, self._count)
        self._points = _with_room(self._points, self._count)
        self._owners = _with_room(self._owners, self._count)
        self._sizes = _with_room(self._sizes, self._pictures)
        self._ends = _with_room(self._ends, self._pictures)

    def _made(self, begin: int, end: int) -> _Part:
        from seawall.index.picture_kernel import keys_of

        wanted = int(np.ceil(np.log2(max(2, (end - begin) / _BUCKET))))
        bits = min(_BITS[1], max(_BITS[0], wanted))
        starts, orders = [], []
        for table in range(_TABLES):
            keys = keys_of(self._words[begin:end], _PICKS[table, :bits])
            order = np.argsort(keys, kind="stable").astype(np.int32)
            counts = np.bincount(keys, minlength=1 << bits)
            starts.append(np.concatenate(([0], np.cumsum(counts))).astype(np.int32))
            orders.append(order)
        return _Part(begin=begin, end=end, bits=bits, starts=tuple(starts), orders=tuple(orders))


def _with_room(held: NDArray[Any], count: int) -> NDArray[Any]:
    """Return the array, or a copy half as long again, with room for so many."""
    if count <= len(held):
        return held
    more = max(count - len(held), len(held) // 2, _LEAST_ROOM)
    return np.concatenate((held, np.zeros((more, *held.shape[1:]), held.dtype)))
