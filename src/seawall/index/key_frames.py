"""Which banked films show the same pictures as this one, cropped, small within another, under signs, or off a screen?

The second stage of `frames.py`. Corners of key frames that are at most 31 of 256 bits apart vote for pairs of key
frames; of the pairs with most votes all corners are compared, and must fit one shift, turn and size (RANSAC), over a
good part of the picture. Several such pairs in step make the films *near*, a single good one is worth a *look*.
Source: Fischler and Bolles, CACM 24 (1981); detection figures in docs/video.md. Left out: mirrored films, which are
looked up mirrored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.near_hashes import NearHashes
from seawall.signals.key_frames import KeyFrame

__all__ = ["KeyFrameIndex", "SeenPair", "SharedPictures"]

_VOTE_BITS: Final = 31
_CORNER_BITS: Final = 64  # of two corners that may be one; one of unlike pictures is some 100 away
_LEAST_VOTES: Final = 3
_MOST_PAIRS: Final = 80
_MOST_PAIRS_OF_ONE: Final = 12  # of one observed key frame
_LEAST_FIT: Final = 8  # corners
_LEAST_AREA: Final = 0.1  # of the banked picture, between the corners that fit: a sign or a boat is not the picture
_ENOUGH_PAIRS: Final = 3  # that agree; in unlike films no two agreed (development split, November 2026)
_ENOUGH_OF_TWO: Final = 30  # corners of two pairs together; at most 13 fitted in one of unlike films
_GOOD_FIT: Final = 20  # corners of a single pair that is worth a look
_SHOT: Final = 2.0  # seconds that two pairs may stand in the other order: one shot may have several key frames
_LIKE_SIZE: Final = 0.15  # by which the sizes of two pairs may differ: an edit does the same to all pictures
_PIXELS: Final = 480.0  # corners are compared at this width
_OFF_PIXELS: Final = 8.0
_LEAST_CORNERS: Final = 6
_SIZES: Final = (0.2, 6.0)  # of the banked picture to the observed one
_OUT_OF_STEP: Final = 8.0  # seconds that two pairs may disagree: a key frame stands for its whole shot


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPair:
    """A key frame seen in another: their times, the corners that fit, and the map from observed to banked picture.

    `size` is that of the banked picture to the observed one.
    """

    observed_seconds: float
    banked_seconds: float
    fitting: int
    size: float
    alignment: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPictures:
    """The pairs of one banked film that agree, best first."""

    number: int
    pairs: tuple[SeenPair, ...]

    @property
    def is_near(self) -> bool:
        """Say whether the films share several pictures, and not one by chance."""
        return len(self.pairs) >= _ENOUGH_PAIRS or (len(self.pairs) > 1 and self.fitting >= _ENOUGH_OF_TWO)

    @property
    def fitting(self) -> int:
        """Count the corners that fit, of all pairs."""
        return sum(pair.fitting for pair in self.pairs)


class KeyFrameIndex:
    """Key frames of banked films."""

    def __init__(self) -> None:
        """Begin empty."""
        self._keys: list[tuple[int, KeyFrame]] = []  # entry number and key frame
        self._corners = NearHashes()  # of all key frames, numbered by key frame

    def __len__(self) -> int:
        """Count the key frames held."""
        return len(self._keys)

    def add(self, keys: tuple[KeyFrame, ...], number: int) -> None:
        """Take in the key frames of one entry."""
        for key in keys:
            self._corners.add(key.bits, np.full(len(key.bits), len(self._keys), np.int64))
            self._keys.append((number, key))

    def look_up(self, keys: tuple[KeyFrame, ...]) -> Iterator[SharedPictures]:
        """Yield the entries that share pictures with a film's key frames."""
        seen: dict[int, list[SeenPair]] = defaultdict(list)
        for observed, banked in self._likely(keys):
            number, key = self._keys[banked]
            pair = _fit(keys[observed], key)
            if pair is not None:
                seen[number].append(pair)
        for number, pairs in seen.items():
            shared = SharedPictures(number=number, pairs=_agreeing(pairs))
            if shared.is_near or shared.pairs[0].fitting >= _GOOD_FIT:
                yield shared

    def _likely(self, keys: tuple[KeyFrame, ...]) -> Iterator[tuple[int, int]]:
        """Yield pairs (observed key frame, banked key frame) with enough votes, those with most first."""
        counts = [len(key.bits) for key in keys]
        if not sum(counts) or not len(self):
            return
        owner = np.repeat(np.arange(len(keys)), counts)
        pairs = self._corners.look_up(np.concatenate([key.bits for key in keys]), _VOTE_BITS)
        distinct = np.unique(np.stack((owner[pairs.queries], pairs.numbers, pairs.queries)), axis=1)[:2]
        voted, votes = np.unique(distinct, axis=1, return_counts=True)
        taken: dict[int, int] = defaultdict(int)
        for place in np.argsort(-votes, kind="stable").tolist():
            observed, banked = voted[:, place].tolist()
            if votes[place] < _LEAST_VOTES or sum(taken.values()) >= _MOST_PAIRS:
                return
            if taken[observed] < _MOST_PAIRS_OF_ONE:
                taken[observed] += 1
                yield observed, banked


def _fit(observed: KeyFrame, banked: KeyFrame) -> SeenPair | None:
    """Return how the corners of two pictures fit; None where too few do, or in too small a part."""
    import cv2

    mine, theirs = _nearest_both_ways(observed.bits, banked.bits)
    if len(mine) < _LEAST_CORNERS:
        return None
    from_places = observed.places[mine] * np.array([_PIXELS, _PIXELS * observed.shape], np.float32)
    to_places = banked.places[theirs] * np.array([_PIXELS, _PIXELS * banked.shape], np.float32)
    matrix: Any  # None where nothing fits, whatever the stubs say
    matrix, which = cv2.estimateAffinePartial2D(
        from_places, to_places, method=cv2.RANSAC, ransacReprojThreshold=_OFF_PIXELS, maxIters=1000, confidence=0.995
    )
    if matrix is None:
        return None
    fitting = which.ravel().astype(bool)
    size = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if np.count_nonzero(fitting) < _LEAST_FIT or not _SIZES[0] <= size <= _SIZES[1]:
        return None
    hull = cv2.convexHull(to_places[fitting].astype(np.float32))
    if cv2.contourArea(hull) < _LEAST_AREA * _PIXELS**2 * banked.shape:
        return None
    return SeenPair(
        observed_seconds=observed.at_seconds,
        banked_seconds=banked.at_seconds,
        fitting=int(np.count_nonzero(fitting)),
        size=size,
        alignment=_in_fractions(np.asarray(matrix, np.float64), observed.shape, banked.shape),
    )


def _nearest_both_ways(
    mine: NDArray[np.uint8], theirs: NDArray[np.uint8]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return places of corners that are each other's nearest, and near enough."""
    from seawall.index.frames_kernel import distances  # compiles: only when needed

    if not len(mine) or not len(theirs):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    apart = distances(_words(mine), _words(theirs))
    nearest, backward = apart.argmin(axis=1), apart.argmin(axis=0)
    places = np.arange(len(mine))
    both = (backward[nearest] == places) & (apart[places, nearest] <= _CORNER_BITS)
    return places[both], nearest[both].astype(np.int64)


def _words(bits: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(bits).view(np.uint64).reshape(-1, 4)


def _in_fractions(matrix: NDArray[np.float64], observed_shape: float, banked_shape: float) -> tuple[float, ...]:
    """Return the map as nine numbers, row by row, between fractions of width and height."""
    widen = np.diag([_PIXELS, _PIXELS * observed_shape, 1.0])
    shrink = np.diag([1 / _PIXELS, 1 / (_PIXELS * banked_shape), 1.0])
    whole = shrink @ np.vstack((matrix, [0.0, 0.0, 1.0])) @ widen
    return tuple(float(value) for value in whole.ravel().round(6))


def _agreeing(pairs: list[SeenPair]) -> tuple[SeenPair, ...]:
    """Return the most pairs of different key frames that agree with one of them, the best fitting first."""
    best: list[SeenPair] = []
    for lead in pairs:
        in_step: dict[float, SeenPair] = {}
        for pair in sorted(pairs, key=lambda one: -one.fitting):
            new = pair.banked_seconds not in {one.banked_seconds for one in in_step.values()}
            if new and _agree(lead, pair):
                in_step.setdefault(pair.observed_seconds, pair)
        together = list(in_step.values())
        if (len(together), sum(one.fitting for one in together)) > (len(best), sum(one.fitting for one in best)):
            best = together
    return tuple(sorted(best, key=lambda one: -one.fitting))


def _agree(one: SeenPair, other: SeenPair) -> bool:
    """Say whether two pairs may come from one edit: the same size, about the same offset, the same order."""
    later = other.observed_seconds - one.observed_seconds
    later_there = other.banked_seconds - one.banked_seconds
    if abs(later - later_there) > _OUT_OF_STEP or abs(other.size / one.size - 1) > _LIKE_SIZE:
        return False
    return later * later_there >= 0 or min(abs(later), abs(later_there)) <= _SHOT
