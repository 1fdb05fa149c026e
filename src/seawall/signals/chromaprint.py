"""How is an acoustic fingerprint written? Chromaprint's forms read, and the one text that Seawall keeps.

A fingerprint is one 32-bit number for about every eighth of a second (1,365 samples at 11,025 a second), each about the
2.6 s of sound around it; of two numbers of like sound few bits differ. Kept as `c1:SECONDS:BASE64`, the numbers as
uint32 little-endian. Read are `fpcalc`'s JSON and plain text, with the numbers raw (signed or not) or compressed.
Source: L. Lalinský, "How does Chromaprint work?" (2011), and fingerprint_decompressor.cpp of chromaprint 1.5.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.frame_hashes import from_base64, to_base64

__all__ = ["SECONDS_A_NUMBER", "SoundPrint", "read_fingerprint"]

SECONDS_A_NUMBER: Final = 1365 / 11_025
_PREFIX: Final = "c1:"
_MOST_NUMBERS: Final = 700_000  # a day
_ALGORITHM: Final = 1  # "test2", the default of fpcalc since 1.0
_NORMAL_BITS: Final = 3
_MORE: Final = 7  # the largest normal value says that an exception follows
_EXCEPTION_BITS: Final = 5
_LAST_BIT: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundPrint:
    """The fingerprint of a recording: its length in seconds and its numbers, uint32."""

    seconds: float
    numbers: NDArray[np.uint32]

    def to_text(self) -> str:
        """Return the canonical text."""
        return f"{_PREFIX}{self.seconds:.1f}:{to_base64(self.numbers.astype('<u4').tobytes())}"

    @classmethod
    def from_text(cls, text: str) -> SoundPrint:
        """Return the fingerprint of a canonical text; ValueError where it is none."""
        prefix, seconds, packed = _three_parts(text)
        octets = from_base64(packed)
        if prefix + ":" != _PREFIX or not octets or len(octets) % 4:
            raise ValueError("not written c1:SECONDS:BASE64")
        return _checked(seconds, np.frombuffer(octets, "<u4").astype(np.uint32))


def read_fingerprint(text: str) -> SoundPrint:
    """Return the fingerprint of any of the forms; ValueError says what is wrong.

    >>> read_fingerprint('{"duration": 0.25, "fingerprint": [1, 2]}').to_text()
    'c1:0.2:AQAAAAIAAAA'
    """
    written = text.strip()
    if written.startswith(_PREFIX):
        return SoundPrint.from_text(written)
    if written.startswith("{"):
        try:
            held = json.loads(written)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"broken JSON ({error})") from error
        return _checked(held.get("duration"), _numbers(held.get("fingerprint")))
    named = dict(re.findall(r"(?m)^(DURATION|FINGERPRINT)=(\S*)\s*$", written))
    return _checked(named.get("DURATION"), _numbers(named.get("FINGERPRINT", written)))


def _three_parts(text: str) -> tuple[str, str, str]:
    parts = text.split(":")
    if len(parts) != 3:
        raise ValueError("not written c1:SECONDS:BASE64")
    return parts[0], parts[1], parts[2]


def _checked(seconds: Any, numbers: NDArray[np.uint32]) -> SoundPrint:
    if not 0 < len(numbers) <= _MOST_NUMBERS:
        raise ValueError(f"a fingerprint has 1 to {_MOST_NUMBERS:,} numbers")
    try:
        length = float(seconds or 0)
    except (TypeError, ValueError):
        raise ValueError(f"a length of {str(seconds)[:40]!r} seconds") from None
    if not 0 <= length < float("inf"):
        raise ValueError(f"a length of {length} seconds")
    return SoundPrint(seconds=length or len(numbers) * SECONDS_A_NUMBER, numbers=numbers)


def _numbers(written: Any) -> NDArray[np.uint32]:
    """Return the numbers of a list, of digits with commas, or of the compressed form."""
    if isinstance(written, str):
        if not re.fullmatch(r"[-\d\s,]+", written) or len(written) > 12 * _MOST_NUMBERS:
            return _decompressed(written)
        written = [int(part) for part in written.split(",") if part.strip()]
    if not isinstance(written, list) or not all(type(one) is int and -(2**31) <= one < 2**32 for one in written):
        raise ValueError("a fingerprint is a list of 32-bit numbers, or compressed base64")
    return np.array([one & 0xFFFF_FFFF for one in written], dtype=np.uint32)


def _decompressed(text: str) -> NDArray[np.uint32]:
    """Undo chromaprint's compression: steps between the bits in which each number differs from the one before."""
    octets = from_base64(text.rstrip("="))
    if len(octets) < 4 or octets[0] != _ALGORITHM:
        raise ValueError("not a compressed fingerprint of chromaprint's algorithm 2 (“test2”)")
    count = int.from_bytes(octets[1:4], "big")
    if not 0 < count <= min(_MOST_NUMBERS, len(octets) * 8 // _NORMAL_BITS):
        raise ValueError("the fingerprint is cut off")
    steps, used = _normal_steps(octets[4:], count)
    exceptions = _fields(octets[4 + used :], _EXCEPTION_BITS)
    large = np.flatnonzero(steps == _MORE)
    if len(large) > len(exceptions):
        raise ValueError("the fingerprint is cut off")
    steps[large] += exceptions[: len(large)]
    return _from_steps(steps, count)


def _normal_steps(octets: bytes, count: int) -> tuple[NDArray[np.int64], int]:
    """Return the 3-bit steps up to the last zero of `count`, and how many octets they fill."""
    fields = _fields(octets, _NORMAL_BITS)
    ends = np.flatnonzero(fields == 0)
    if len(ends) < count:
        raise ValueError("the fingerprint is cut off")
    steps = fields[: ends[count - 1] + 1]
    return steps, -(-len(steps) * _NORMAL_BITS // 8)


def _fields(octets: bytes, width: int) -> NDArray[np.int64]:
    """Return numbers of `width` bits, least significant bit first."""
    bits = np.unpackbits(np.frombuffer(octets, np.uint8), bitorder="little")
    whole = bits[: len(bits) // width * width].reshape(-1, width).astype(np.int64)
    fields: NDArray[np.int64] = whole @ (1 << np.arange(width))
    return fields


def _from_steps(steps: NDArray[np.int64], count: int) -> NDArray[np.uint32]:
    numbers = np.empty(count, np.uint32)
    last, value, bit, place = 0, 0, 0, 0
    for step in steps.tolist():
        if step:
            bit += step
            if bit > _LAST_BIT:
                raise ValueError("the fingerprint is broken: more than 32 bits in a number")
            value |= 1 << (bit - 1)
            continue
        last ^= value
        numbers[place] = last
        value, bit, place = 0, 0, place + 1
    return numbers
