"""What kind of character stands here? The small steps of the loops of style, compiled.

Near enough where exactness would cost tables: letters by blocks of Unicode, small letters of Latin, Greek and Cyrillic.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled
from seawall.signals.octet_kernel import MIX, width

__all__ = [
    "VIEW_BUCKETS",
    "address_end",
    "bucket_of",
    "code_point",
    "is_digit",
    "is_faint",
    "is_letter",
    "lower",
    "name_end",
    "script_of",
]

VIEW_BUCKETS = 1 << 15
_TOP_BITS = np.uint64(64 - 15)  # VIEW_BUCKETS is 2^15


@compiled()
def bucket_of(state: Any) -> Any:
    """Return the bucket of a hash: its top bits behind one multiplication."""
    return np.int64((state * MIX) >> _TOP_BITS)


@compiled()
def code_point(data: Any, at: Any, end: Any) -> Any:
    """Return the character that begins at `at`; near enough where it is cut off."""
    octet = nb.int64(data[at])
    if octet < 0x80:
        return octet
    octets = width(octet)
    point = octet & (0xFF >> (octets + 1))
    for place in range(at + 1, min(at + octets, end)):
        point = (point << 6) | (nb.int64(data[place]) & 0x3F)
    return point


@compiled()
def lower(point: Any) -> Any:
    """Return the small letter of a capital of Latin, Greek or Cyrillic, near enough; else the same."""
    if point < 0x80:
        return point + 32 if 65 <= point <= 90 else point
    if 0xC0 <= point <= 0xDE and point != 0xD7:
        return point + 32
    if 0x100 <= point <= 0x137 or 0x14A <= point <= 0x177:
        return point | 1
    if 0x391 <= point <= 0x3A9 or 0x410 <= point <= 0x42F:
        return point + 32
    return point + 80 if 0x400 <= point <= 0x40F else point


@compiled()
def is_letter(point: Any) -> Any:
    """Say whether a character belongs in a word, near enough: letters, vowel signs, Han and kana."""
    if point < 0x80:
        return 65 <= point <= 90 or 97 <= point <= 122
    if point < 0x2000:
        return (
            (point >= 0xC0 and point != 0xD7 and point != 0xF7 and not 0x600 <= point <= 0x61F)
            and not 0x660 <= point <= 0x66D
            and point != 0x6D4
        )
    return 0x3040 <= point <= 0xD7A3 or 0xFB50 <= point <= 0xFDFF or 0xFE70 <= point <= 0xFEFC


@compiled()
def is_digit(point: Any) -> Any:
    """Say whether a character is a digit: Latin, Arabic, Persian."""
    return 48 <= point <= 57 or 0x660 <= point <= 0x669 or 0x6F0 <= point <= 0x6F9


@compiled()
def is_faint(point: Any) -> Any:
    """Say whether it is a vowel sign or a stretching of Arabic, which a word can do without."""
    return point == 0x640 or 0x64B <= point <= 0x65F or point == 0x670


@compiled()
def script_of(point: Any) -> Any:
    """Return the script of a letter: 0 Latin, 1 Cyrillic, 2 Arabic, 3 any other."""
    if point < 0x250:
        return 0
    if 0x400 <= point < 0x530:
        return 1
    return 2 if 0x600 <= point < 0x780 or 0xFB50 <= point < 0xFF00 else 3


@compiled()
def address_end(data: Any, at: Any, end: Any) -> Any:
    """Return where the address that begins at `at` ends, or `at`: `scheme://…`, `www.…`, `host.name/…`."""
    seek = at
    dotted = False
    found = False
    while seek < end and data[seek] > 32 and seek - at < 256:
        octet = data[seek]
        if octet == 58 and seek + 2 < end and data[seek + 1] == 47 and data[seek + 2] == 47 and seek > at:
            found = True
            break
        if octet == 46 and at < seek and seek + 1 < end and data[seek + 1] > 47 and data[seek - 1] > 47:
            dotted = True
            if seek == at + 3 and (data[at] | 32) == 119 and (data[at + 1] | 32) == 119:
                found = True
                break
        elif octet == 47:
            found = dotted
            break
        elif octet < 45 or (octet > 57 and octet < 65 and octet != 58):
            break
        seek += 1
    if not found:
        return at
    while seek < end and data[seek] > 32 and data[seek] != 0xE2:
        seek += 1
    return seek


@compiled()
def name_end(data: Any, at: Any, end: Any) -> Any:
    """Return where a handle or a hashtag that begins at `at` ends: letters, digits, underscores."""
    while at < end:
        point = code_point(data, at, end)
        if not (is_letter(point) or is_digit(point) or point == 95):
            break
        at += width(data[at])
    return at
