"""Which known pictures share points with this one? Codes in hash tables by a few of their bits, and votes.

A code stands in four tables, in each under some of its 128 bits: more bits the more codes there are, so that a bucket
stays short. What shares a bucket and differs in at most 30 bits is one vote for its picture, in the turn that the two
angles give. Codes that stand everywhere (long buckets) vote for nothing. Additions are found at once: they stand in a
part of their own, and parts merge as in `segments.py`. Left out: the geometry of the votes (`picture_alignment.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.picture_alignment import Points
from seawall.signals.picture_features import Features

__all__ = ["MOST_KNOWN_POINTS", "PointTable"]

MOST_KNOWN_POINTS: Final = 320
"""Points of a known picture that are held, the strongest."""

_TABLES: Final = 4
_CODE_BITS: Final = 128
_BITS: Final = (10, 20)
_BUCKET: Final = 16  # codes, aimed at
_RADIUS: Final = 30  # bits
_LONGEST: Final = 24  # times the bucket aimed at: what is longer says nothing
_SEED: Final = 20_261_121
_TURNS: Final = 16

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
        self._sizes: list[tuple[int, int, int]] = []  # of each picture: width, height, first point

    def __len__(self) -> int:
        """Count the pictures."""
        return len(self._sizes)

    def add(self, pictures: list[Features]) -> None:
        """Take in the features of pictures, numbered on from those held; they are found from now on."""
        begin = self._count
        words, points, owners = [], [], []
        for features in pictures:
            kept = min(len(features), MOST_KNOWN_POINTS)
            self._sizes.append((features.width, features.height, self._count))
            columns = (features.x, features.y, features.scales, features.angles)
            words.append(np.ascontiguousarray(features.codes[:kept]).view(np.uint64).reshape(-1, 2))
            points.append(np.stack([column[:kept].astype(np.uint16) for column in columns], axis=1))
            owners.append(np.full(kept, len(self._sizes) - 1, np.int32))
            self._count += kept
        if self._count == begin:
            return
        self._grow()
        self._words[begin : self._count] = np.concatenate(words)
        self._points[begin : self._count] = np.concatenate(points)
        self._owners[begin : self._count] = np.concatenate(owners)
        while self._parts and self._parts[-1].end - self._parts[-1].begin < 2 * (self._count - begin):
            begin = self._parts.pop().begin
        self._parts.append(self._made(begin, self._count))

    def votes(self, asked: Points) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of pictures that share points with the asked one, and their votes, most votes first.

        A point of the asked picture votes once for a picture; only votes that agree on a turn count together.
        """
        from seawall.index.picture_kernel import keys_of, probe  # compiles: only when needed

        found = []
        for part in self._parts:
            for table in range(_TABLES):
                keys = keys_of(asked.words, _PICKS[table, : part.bits])
                found.append(
                    probe(asked.words, keys, self._words, part.starts[table], part.orders[table], part.begin,
                          _RADIUS, _LONGEST * _BUCKET)
                )  # fmt: skip
        pairs = np.concatenate(found).astype(np.int64) if found else np.zeros((0, 2), np.int64)
        if not len(pairs):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        owners = self._owners[pairs[:, 1]].astype(np.int64)
        known = self._points[pairs[:, 1], 3].astype(np.float64) * (2 * np.pi / 256)
        turns = np.floor((known - asked.angles[pairs[:, 0]]) * (_TURNS / (2 * np.pi))).astype(np.int64) % _TURNS
        # each vote counts for its turn and the next, so that no two alike fall apart at a border between turns
        groups = np.concatenate([owners * _TURNS + turns, owners * _TURNS + (turns + 1) % _TURNS])
        width = len(asked) + 1
        single = np.unique(groups * width + np.tile(pairs[:, 0], 2)) // width
        group, counts = np.unique(single, return_counts=True)
        owner = group // _TURNS
        order = np.lexsort((owner, -counts))
        first = np.unique(owner[order], return_index=True)[1]
        places = order[np.sort(first)]
        return owner[places], counts[places]

    def points(self, number: int) -> Points:
        """Return the points held of one picture."""
        width, height, first = self._sizes[number]
        last = self._sizes[number + 1][2] if number + 1 < len(self._sizes) else self._count
        held = self._points[first:last].astype(np.float64)
        return Points(
            width=width, height=height, x=held[:, 0] / 65535 * width, y=held[:, 1] / 65535 * height,
            scales=held[:, 2] / 16, angles=held[:, 3] * (2 * np.pi / 256), words=self._words[first:last],
        )  # fmt: skip

    def _grow(self) -> None:
        if self._count > len(self._owners):
            more = max(self._count - len(self._owners), len(self._owners) // 2, 4096)
            self._words = np.concatenate((self._words, np.zeros((more, 2), np.uint64)))
            self._points = np.concatenate((self._points, np.zeros((more, 4), np.uint16)))
            self._owners = np.concatenate((self._owners, np.zeros(more, np.int32)))

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
