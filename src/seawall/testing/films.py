"""Which films and recordings do tests use? Drawn and played ones, made when asked for, a few seconds long.

The same arguments give the same pixels and samples; encoders may differ from one build of FFmpeg to the next. Left out:
anything that looks like real content.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

__all__ = ["drawn_frame", "melody", "moving_film", "wav_file", "write_film"]

WIDTH, HEIGHT = 192, 108
_TILE = 12
SOUND_RATE = 8_000
_MILLI = Fraction(1, 1000)


def drawn_frame(second: float, *, seed: int = 1) -> NDArray[np.uint8]:
    """Return the picture of a drawn film at a time: tiles and a disc that wander; each seed is another film."""
    rng = np.random.default_rng([seed, int(second / 2.0)])  # another picture every two seconds
    tiles = np.kron(rng.integers(30, 230, (HEIGHT // _TILE, WIDTH // _TILE)), np.ones((_TILE, _TILE)))
    brightness = np.roll(tiles, round(4 * (second % 2)), axis=1)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    disc = np.hypot(x - WIDTH * rng.uniform(0.2, 0.8) - 6 * (second % 2), y - HEIGHT * rng.uniform(0.3, 0.7)) < 16
    brightness = np.where(disc, 250, brightness)
    return np.stack([brightness, brightness * 0.9 + 10, brightness * 0.5 + 40], axis=2).clip(0, 255).astype(np.uint8)


def moving_film(
    seconds: float = 6.0, *, seed: int = 1, start: float = 0.0, rate: int = 10, container: str = "mp4"
) -> bytes:
    """Return a stretch of the drawn film of a seed, from `start` seconds on."""
    frames = [drawn_frame(start + step / rate, seed=seed) for step in range(round(seconds * rate))]
    return write_film(frames, rate=rate, container=container)


def write_film(
    frames: Sequence[NDArray[np.uint8]], *, rate: int = 10, container: str = "mp4",
    at_seconds: Sequence[float] | None = None, sound: NDArray[np.int16] | None = None,
) -> bytes:  # fmt: skip
    """Return frames as MPEG-4 film; `at_seconds` gives each its time, `sound` are samples at 8,000 a second."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as film:
        stream = film.add_stream("mpeg4", rate=rate)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt, stream.bit_rate = "yuv420p", 3_000_000
        if at_seconds is not None:
            stream.codec_context.time_base = _MILLI
        track = None if sound is None else film.add_stream("aac", rate=SOUND_RATE, layout="mono")
        for number, pixels in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            if at_seconds is not None:
                picture.pts, picture.time_base = round(at_seconds[number] * 1000), _MILLI
            film.mux(stream.encode(picture))
        film.mux(stream.encode())
        if track is not None and sound is not None:
            for start in range(0, len(sound), 1024):
                piece = av.AudioFrame.from_ndarray(sound[None, start : start + 1024], format="s16", layout="mono")
                piece.sample_rate, piece.pts = SOUND_RATE, start
                film.mux(track.encode(piece))
            film.mux(track.encode())
    return out.getvalue()


def melody(seconds: float, *, seed: int = 1) -> NDArray[np.int16]:
    """Return samples, 8,000 a second: three notes at a time, others every quarter of a second, and a little noise."""
    rng = np.random.default_rng(seed)
    quarter = np.arange(SOUND_RATE // 4) / SOUND_RATE
    notes = np.array([220.0, 262, 294, 330, 392, 440, 523, 587])
    parts = [
        np.sin(2 * np.pi * rng.choice(notes, 3)[:, None] * quarter).sum(axis=0) * np.exp(-2 * quarter)
        for _ in range(round(seconds * 4))
    ]
    played = np.concatenate(parts)
    return (played * 5000 + rng.normal(0, 200, len(played))).clip(-32768, 32767).astype(np.int16)


def wav_file(samples: NDArray[np.int16]) -> bytes:
    """Return samples as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()
