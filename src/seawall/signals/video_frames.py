"""How does this video look, second by second? Upright RGB frames at even times, from hostile files too.

PyAV decodes; no program is started and nothing but the given octets is read (`media_container.py`). Variable frame
rates, rotation, missing and leaping time stamps are undone; broken packets are passed over; work is bounded
(`video_limits.py`). Left out: pixel aspect ratio (it stretches, and the hashes don't mind), tone mapping,
interlacing, and sound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from numpy.typing import NDArray

from seawall.signals.errors import VideoError
from seawall.signals.media_container import BROKEN, is_decoded, open_container
from seawall.signals.video_limits import VideoLimits

__all__ = ["VideoFrame", "VideoLimits", "read_frames"]

_EVEN: Final = 1e-3  # seconds that a frame may come early
_LONGEST_GAP: Final = 600.0  # seconds; a longer leap between two frames is a broken clock, not a still picture
_DEFAULT_RATE: Final = 25.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VideoFrame:
    """A frame as people see it: `uint8[height, width, 3]`, red green blue, upright; seconds from the first frame."""

    at_seconds: float
    pixels: NDArray[np.uint8]


_NO_LIMITS_GIVEN: Final = VideoLimits()


def read_frames(
    source: bytes | Path, *, every_seconds: float = 1.0, limits: VideoLimits = _NO_LIMITS_GIVEN
) -> Iterator[VideoFrame]:
    """Yield the first frame at or after each multiple of `every_seconds`; a frame that stands long is given once.

    Args:
        source: the file, or its content.
        every_seconds: more than 0.
        limits: what the video may cost.

    Raises:
        VideoError: not a video that is decoded here, broken, or past a limit. Whatever could be decoded has been
            yielded before: who catches the error keeps it.
    """
    if not every_seconds > 0:
        raise VideoError(f"frames every {every_seconds} seconds can't be had")
    with open_container(source, limits, VideoError) as container:
        yield from _Reading(every_seconds=every_seconds, limits=limits).frames(container)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One pass through a video: what was read so far, and what is due next."""

    every_seconds: float
    limits: VideoLimits
    packets: int = 0
    bad_packets: int = 0
    decoded: int = 0
    decoded_pixels: int = 0
    given: int = 0
    due_at: float = 0.0
    time: _Clock = field(default_factory=lambda: _Clock())  # noqa: PLW0108 - defined below

    def frames(self, container: Any) -> Iterator[VideoFrame]:
        """Yield the frames that are due; at the end, say what was wrong."""
        video = _video_stream(container, self.limits)
        self.time.rate = float(video.average_rate or _DEFAULT_RATE) or _DEFAULT_RATE
        for frame in self._decoded(container, video):
            at_seconds = self.time.seconds_of(frame)
            self._count(frame, at_seconds)
            if at_seconds < self.due_at - _EVEN:
                continue
            pixels = _upright_rgb(frame, self.limits.longest_side)
            if pixels is None:
                self.bad_packets += 1
                continue
            self.due_at = (math.floor((at_seconds + _EVEN) / self.every_seconds) + 1) * self.every_seconds
            self.given += 1
            yield VideoFrame(at_seconds=round(at_seconds, 3), pixels=pixels)
        if not self.decoded:
            raise VideoError("no frame of the video could be decoded", bad_packets=self.bad_packets)
        if self.bad_packets:
            raise VideoError(f"{self.bad_packets} parts of the video are broken", bad_packets=self.bad_packets)

    def _decoded(self, container: Any, video: Any) -> Iterator[Any]:
        packets = container.demux(video)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                self._count_packet()
                frames = packet.decode()
            except VideoError:
                raise
            except BROKEN:
                self.bad_packets += 1
                if self.bad_packets > self.limits.packets // 1000:
                    raise VideoError("the video is broken throughout", bad_packets=self.bad_packets) from None
                continue
            yield from frames

    def _count_packet(self) -> None:
        self.packets += 1
        if self.packets > self.limits.packets:
            raise VideoError(f"the video has more than {self.limits.packets:,} packets; the rest was not read")

    def _count(self, frame: Any, at_seconds: float) -> None:
        self.decoded += 1
        self.decoded_pixels += frame.width * frame.height
        for measured, limit, said in (
            (self.decoded, self.limits.decoded_frames, "frames"),
            (self.decoded_pixels, self.limits.decoded_pixels, "pixels altogether"),
            (at_seconds, self.limits.seconds, "seconds"),
            (self.given + 1, self.limits.frames, "frames to look at"),
        ):
            if measured > limit:
                raise VideoError(f"the video has more than {limit:,.0f} {said}; the rest was not read")


def _video_stream(container: Any, limits: VideoLimits) -> Any:
    """Return the largest stream of moving pictures; cover pictures of sound files are none."""
    streams = [one for one in container.streams.video if not _is_cover(one)]
    if not streams:
        raise VideoError("no picture in it: sound, or nothing")
    video = max(streams, key=lambda one: (one.width or 0) * (one.height or 0))
    if not 0 < (video.width or 0) * (video.height or 0) <= limits.frame_pixels:
        raise VideoError(f"no size told, or more than the {limits.frame_pixels:,} pixels that are decoded of a frame")
    if not is_decoded(video):
        raise VideoError("a codec that is not decoded here")
    context = video.codec_context
    context.thread_count = 1
    context.options = {"max_pixels": str(limits.frame_pixels)}
    return video


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


@dataclass(slots=True)
class _Clock:
    """The time of frames whose stamps may be missing, begin anywhere, run backwards or leap."""

    rate: float = _DEFAULT_RATE
    shift: float | None = None
    last: float = 0.0

    def seconds_of(self, frame: Any) -> float:
        """Return the seconds since the first frame; never less than those of the frame before."""
        expected = self.last + 1 / self.rate
        stamp = frame.time
        if stamp is None or not math.isfinite(stamp):
            seconds = 0.0 if self.shift is None else expected
        else:
            if self.shift is None:
                self.shift = -stamp
            elif not self.last <= stamp + self.shift <= self.last + _LONGEST_GAP:
                self.shift = expected - stamp
            seconds = max(stamp + self.shift, 0.0)
        if self.shift is None:
            self.shift = 0.0
        self.last = seconds
        return seconds


def _upright_rgb(frame: Any, longest_side: int) -> NDArray[np.uint8] | None:
    """Return the pixels of a frame, reduced and turned as its display matrix asks; None where it is broken."""
    scale = min(1.0, longest_side / max(frame.width, frame.height, 1))
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    try:
        pixels = frame.to_ndarray(format="rgb24", width=width, height=height, interpolation="AREA")
    except BROKEN:
        return None
    quarter_turns = round((frame.rotation or 0) / 90) % 4
    turned: NDArray[np.uint8] = np.ascontiguousarray(np.rot90(pixels, quarter_turns))
    return turned
