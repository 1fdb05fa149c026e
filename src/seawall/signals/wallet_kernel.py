"""Which texts may hold a payment identifier? The loop that lets bulk work skip all others, compiled.

It says yes to every text in which `wallet_finding.py` finds something (a test holds the two together) and to few
more: a token of 25 letters and digits, one of 15 that begins like an IBAN, one of four that does, a chain of pieces
of together 25 that begins with a mixed one, or 48 digits of URL-safe base 64.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["maybe_wallets"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)

_OTHER, _DIGIT, _SMALL, _CAPITAL, _GAP, _INVISIBLE = 0, 1, 2, 3, 4, 5


@compiled()
def _ascii_kind(octet: int) -> int:
    if 48 <= octet <= 57:
        return _DIGIT
    if 97 <= octet <= 122:
        return _SMALL
    if 65 <= octet <= 90:
        return _CAPITAL
    return _GAP if octet in (32, 9, 10, 13) else _OTHER


@compiled()
def _two_octet_kind(code: int) -> int:
    if 0x660 <= code <= 0x669 or 0x6F0 <= code <= 0x6F9:
        return _DIGIT
    if code in (0xAD, 0x61C):
        return _INVISIBLE
    return _GAP if code == 0xA0 else _OTHER


@compiled()
def _three_octet_kind(code: int) -> Any:
    if 0xFF10 <= code <= 0xFF5A:
        return _ascii_kind(code - 0xFEE0)
    if 0x200B <= code <= 0x200F or 0x202A <= code <= 0x202E or code == 0x2060 or 0x2066 <= code <= 0x2069:
        return _INVISIBLE
    if code in (0x180E, 0xFE0F, 0xFEFF):
        return _INVISIBLE
    return _GAP if code in (0x2009, 0x202F) else _OTHER


@compiled(nb.boolean[::1](_u8, _i64))
def maybe_wallets(data: Any, offsets: Any) -> Any:  # noqa: C901 - one loop: a call an octet would cost the speed
    """Say of each text, from `offsets[row]` to `offsets[row + 1]`, whether it is worth a closer look."""
    maybe = np.zeros(offsets.size - 1, np.bool_)
    for row in range(offsets.size - 1):
        at, end = offsets[row], offsets[row + 1]
        length = 0  # of the token
        letters_first = 0  # of its first four characters, how many are as in an IBAN: two letters, two digits
        mixed = False
        before: Any = _OTHER  # kind of the character before, within the token
        previous = False  # whether the token before may be followed by another piece
        gap = 0
        chain = 0  # length of the pieces that hang together
        base64 = 0
        while at <= end:
            kind: Any = nb.int64(_OTHER)
            step: Any = nb.int64(1)
            octet: Any = nb.int64(0)
            if at < end:
                octet = nb.int64(data[at])
                if octet < 0x80:
                    kind = _ascii_kind(octet)
                elif 0xC2 <= octet < 0xE0 and at + 1 < end:
                    kind = _two_octet_kind((octet & 31) << 6 | nb.int64(data[at + 1]) & 63)
                    step = 2
                elif 0xE0 <= octet < 0xF0 and at + 2 < end:
                    code = (octet & 15) << 12 | (nb.int64(data[at + 1]) & 63) << 6 | nb.int64(data[at + 2]) & 63
                    kind = _three_octet_kind(code)
                    step = 3
            at += step
            if kind == _INVISIBLE:
                continue
            if _DIGIT <= kind <= _CAPITAL or octet == 45 or octet == 95:
                base64 += 1
                if base64 >= 48:
                    maybe[row] = True
                    break
            else:
                base64 = 0
            if _DIGIT <= kind <= _CAPITAL:
                length += 1
                if (kind == _DIGIT) == (length > 2) and length <= 4:
                    letters_first += 1
                if length > 1 and ((kind == _DIGIT) != (before == _DIGIT) or (kind == _CAPITAL and before == _SMALL)):
                    mixed = True
                before = kind
                continue
            if length:
                goes_on = chain > 0 and 1 <= gap <= 2 and previous
                if goes_on:
                    chain += length
                else:
                    chain = length if length >= 4 and mixed else 0
                like_iban = letters_first == 4
                if (length >= 25 and mixed) or chain >= 25 or (like_iban and (length >= 15 or length == 4)):
                    maybe[row] = True
                    break
                previous, gap = length >= 4 and mixed, 0
                length, letters_first, mixed = 0, 0, False
            if kind == _GAP:
                gap += 1
            else:
                previous, chain = False, 0
    return maybe
