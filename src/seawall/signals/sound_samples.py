"""How does this file sound? Its first sound track as plain samples: one channel, 16 bits, 11,025 a second.

That is the form acoustic fingerprints begin with, so the program that makes them never sees a container. Read as
carefully as frames are (`media_container.py`). Left out: further tracks, and what the sound says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import av

from seawall.signals.errors import AudioError
from seawall.signals.media_container import BROKEN, is_decoded, open_container
from seawall.signals.video_limits import VideoLimits

__all__ = ["SAMPLES_A_SECOND", "read_sound"]

SAMPLES_A_SECOND: Final = 11_025
_NO_LIMITS_GIVEN: Final = VideoLimits()
_MOST_BAD_PACKETS: Final = 5_000


def read_sound(
    source: bytes | Path, *, seconds: float = 3600.0, limits: VideoLimits = _NO_LIMITS_GIVEN
) -> Iterator[bytes]:
    """Yield the samples (signed 16 bits, little-endian) of at most the first `seconds`, piece by piece.

    Raises:
        AudioError: no sound in it, or a file that can't be read; what could be read has been yielded before.
    """
    with open_container(source, limits, AudioError) as container:
        if not container.streams.audio:
            raise AudioError("no sound in it")
        if not is_decoded(container.streams.audio[0]):
            raise AudioError("a codec that is not decoded here")
        to_plain = av.AudioResampler(format="s16", layout="mono", rate=SAMPLES_A_SECOND)
        octets_left = int(seconds * SAMPLES_A_SECOND) * 2
        for frame in _frames(container):
            for plain in to_plain.resample(frame):
                octets = plain.to_ndarray().astype("<i2").tobytes()[:octets_left]
                octets_left -= len(octets)
                yield octets
                if not octets_left:
                    return


def _frames(container: Any) -> Iterator[Any]:
    """Yield the decoded pieces, then None, which makes the resampler give what it holds back."""
    packets = container.demux(container.streams.audio[0])
    bad_packets = 0
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                break
            frames = packet.decode()
        except BROKEN:
            bad_packets += 1
            if bad_packets > _MOST_BAD_PACKETS:
                raise AudioError("the sound is broken throughout") from None
            continue
        yield from frames
    yield None
