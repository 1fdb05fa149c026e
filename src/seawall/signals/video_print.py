"""How does one video become the values of `pdq_frames`? Frames read, hashed, turned, and seen without their border.

The border is what never moves: where a film stands in black bars, in a drawn frame, or small on a still picture, the
rectangle that changes over time is the film, and is hashed by itself. A frame costs one pass of decoding; small grey
copies are kept for the inner rectangle. Left out: what the key frames hold (`key_frames.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from seawall.signals.errors import VideoError
from seawall.signals.frame_hashes import FrameHashes, VideoPrint
from seawall.signals.key_frames import MOST_KEY_FRAMES, KeyFrame, describe, pack_keys, without_signs
from seawall.signals.moving_part import moving_part
from seawall.signals.opened_file import OpenedFile
from seawall.signals.pdq_hash import TURNS, PdqHash, pdq_turns
from seawall.signals.video_frames import VideoFrame, read_frames

__all__ = ["EVERY_SECONDS", "NEGATIVE", "print_video"]

EVERY_SECONDS: Final = 1.0  # vPDQ's default
NEGATIVE: Final = "negative"
MIRRORED: Final = "mirrored"
_KEY_BITS: Final = 31
_COPY_SIDE: Final = 256  # pixels
_MOST_COPIES: Final = 3_600

_Turns = list[list[tuple[float, int, bytes]]]


def print_video(file: OpenedFile) -> Iterator[tuple[str | None, str]]:
    """Yield (mark, canonical print) of a video: as it is (mark None), turned, and negative; none where too plain."""
    whole: _Turns = [[] for _ in TURNS]
    copies: list[tuple[float, NDArray[np.uint8]]] = []
    keys = _Keys()
    for frame in _frames(file):
        _hash_into(whole, frame.at_seconds, frame.pixels)
        keys.see(frame, whole[0][-1][2])
        if len(copies) < _MOST_COPIES:
            copies.append((frame.at_seconds, _grey_copy(frame.pixels)))
    yield from _prints(
        whole, _inner_frames(copies), {None: keys.packed(keys.plain), MIRRORED: keys.packed(keys.mirrored)}
    )


class _Keys:
    """Key frames of a film as it is and mirrored, chosen while it is read."""

    def __init__(self) -> None:
        self.plain: list[KeyFrame] = []
        self.mirrored: list[KeyFrame] = []
        self._last = b""
        self._every = 1  # further apart, the longer the film
        self._unlike = 0

    def see(self, frame: VideoFrame, bits: bytes) -> None:
        """Take a frame that looks unlike the last key frame; where there are too many, every second one goes."""
        if self._last and (int.from_bytes(bits, "big") ^ int.from_bytes(self._last, "big")).bit_count() <= _KEY_BITS:
            return
        self._last = bits
        self._unlike += 1
        if self._unlike % self._every:
            return
        self.plain.append(describe(frame.at_seconds, frame.pixels))
        self.mirrored.append(describe(frame.at_seconds, np.ascontiguousarray(frame.pixels[:, ::-1])))
        if len(self.plain) > MOST_KEY_FRAMES:
            self.plain, self.mirrored, self._every = self.plain[::2], self.mirrored[::2], self._every * 2

    @staticmethod
    def packed(keys: list[KeyFrame]) -> bytes:
        """Return key frames that have corners, as octets."""
        return pack_keys(key for key in without_signs(keys) if len(key.bits))


def _frames(file: OpenedFile) -> Iterator[VideoFrame]:
    try:
        yield from read_frames(file.source, every_seconds=EVERY_SECONDS)
    except VideoError as error:
        file.set_aside(f"video: {error.message}")


def _hash_into(turns: _Turns, at_seconds: float, pixels: NDArray[np.uint8]) -> None:
    for held, made in zip(turns, pdq_turns(pixels), strict=True):
        held.append((at_seconds, made.quality, made.bits))


def _grey_copy(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = _COPY_SIDE / max(grey.shape)
    if scale < 1:
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(grey, dtype=np.uint8)


def _inner_frames(copies: list[tuple[float, NDArray[np.uint8]]]) -> _Turns:
    """Return the hashes of the part that moves, where that is not the whole."""
    turns: _Turns = [[] for _ in TURNS]
    part = moving_part([copy for _, copy in copies])
    if part is not None:
        top, bottom, left, right = part
        for at_seconds, copy in copies:
            if copy.shape == copies[0][1].shape:
                _hash_into(turns, at_seconds, np.ascontiguousarray(copy[top:bottom, left:right]))
    return turns


def _prints(whole: _Turns, inner: _Turns, keys: dict[str | None, bytes]) -> Iterator[tuple[str | None, str]]:
    for number, mark in enumerate((None, *TURNS[1:])):
        yield from _print_of(mark, whole[number], inner[number], keys.get(mark))
    yield from _print_of(NEGATIVE, _complement(whole[0]), _complement(inner[0]))


def _print_of(
    mark: str | None,
    whole: list[tuple[float, int, bytes]],
    inner: list[tuple[float, int, bytes]],
    keys: bytes | None = None,
) -> Iterator[tuple[str | None, str]]:
    frames, part = FrameHashes.of(whole), FrameHashes.of(inner)
    if len(frames) or len(part):
        main = frames if len(frames) else part
        second = part if len(frames) and len(part) else None
        yield mark, VideoPrint(frames=main, inner=second, keys=keys).to_text()


def _complement(frames: list[tuple[float, int, bytes]]) -> list[tuple[float, int, bytes]]:
    return [(at, quality, PdqHash(bits=bits, quality=quality).complement.bits) for at, quality, bits in frames]
