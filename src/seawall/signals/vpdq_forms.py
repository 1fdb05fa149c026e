"""How do peers write the frame hashes of a video? vPDQ's forms, read and written.

Read are: a JSON list of `"hex,quality,timestamp"` (ThreatExchange's `vpdq` extension since 1.0), its older JSON
object of frame number → `{"hash", "quality", "timestamp"}`, the lines `frame,quality,hex,timestamp` of the C++
programs, and plain lines `hex,quality,timestamp`. Written is the first. Source: threatexchange 1.2.17,
`extensions/vpdq/vpdq_util.py`, and `vpdq/cpp/vpdq/cpp/io/vpdqio.cpp`. Left out: rules of matching
(`seawall.index.frames`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from seawall.signals.frame_hashes import MOST_FRAMES, FrameHashes, VideoPrint, check_time

__all__ = ["read_vpdq", "vpdq_json"]

_HEX_DIGITS: Final = 64
_MOST_LETTERS: Final = 16 << 20

_Frame = tuple[float, int, bytes]


def read_vpdq(text: str) -> FrameHashes:
    """Return the frames of any of vPDQ's forms; ValueError names the frame and the reason."""
    if len(text) > _MOST_LETTERS:
        raise ValueError("a value of more than 16 MiB")
    rows = _json_rows(text) if text.lstrip()[:1] in {"[", "{"} else iter(text.split())
    frames = []
    for number, row in enumerate(rows):
        if number >= MOST_FRAMES:
            raise ValueError(f"more than {MOST_FRAMES:,} frames")
        try:
            frames.append(_frame(row))
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            raise ValueError(f"frame {number + 1}: {error}") from error
    if not frames:
        raise ValueError("no frame in it")
    read = FrameHashes.of(frames)
    if not len(read):
        raise ValueError("no frame of quality 50 or more")
    return read


def vpdq_json(canonical: str) -> str:
    """Return the form that ThreatExchange's `vpdq` signal type reads, from a canonical print."""
    frames = VideoPrint.from_text(canonical).frames
    return json.dumps(
        [
            f"{bits.tobytes().hex()},{quality},{at_seconds:.3f}"
            for at_seconds, quality, bits in zip(
                frames.seconds.tolist(), frames.qualities.tolist(), frames.bits, strict=True
            )
        ]
    )


def _json_rows(text: str) -> Iterator[Any]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"broken JSON ({error})") from error
    return iter(held.values() if isinstance(held, dict) else held)


def _frame(row: Any) -> _Frame:
    if isinstance(row, dict):
        return _checked(row["hash"], row["quality"], row["timestamp"])
    if not isinstance(row, str):
        raise TypeError("written hex,quality,timestamp it is not")
    match [part.strip() for part in row.split(",")]:
        case [digits, quality, at_seconds] if len(digits) == _HEX_DIGITS:
            return _checked(digits, quality, at_seconds)
        case [number, quality, digits, at_seconds] if number.isdecimal():
            return _checked(digits, quality, at_seconds)
        case _:
            raise ValueError(f"{row[:100]!r} is not written hex,quality,timestamp")


def _checked(digits: Any, quality: Any, at_seconds: Any) -> _Frame:
    if not isinstance(digits, str) or len(digits) != _HEX_DIGITS:
        raise ValueError("a PDQ hash has 64 hexadecimal digits")
    how_good = int(quality)
    if not 0 <= how_good <= 100:
        raise ValueError(f"a quality of {quality}, not 0–100")
    if digits.split() != [digits]:  # fromhex passes over spaces
        raise ValueError("a PDQ hash has 64 hexadecimal digits")
    return check_time(float(at_seconds)), how_good, bytes.fromhex(digits)
