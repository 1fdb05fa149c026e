"""How is a video written as one text? The PDQ hashes of its frames with their times, in base64, and parts added to it.

A print is written `v1.FRAMES`, or `v1.FRAMES.i:FRAMES.k:KEYS`: after the frames as they are, the frames of the inner
picture where the video stands in an unmoving border, and local features of a few key frames (`key_frames.py`). FRAMES
is base64 (RFC 4648, section 5, no padding) of all times (milliseconds, uint32 little-endian), then all qualities (one
octet each), then all hashes (32 octets each). Peers' forms are read and written in `vpdq_forms.py`.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.errors import SignalValueError
from seawall.signals.pdq_hash import MIN_PDQ_QUALITY

__all__ = ["MOST_FRAMES", "FrameHashes", "VideoPrint", "check_time", "from_base64", "to_base64"]

MOST_FRAMES: Final = 100_000
"""The most frames that one value may hold: more than a day, one a second."""

_PREFIX: Final = "v1."
_HASH_OCTETS: Final = 32
_FRAME_OCTETS: Final = 4 + 1 + _HASH_OCTETS
_LATEST: Final = 2**32 / 1000 - 1  # seconds
_MILLI: Final = 1000
_INNER: Final = "i:"
_KEYS: Final = "k:"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameHashes:
    """Frames in order of time: `seconds` float64[n], `qualities` uint8[n] (0–100), `bits` uint8[n, 32]."""

    seconds: NDArray[np.float64]
    qualities: NDArray[np.uint8]
    bits: NDArray[np.uint8]

    def __len__(self) -> int:
        """Count the frames."""
        return len(self.seconds)

    @classmethod
    def of(cls, frames: list[tuple[float, int, bytes]]) -> FrameHashes:
        """Take (seconds, quality, 32 octets): those too plain to match are left out, and what only repeats the last."""
        kept: list[tuple[float, int, bytes]] = []
        for at_seconds, quality, bits in sorted(frames, key=lambda frame: frame[0]):
            if quality >= MIN_PDQ_QUALITY and (not kept or kept[-1][2] != bits):
                kept.append((at_seconds, quality, bits))
        return cls(
            seconds=np.array([at for at, _, _ in kept], np.float64),
            qualities=np.array([quality for _, quality, _ in kept], np.uint8),
            bits=np.frombuffer(b"".join(bits for _, _, bits in kept), np.uint8).reshape(-1, _HASH_OCTETS),
        )

    def to_octets(self) -> bytes:
        """Return times, qualities and hashes, one after the other."""
        times = np.round(self.seconds * _MILLI).astype("<u4")
        return times.tobytes() + self.qualities.tobytes() + self.bits.tobytes()

    @classmethod
    def from_octets(cls, octets: bytes) -> FrameHashes:
        """Return what `to_octets` wrote, kept by the same rules; ValueError where it is no such thing."""
        count, rest = divmod(len(octets), _FRAME_OCTETS)
        if rest or not count:
            raise ValueError("the length fits no number of frames")
        if count > MOST_FRAMES:
            raise ValueError(f"more than {MOST_FRAMES:,} frames")
        times = np.frombuffer(octets, "<u4", count) / _MILLI
        qualities = np.frombuffer(octets, np.uint8, count, 4 * count)
        if (qualities > 100).any():
            raise ValueError("a quality above 100")
        hashes = octets[5 * count :]
        held = [hashes[at : at + _HASH_OCTETS] for at in range(0, len(hashes), _HASH_OCTETS)]
        return cls.of(list(zip(times.tolist(), qualities.tolist(), held, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VideoPrint:
    """All that is kept of a video's look; `keys` is what `key_frames.py` packs."""

    frames: FrameHashes
    inner: FrameHashes | None = None
    keys: bytes | None = None

    def to_text(self) -> str:
        """Return the canonical text."""
        parts = [to_base64(self.frames.to_octets())]
        if self.inner is not None and len(self.inner):
            parts.append(_INNER + to_base64(self.inner.to_octets()))
        if self.keys:
            parts.append(_KEYS + to_base64(self.keys))
        return _PREFIX + ".".join(parts)

    @classmethod
    def from_text(cls, text: str) -> VideoPrint:
        """Return the print of a canonical text; SignalValueError says why it is none."""
        if not cls.is_text(text):
            raise SignalValueError("a video's print begins with v1.", value=text[:80], signal_type="pdq_frames")
        first, *more = text.removeprefix(_PREFIX).split(".")
        inner: FrameHashes | None = None
        keys: bytes | None = None
        try:
            frames = FrameHashes.from_octets(from_base64(first))
            for part in more:
                if part.startswith(_INNER) and inner is None:
                    inner = FrameHashes.from_octets(from_base64(part.removeprefix(_INNER)))
                elif part.startswith(_KEYS) and keys is None:
                    keys = from_base64(part.removeprefix(_KEYS))
                else:
                    raise ValueError(f"an unknown part {part[:8]!r}")  # noqa: TRY301 - one message for all
        except ValueError as error:
            raise SignalValueError(
                f"not a video's print: {error}", value=text[:80], signal_type="pdq_frames"
            ) from error
        return cls(frames=frames, inner=inner, keys=keys)

    @staticmethod
    def is_text(text: str) -> bool:
        """Say whether a text claims to be a canonical print."""
        return text.startswith(_PREFIX)


def to_base64(octets: bytes) -> str:
    """Return URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def from_base64(text: str) -> bytes:
    """Return the octets of URL-safe base64 without padding; ValueError where a sign or the length is wrong."""
    try:
        octets = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("broken base64") from error
    return octets


def check_time(at_seconds: float) -> float:
    """Return a time stamp that can be written; ValueError where it is negative, no number or too late."""
    if not 0 <= at_seconds <= _LATEST:
        raise ValueError(f"a time of {at_seconds} seconds")
    return at_seconds
