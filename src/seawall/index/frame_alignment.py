"""Do the frames that two films share follow one another in the same order and pace?

Each pair of like frames votes for the lines `banked = speed · observed + offset` through it (Hough 1962, here over a
few speeds), the best line is refined by least squares, and the longest stretch along it counts. So trims, openings
put before, films joined together and changed speeds all keep a line, while single frames that two films share by
chance, such as a title card, don't. Left out: films played backwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Stretch", "align_frames"]

_SPEEDS: Final = np.unique(np.concatenate(([1.0], np.geomspace(0.5, 2.0, 81))))
_OFF_LINE: Final = 1.25  # seconds that a pair may lie beside the line: both films are sampled once a second
_LONGEST_GAP: Final = 8.0  # seconds without a pair that a stretch may bridge
_BIN_SECONDS: Final = 1.25
_MOST_PAIRS: Final = 20_000
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretch:
    """A stretch of one film that runs along a stretch of another, in numbers of their frames, in order of time."""

    observed: NDArray[np.int64]
    banked: NDArray[np.int64]
    speed: float

    def __len__(self) -> int:
        """Count the pairs: each observed frame once."""
        return len(self.observed)


def align_frames(
    observed: NDArray[np.int64], banked: NDArray[np.int64],
    observed_seconds: NDArray[np.float64], banked_seconds: NDArray[np.float64], distances: NDArray[np.int16],
) -> Stretch | None:  # fmt: skip
    """Return the longest stretch of like frames along one line; None where there are no pairs.

    Args:
        observed: number of the observed frame of each pair.
        banked: number of the banked frame of each pair.
        observed_seconds: time of every observed frame.
        banked_seconds: time of every banked frame.
        distances: bits apart, of each pair; near pairs are preferred.
    """
    if not len(observed):
        return None
    if len(observed) > _MOST_PAIRS:
        nearest = np.argsort(distances, kind="stable")[:_MOST_PAIRS]
        observed, banked, distances = observed[nearest], banked[nearest], distances[nearest]
    x, y = observed_seconds[observed], banked_seconds[banked]
    speed, offset = _best_line(x, y, observed)
    for _ in range(_ROUNDS):
        near = np.abs(y - speed * x - offset) <= _OFF_LINE
        if np.ptp(x[near]) < 4 * _OFF_LINE or np.ptp(y[near]) < 4 * _OFF_LINE:
            break
        refined, shift = np.polyfit(x[near], y[near], 1)
        if not _SPEEDS[0] <= refined <= _SPEEDS[-1]:
            break
        speed, offset = float(refined), float(shift)
    on_line = np.flatnonzero(np.abs(y - speed * x - offset) <= _OFF_LINE).astype(np.int64)
    kept = _one_each(on_line, observed, distances)
    return _longest(observed[kept], banked[kept], observed_seconds, speed)


def _best_line(x: NDArray[np.float64], y: NDArray[np.float64], observed: NDArray[np.int64]) -> tuple[float, float]:
    """Return speed and offset of the line that most observed frames lie on; the plain speed wins a tie."""
    best = (0, 0.0, 1.0, 0.0)
    for speed in _SPEEDS.tolist():
        offsets = y - speed * x
        for shift in (0.0, 0.5):
            bins = np.floor(offsets / _BIN_SECONDS + shift).astype(np.int64)
            seen = np.unique(np.stack((bins, observed)), axis=1)[0]  # a frame votes once a bin
            values, counts = np.unique(seen, return_counts=True)
            top = int(np.argmax(counts))
            candidate = (int(counts[top]), -abs(np.log(speed)), speed, float(offsets[bins == values[top]].mean()))
            best = max(best, candidate, key=lambda one: one[:2])
    return best[2], best[3]


def _one_each(pairs: NDArray[np.int64], observed: NDArray[np.int64], distances: NDArray[np.int16]) -> NDArray[np.int64]:
    """Return the nearest pair of each observed frame, in order."""
    order = pairs[np.lexsort((distances[pairs], observed[pairs]))]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = observed[order][1:] != observed[order][:-1]
    return order[first]


def _longest(
    observed: NDArray[np.int64], banked: NDArray[np.int64], seconds: NDArray[np.float64], speed: float
) -> Stretch | None:
    if not len(observed):
        return None
    breaks = np.flatnonzero(np.diff(seconds[observed]) > _LONGEST_GAP) + 1
    parts = np.split(np.arange(len(observed)), breaks)
    longest = max(parts, key=len)
    return Stretch(observed=observed[longest], banked=banked[longest], speed=speed)
