"""Which corners stand out in a film's pictures? Local features of key frames, for edits that frame hashes can't see.

A key frame is one that looks unlike the last (PDQ). In each, corners spread over the picture are described by 256
bits (ORB: Rublee et al., ICCV 2011): they survive crops, smaller pictures within others, signs laid over, and filming
from a screen. Packed are, for each key frame, its time (milliseconds, uint32), the shape of the picture (height by
width in hundredths, uint16), the number of corners (uint16), their places (x and y in 65,535ths, uint16 each) and
their bits, all little-endian. Left out: what two films share (`seawall.index.key_frames`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_KEY_FRAMES", "KeyFrame", "describe", "pack_keys", "unpack_keys", "without_signs"]

MOST_KEY_FRAMES: Final = 32
_CORNERS: Final = 160
_SIDE: Final = 480  # pixels
_HEAD: Final = np.dtype([("milliseconds", "<u4"), ("shape", "<u2"), ("count", "<u2")])
_FULL: Final = 0xFFFF
_CELLS: Final = (5, 8)  # rows, columns over which corners are spread
_OCTETS: Final = 32
_LEVELS: Final = 8
_LEAST_TO_COMPARE: Final = 4
_STILL_SHARE: Final = 0.6  # of the other key frames that have a corner in the same place
_MOST_STILL: Final = 0.5  # of a key frame's corners that may be signs
_SAME_PLACE: Final = 0.01  # of width and height
_SAME_BITS: Final = 48
_STEP: Final = 1.25
_MOST_READ: Final = 500  # key frames of a film, and corners of a key frame, in what others hand in


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyFrame:
    """Corners of one frame: `places` float32[n, 2] (x, y in fractions), `bits` uint8[n, 32]; `shape` height / width."""

    at_seconds: float
    shape: float
    places: NDArray[np.float32]
    bits: NDArray[np.uint8]


def describe(at_seconds: float, pixels: NDArray[np.uint8]) -> KeyFrame:
    """Return the corners of a picture, uint8[h, w, 3] or [h, w]."""
    import cv2

    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    scale = _SIDE / max(height, width)
    if scale < 1:
        grey = cv2.resize(grey, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    orb = cv2.ORB.create(nfeatures=8 * _CORNERS, scaleFactor=_STEP, nlevels=_LEVELS, fastThreshold=8)
    found = orb.detect(np.ascontiguousarray(grey), None)
    chosen = _spread(found, grey.shape[0], grey.shape[1])
    described: Any = orb.compute(np.ascontiguousarray(grey), chosen)  # without corners there are no bits
    kept, bits = described
    if bits is None:
        kept, bits = (), np.zeros((0, _OCTETS), np.uint8)
    places = np.array([corner.pt for corner in kept], np.float32).reshape(-1, 2) / (grey.shape[1], grey.shape[0])
    return KeyFrame(
        at_seconds=at_seconds, shape=height / width, places=places.astype(np.float32), bits=np.asarray(bits, np.uint8)
    )


def _spread(corners: Iterable[Any], height: int, width: int) -> list[Any]:
    """Return the strongest corners, no cell of the picture having more than twice its share."""
    room: dict[tuple[int, int], int] = {}
    most = 2 * _CORNERS // (_CELLS[0] * _CELLS[1])
    chosen = []
    for corner in sorted(corners, key=lambda one: -one.response):
        x, y = corner.pt
        cell = int(y * _CELLS[0] / height), int(x * _CELLS[1] / width)
        if room.get(cell, 0) < most:
            room[cell] = room.get(cell, 0) + 1
            chosen.append(corner)
            if len(chosen) == _CORNERS:
                break
    return chosen


def without_signs(keys: list[KeyFrame]) -> list[KeyFrame]:
    """Return key frames without the corners that stand in the same place of most of them: logos, frames, still borders.

    Such signs are shared by films that have nothing else in common. Where most corners would go, it is the picture
    itself that stands still, and they stay.
    """
    if len(keys) < _LEAST_TO_COMPARE:
        return keys
    cleaned = []
    for key in keys:
        seen = np.zeros(len(key.bits), np.int64)
        for other in keys:
            if other is not key and len(other.bits):
                seen += _stands_in(key, other)
        still = seen >= _STILL_SHARE * (len(keys) - 1)
        if still.any() and still.mean() < _MOST_STILL:
            key = KeyFrame(  # noqa: PLW2901 - the same key frame, less its signs
                at_seconds=key.at_seconds, shape=key.shape, places=key.places[~still], bits=key.bits[~still]
            )
        cleaned.append(key)
    return cleaned


def _stands_in(key: KeyFrame, other: KeyFrame) -> NDArray[np.bool_]:
    """Say of each corner of a key frame whether another has it in the same place."""
    across = key.places[:, None, 0] - other.places[None, :, 0]
    down = key.places[:, None, 1] - other.places[None, :, 1]
    mine, theirs = np.nonzero((np.abs(across) < _SAME_PLACE) & (np.abs(down) < _SAME_PLACE))
    apart = np.bitwise_count(key.bits[mine] ^ other.bits[theirs]).sum(axis=1)
    stands = np.zeros(len(key.bits), np.bool_)
    stands[mine[apart <= _SAME_BITS]] = True
    return stands


def pack_keys(keys: Iterable[KeyFrame]) -> bytes:
    """Return key frames as octets."""
    parts = []
    for key in keys:
        head = np.array([(round(key.at_seconds * 1000), round(key.shape * 100), len(key.places))], _HEAD)
        places = np.round(np.clip(key.places, 0, 1) * _FULL).astype("<u2")
        parts += [head.tobytes(), places.tobytes(), key.bits.tobytes()]
    return b"".join(parts)


def unpack_keys(octets: bytes) -> tuple[KeyFrame, ...]:
    """Return the key frames of `pack_keys`; ValueError where the octets are no such thing."""
    return tuple(_unpacked(octets))


def _unpacked(octets: bytes) -> Iterator[KeyFrame]:
    at = found = 0
    while at < len(octets):
        if len(octets) - at < _HEAD.itemsize:
            raise ValueError("key frames that are cut off")
        milliseconds, shape, count = np.frombuffer(octets, _HEAD, 1, at)[0].tolist()
        found += 1
        if found > _MOST_READ or count > _MOST_READ:
            raise ValueError("more key frames or corners than a film has")
        at += _HEAD.itemsize
        if len(octets) - at < count * (4 + _OCTETS) or not shape:
            raise ValueError("key frames that are cut off")
        places = np.frombuffer(octets, "<u2", 2 * count, at).reshape(-1, 2) / _FULL
        bits = np.frombuffer(octets, np.uint8, _OCTETS * count, at + 4 * count).reshape(-1, _OCTETS)
        at += count * (4 + _OCTETS)
        yield KeyFrame(at_seconds=milliseconds / 1000, shape=shape / 100, places=places.astype(np.float32), bits=bits)
