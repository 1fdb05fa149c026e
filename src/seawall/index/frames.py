"""Which banked films does this film share frames with, in the same order?

Frames at most 31 bits apart vote for the banked films that hold them; each candidate is then compared frame by frame,
more loosely, and must keep a line of time (`frame_alignment.py`). *Same* is vPDQ's own rule: 80 % of the observed
frames are near some frame of the banked film. *Near* is a stretch along a line that shows several different pictures.
*Look* is a stretch that shows one or two. Frames that the two films share without order are no hit. Source:
ThreatExchange, vpdq/README.md. Left out: pictures within the frame (`key_frames.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.frame_alignment import Stretch, align_frames
from seawall.index.hits import Hits, Way, join_hits
from seawall.index.key_frames import KeyFrameIndex, SharedPictures
from seawall.index.near_hashes import NearHashes
from seawall.index.tiers import LOOK, NEAR, SAME
from seawall.signals import SignalColumn
from seawall.signals.frame_hashes import FrameHashes, VideoPrint
from seawall.signals.key_frames import unpack_keys

__all__ = ["VPDQ_DISTANCE_BITS", "VPDQ_QUERY_PERCENT", "FramesIndex"]

VPDQ_DISTANCE_BITS: Final = 31
VPDQ_QUERY_PERCENT: Final = 80
_LOOSE_BITS: Final = 60  # along a line of time; two unlike frames are 128 ± 8 apart, and rarely below 64
_LEAST_STRETCH: Final = 3  # frames
_LEAST_VIEWS: Final = 3  # different pictures in a stretch that is near
_LEAST_STILL: Final = 5  # frames of a stretch that shows fewer, to be worth a look
_VIEW_BITS: Final = 31  # pictures further apart are different ones
_MOST_CANDIDATES: Final = 50
_TRIMMED: Final = "border trimmed"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Film:
    """A film as it is compared: a banked one with its entry number, or one looked up."""

    number: int
    seconds: NDArray[np.float64]
    words: NDArray[np.uint64]
    mark: str | None = None

    @classmethod
    def of(cls, frames: FrameHashes, *, number: int, mark: str | None = None) -> _Film:
        words = np.ascontiguousarray(frames.bits).view(np.uint64).reshape(-1, 4)
        return cls(number=number, seconds=frames.seconds, words=words, mark=mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    tier: int
    distance: int
    way: Way


class FramesIndex:
    """Films of any number of banks."""

    def __init__(self) -> None:
        """Begin empty."""
        self._films: list[_Film] = []
        self._frames = NearHashes()  # of all films, numbered by film
        self._keys = KeyFrameIndex()
        self._count = 0

    def __len__(self) -> int:
        """Count the values held."""
        return self._count

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in canonical prints with their entry numbers."""
        for value, number in zip(values, numbers.tolist(), strict=True):
            held = VideoPrint.from_text(value)
            if held.keys:
                self._keys.add(unpack_keys(held.keys), number)
            for frames in (held.frames, held.inner):
                if frames is not None:
                    self._frames.add(frames.bits, np.full(len(frames), len(self._films), np.int64))
                    self._films.append(_Film.of(frames, number=number))
        self._count += len(values)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return the banked films that each print shares a stretch with, the best of its ways for each."""
        if not len(column) or not len(self):
            return join_hits(())
        prints = [VideoPrint.from_text(column.values.value(place)) for place in range(len(column))]
        marks = column.marks or (None,) * len(column)
        found = [
            (place, number, match)
            for place, held in enumerate(prints)
            for number, match in self._meets(held, marks[place])
        ]
        recognised = {int(column.rows[place]) for place, _, match in found if match.tier == SAME}
        for place, held in enumerate(prints):
            if held.keys and int(column.rows[place]) not in recognised:
                found += [(place, *met) for met in self._shows(held.keys, marks[place])]
        places = np.array([place for place, _, _ in found], np.int64)
        return Hits.of(
            rows=column.rows[places],
            entries=np.array([number for _, number, _ in found], np.int64),
            places=places,
            distances=np.array([match.distance for _, _, match in found], np.int32),
            tiers=np.array([match.tier for _, _, match in found], np.uint8),
            ways=[match.way for _, _, match in found],
        )

    def _shows(self, packed: bytes, mark: str | None) -> Iterator[tuple[int, _Match]]:
        """Yield, for each entry whose pictures are seen in these key frames, its number and how."""
        keys = unpack_keys(packed)
        for shared in self._keys.look_up(keys):
            percent = 100 * len(shared.pairs) / len(keys)
            yield (
                shared.number,
                _Match(tier=NEAR if shared.is_near else LOOK, distance=100 - round(percent), way=_way_of(shared, mark)),
            )

    def _meets(self, held: VideoPrint, mark: str | None) -> Iterator[tuple[int, _Match]]:
        """Yield, for each entry met, its number and the best match with one of its films."""
        best: dict[int, _Match] = {}
        for film in _observed(held, mark):
            for banked in self._candidates(film):
                match = _compare(film, banked)
                if match is not None:
                    other = best.get(banked.number)
                    if other is None or (match.tier, match.distance) < (other.tier, other.distance):
                        best[banked.number] = match
        yield from best.items()

    def _candidates(self, film: _Film) -> list[_Film]:
        """Return the banked films that hold a frame near one of these, those with most such frames first."""
        pairs = self._frames.look_up(film.words.view(np.uint8).reshape(-1, 32), VPDQ_DISTANCE_BITS)
        votes = np.unique(np.stack((pairs.numbers, pairs.queries)), axis=1)[0]
        films, counts = np.unique(votes, return_counts=True)
        most = films[np.argsort(-counts, kind="stable")][:_MOST_CANDIDATES]
        return [self._films[place] for place in most.tolist()]


def _observed(held: VideoPrint, mark: str | None) -> Iterator[_Film]:
    yield _Film.of(held.frames, number=0, mark=mark)
    if held.inner is not None:
        yield _Film.of(held.inner, number=0, mark=f"{_TRIMMED}, {mark}" if mark else _TRIMMED)


def _compare(film: _Film, banked: _Film) -> _Match | None:
    """Return how a film meets a banked one; None where it doesn't."""
    from seawall.index.frames_kernel import distances

    apart = distances(film.words, banked.words)
    vpdq_percent = 100 * float((apart.min(axis=1) <= VPDQ_DISTANCE_BITS).mean())
    observed, held = np.nonzero(apart <= _LOOSE_BITS)
    stretch = align_frames(observed, held, film.seconds, banked.seconds, apart[observed, held])
    percent = max(vpdq_percent, 100 * len(stretch) / len(film.seconds)) if stretch else vpdq_percent
    distance = 100 - round(percent)
    if vpdq_percent >= VPDQ_QUERY_PERCENT:
        detail = _told(stretch, film, banked) if stretch else None
        return _Match(tier=SAME, distance=distance, way=Way(stage="frames", transform=film.mark, detail=detail))
    if stretch is None or len(stretch) < _LEAST_STRETCH:
        return None
    views = _views(banked.words[stretch.banked])
    if views < _LEAST_VIEWS and len(stretch) < _LEAST_STILL:
        return None
    near = views >= _LEAST_VIEWS
    strength = _strength(views, len(stretch)) if near else 0.5
    way = Way(stage="frames", transform=film.mark, detail=_told(stretch, film, banked), strength=strength)
    return _Match(tier=NEAR if near else LOOK, distance=distance, way=way)


def _way_of(shared: SharedPictures, mark: str | None) -> Way:
    best = shared.pairs[0]
    pictures = "one picture" if len(shared.pairs) == 1 else f"{len(shared.pairs)} pictures"
    detail = (
        f"{pictures} of the banked video seen in it: at {_clock(best.observed_seconds)} that of "
        f"{_clock(best.banked_seconds)}, {best.fitting} matching points"
    )
    strength = min(1.0, 0.6 + 0.1 * len(shared.pairs)) if shared.is_near else 0.4
    return Way(stage="features", transform=mark, alignment=best.alignment, detail=detail, strength=round(strength, 2))


def _strength(views: int, frames: int) -> float:
    """Return 0.7 for the shortest stretch that is near, nearing 1 with more pictures and frames."""
    return round(min(1.0, 0.6 + 0.02 * frames + 0.03 * views), 2)


def _views(words: NDArray[np.uint64]) -> int:
    """Count the different pictures in a stretch: each frame far from all that were counted before."""
    from seawall.index.frames_kernel import distances

    apart = distances(words, words)
    counted: list[int] = []
    for place in range(len(words)):
        if all(apart[place, other] > _VIEW_BITS for other in counted):
            counted.append(place)
    return len(counted)


def _told(stretch: Stretch, film: _Film, banked: _Film) -> str:
    mine, theirs = film.seconds[stretch.observed], banked.seconds[stretch.banked]
    told = (
        f"{_clock(mine[0])}–{_clock(mine[-1])} of it is {_clock(theirs.min())}–{_clock(theirs.max())} "
        f"of the banked video ({len(stretch)} frames)"
    )
    return told if abs(stretch.speed - 1) < 0.03 else f"{told}, played {stretch.speed:.2f} times as fast"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02}"
