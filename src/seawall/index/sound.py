"""Which banked recordings play in this one?

Numbers of the fingerprints whose upper bits are equal vote for an offset between the two recordings; along the best
offsets the bit error rate of each stretch is counted, over windows, so that an excerpt within a longer recording is
found as well as the whole. Two numbers of unlike sound differ in about half of their 32 bits. *Same* is a recording
that is heard almost whole, *near* a stretch of ten seconds and more, *look* one of five and more. Source: J. Haitsma
and T. Kalker, "A Highly Robust Audio Fingerprinting System" (ISMIR 2002), section 4; A. Ke et al. (CVPR 2005). Left
out: other paces and pitches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.hits import Hits, Way, join_hits
from seawall.index.tiers import LOOK, NEAR, SAME
from seawall.signals import SignalColumn
from seawall.signals.chromaprint import SECONDS_A_NUMBER, SoundPrint

__all__ = ["SoundIndex"]

_KEY_SHIFT: Final = 32 - 20  # the upper 20 bits: chromaprint's most stable classifiers stand there
_MOST_OFFSETS: Final = 8  # of one pair of recordings, that are compared
_LEAST_VOTES: Final = 4
_COMMON: Final = 400  # a key that stands in more places than this says nothing (silence, a held tone)
_WINDOW: Final = 24  # numbers: 3 seconds
_EDGE: Final = 8  # numbers: 1 second
_BIT_ERRORS: Final = 0.30  # share of the bits of a window that may differ
_SAME_SECONDS: Final = 5.0
_NEAR_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 5.0
_SAME_SHARE: Final = 0.8  # of the banked recording
_LEAST_DISTINCT: Final = 0.3  # share of different numbers in a stretch: a steady tone is no recording


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Stretch:
    """Where two recordings run alike: first and last number of the observed one, the offset, bits unlike (share)."""

    first: int
    last: int
    offset: int
    unlike: float

    @property
    def seconds(self) -> float:
        return (self.last - self.first) * SECONDS_A_NUMBER


class SoundIndex:
    """Recordings of any number of banks."""

    def __init__(self) -> None:
        """Begin empty."""
        self._held: list[tuple[int, NDArray[np.uint32]]] = []
        self._keys = np.zeros(0, np.uint32)
        self._recordings = np.zeros(0, np.int32)
        self._places = np.zeros(0, np.int32)
        self._waiting: list[int] = []  # recordings that no key leads to yet

    def __len__(self) -> int:
        """Count the values held."""
        return len(self._held)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in canonical fingerprints with their entry numbers."""
        for value, number in zip(values, numbers.tolist(), strict=True):
            self._waiting.append(len(self._held))
            self._held.append((number, SoundPrint.from_text(value).numbers))

    def look_up(self, column: SignalColumn) -> Hits:
        """Return the banked recordings that play in each recording, or that it is an excerpt of."""
        if not len(column) or not len(self):
            return join_hits(())
        self._build()
        rows: list[int] = []
        places: list[int] = []
        found: list[tuple[int, int, int, Way]] = []
        for place, row in enumerate(column.rows.tolist()):
            for hit in self._meets(SoundPrint.from_text(column.values.value(place)).numbers):
                rows.append(row)
                places.append(place)
                found.append(hit)
        return Hits.of(
            rows=np.array(rows, np.int64),
            entries=np.array([hit[0] for hit in found], np.int64),
            places=np.array(places, np.int64),
            distances=np.array([hit[1] for hit in found], np.int32),
            tiers=np.array([hit[2] for hit in found], np.uint8),
            ways=[hit[3] for hit in found],
        )

    def _build(self) -> None:
        """Sort the keys of the recordings that wait in among the others."""
        if not self._waiting:
            return
        new = [self._held[recording][1] for recording in self._waiting]
        lengths = [len(one) for one in new]
        keys = np.concatenate((self._keys, *(one >> _KEY_SHIFT for one in new)))
        recordings = np.concatenate((self._recordings, np.repeat(np.array(self._waiting, np.int32), lengths)))
        places = np.concatenate((self._places, *(np.arange(length, dtype=np.int32) for length in lengths)))
        order = np.argsort(keys, kind="stable")
        self._keys, self._recordings, self._places = keys[order], recordings[order], places[order]
        self._waiting.clear()

    def _meets(self, observed: NDArray[np.uint32]) -> Iterator[tuple[int, int, int, Way]]:
        """Yield entry number, distance, tier and way of each recording met, the longest stretch of each."""
        best: dict[int, _Stretch] = {}
        for recording, offset in self._offsets(observed):
            stretch = _longest_stretch(observed, self._held[recording][1], offset)
            if stretch is not None and (recording not in best or stretch.seconds > best[recording].seconds):
                best[recording] = stretch
        for recording, stretch in best.items():
            number, banked = self._held[recording]
            tier = _tier(stretch, len(banked))
            if tier is not None:
                yield number, round(100 * stretch.unlike), tier, _way(stretch, tier)

    def _offsets(self, observed: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
        """Yield (recording, offset) pairs that enough keys vote for, those of most votes first for each recording."""
        keys = observed >> _KEY_SHIFT
        starts = np.searchsorted(self._keys, keys, side="left")
        counts = np.searchsorted(self._keys, keys, side="right") - starts
        mine = np.flatnonzero((counts > 0) & (counts <= _COMMON))
        counts, starts = counts[mine], starts[mine]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        held = np.repeat(starts, counts) + within
        recordings = self._recordings[held].astype(np.int64)
        offsets = self._places[held] - np.repeat(mine, counts)
        votes, count = np.unique(np.stack((recordings, offsets)), axis=1, return_counts=True)
        enough = np.flatnonzero(count >= _LEAST_VOTES)
        order = enough[np.lexsort((-count[enough], votes[0, enough]))]
        taken: dict[int, int] = {}
        for recording, offset in votes[:, order].T.tolist():
            taken[recording] = taken.get(recording, 0) + 1
            if taken[recording] <= _MOST_OFFSETS:
                yield recording, offset


def _longest_stretch(observed: NDArray[np.uint32], banked: NDArray[np.uint32], offset: int) -> _Stretch | None:
    """Return the longest stretch whose windows all have few enough bit errors, at an offset between the two."""
    first, last = max(0, -offset), min(len(observed), len(banked) - offset)
    if last - first < _WINDOW:
        return None
    errors = np.bitwise_count(observed[first:last] ^ banked[first + offset : last + offset]).astype(np.float64)
    sums = np.concatenate(([0.0], np.cumsum(errors)))
    windows = (sums[_WINDOW:] - sums[:-_WINDOW]) / (32 * _WINDOW)
    runs = _runs(windows <= _BIT_ERRORS)
    if not runs:
        return None
    begin, end = max(runs, key=lambda run: run[1] - run[0])
    begin, end = _without_overhang(sums, begin, end + _WINDOW - 1)
    if end - begin < _WINDOW:
        return None
    heard = banked[first + offset + begin : first + offset + end]
    if len(np.unique(heard)) < _LEAST_DISTINCT * len(heard):
        return None
    unlike = float((sums[end] - sums[begin]) / (32 * (end - begin)))
    return _Stretch(first=first + begin, last=first + end, offset=offset, unlike=unlike)


def _without_overhang(sums: NDArray[np.float64], begin: int, end: int) -> tuple[int, int]:
    """Return the stretch less what its first and last windows reach beyond the sound that is alike."""
    part = sums[begin : end + 1]
    alike = np.flatnonzero((part[_EDGE:] - part[:-_EDGE]) <= _BIT_ERRORS * 32 * _EDGE)
    return (begin + int(alike[0]), begin + int(alike[-1]) + _EDGE) if len(alike) else (begin, begin)


def _runs(good: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _tier(stretch: _Stretch, banked_numbers: int) -> int | None:
    """Return the tier of a stretch; None where it is too short to say anything."""
    share = (stretch.last - stretch.first) / banked_numbers
    if share >= _SAME_SHARE and stretch.seconds >= _SAME_SECONDS:
        return SAME
    if stretch.seconds >= _NEAR_SECONDS:
        return NEAR
    return LOOK if stretch.seconds >= _LOOK_SECONDS else None


def _way(stretch: _Stretch, tier: int) -> Way:
    mine = _clock(stretch.first), _clock(stretch.last)
    theirs = _clock(stretch.first + stretch.offset), _clock(stretch.last + stretch.offset)
    detail = f"{mine[0]}–{mine[1]} of it sounds like {theirs[0]}–{theirs[1]} of the banked recording"
    strength = 1.0 if tier == SAME else round(min(1.0, 0.5 + stretch.seconds / 60), 2)
    return Way(stage="sound", detail=f"{detail} ({100 * (1 - stretch.unlike):.0f} % of the bits)", strength=strength)


def _clock(number: int) -> str:
    seconds = number * SECONDS_A_NUMBER
    return f"{int(seconds // 60)}:{int(seconds % 60):02}"
