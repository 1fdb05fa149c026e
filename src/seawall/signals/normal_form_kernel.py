"""The loop of the text normal form, compiled: UTF-8 of a whole column in, normalised UTF-8 of a whole column out.

Same rules as `normal_form_plain.py`, which is the oracle in the tests. Per row the output is one space, the normal
form, one space: so a word or phrase framed by spaces is found by a plain byte search, and two rows stand two spaces
apart, which no normal form contains. Invalid UTF-8 counts as a space and never reads past its row.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled
from seawall.signals.normal_form_table import DROP, LOOKALIKES, SEQUENCE

__all__ = ["normalise_rows"]

_SPACE = 32
_WORD = 1024  # letters of a "word" handled at once; longer ones are handled in pieces
_MAX_WRITE = 4 * _WORD + 2

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u16 = nb.types.Array(nb.uint16, 1, "C", readonly=True)
_u32 = nb.types.Array(nb.uint32, 1, "C", readonly=True)
_i32 = nb.types.Array(nb.int32, 1, "C", readonly=True)
_compose = nb.types.Array(nb.uint32, 2, "C", readonly=True)


@compiled()
def _read(data: Any, at: int, end: int) -> tuple[int, int]:
    """Return (code point, octets read) of the character at `at`; a broken one is a space of one octet."""
    first = nb.int64(data[at])
    if first < 0x80:
        return first, 1
    length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    if first < 0xC2 or first > 0xF4 or at + length > end:
        return _SPACE, 1
    code = first & (0x7F >> length)
    for place in range(1, length):
        octet = nb.int64(data[at + place])
        if octet & 0xC0 != 0x80:
            return _SPACE, 1
        code = (code << 6) | (octet & 0x3F)
    if code > 0x10FFFF:
        return _SPACE, 1
    return code, length


@compiled()
def _write_word(word: Any, latins: Any, origins: Any, count: int, foreign: Any, out: Any, origin: Any, at: int) -> int:
    """Write the letters of one word as UTF-8 and return where the next octet goes.

    In a `foreign` one some letter looks Latin; such become Latin where a truly Latin one stands among them.
    """
    mixed = False
    if foreign:
        for place in range(count):
            mixed = mixed or 97 <= word[place] <= 122
    for place in range(count):
        code = nb.int64(word[place])
        if mixed and latins[place] != 0:
            code = nb.int64(latins[place])
        start = at
        if code < 0x80:
            out[at] = code
            at += 1
        elif code < 0x800:
            out[at] = 0xC0 | (code >> 6)
            out[at + 1] = 0x80 | (code & 0x3F)
            at += 2
        elif code < 0x10000:
            out[at] = 0xE0 | (code >> 12)
            out[at + 1] = 0x80 | ((code >> 6) & 0x3F)
            out[at + 2] = 0x80 | (code & 0x3F)
            at += 3
        else:
            out[at] = 0xF0 | (code >> 18)
            out[at + 1] = 0x80 | ((code >> 12) & 0x3F)
            out[at + 2] = 0x80 | ((code >> 6) & 0x3F)
            out[at + 3] = 0x80 | (code & 0x3F)
            at += 4
        if origin.size:
            for octet in range(start, at):
                origin[octet] = origins[place]
    return at


@compiled(
    nb.int64(
        _u8, _i64, _u16, _u32, _u32, _i32, _u32, _compose,
        nb.uint8[::1], nb.int64[::1], nb.int64[::1], nb.int32[::1],
    )
)  # fmt: skip
def normalise_rows(  # noqa: C901 - one loop: a call a letter would cost half the speed
    data: Any, offsets: Any, index: Any, blocks: Any, sequences: Any, sequence_starts: Any, lookalikes: Any,
    compose: Any, out: Any, starts: Any, ends: Any, origin: Any,
) -> int:  # fmt: skip
    """Fill `out`, `starts` and `ends` (per row, without the framing spaces) and return the octets written.

    `origin`, unless empty, gets for each octet of `out` the number of the character of its row that it came from.
    Returns −1 where `out` is too small.
    """
    word = np.empty(_WORD, np.uint32)
    latins = np.empty(_WORD, np.uint32)  # the Latin letter that each letter looks like, or 0
    origins = np.empty(_WORD, np.int32)
    at = 0
    for row in range(offsets.size - 1):
        position, end = offsets[row], offsets[row + 1]
        if at + _MAX_WRITE > out.size:
            return -1
        out[at] = _SPACE
        at += 1
        starts[row] = at
        count = 0
        character = -1
        code = nb.int64(_SPACE)
        foreign = False
        broken = True  # a space is due before the next word
        while position < end or count:
            value = nb.int64(_SPACE)
            if position < end:
                code, length = _read(data, position, end)
                position += length
                character += 1
                value = nb.int64(blocks[(nb.int64(index[code >> 8]) << 8) | (code & 255)])
                if value == 0:
                    value = code
                elif value == DROP:
                    if count:
                        for rule in range(compose.shape[0]):
                            if compose[rule, 1] == code and compose[rule, 0] == word[count - 1]:
                                word[count - 1] = compose[rule, 2]  # neither Latin nor like it any more
                                latins[count - 1] = 0
                    continue
            first, last = 0, 1
            if value & SEQUENCE:
                number = value & ~SEQUENCE
                first, last = sequence_starts[number], sequence_starts[number + 1]
            for place in range(first, last):
                letter = nb.int64(sequences[place]) if value & SEQUENCE else value
                if letter == _SPACE or count == _WORD:
                    if count:
                        if at + _MAX_WRITE > out.size:
                            return -1
                        if broken and at > starts[row]:
                            out[at] = _SPACE
                            if origin.size:
                                origin[at] = origins[0]
                            at += 1
                        at = _write_word(word, latins, origins, count, foreign, out, origin, at)
                        broken = False
                        count = 0
                        foreign = False
                    if letter == _SPACE:
                        broken = True
                        continue
                word[count] = letter
                origins[count] = character
                latins[count] = 0
                if letter < LOOKALIKES and not 97 <= letter <= 122:
                    alike = lookalikes[letter]
                    if code < LOOKALIKES and lookalikes[code] != 0:  # a capital may look like another letter
                        alike = lookalikes[code]
                    latins[count] = alike
                    foreign = foreign or alike != 0
                count += 1
        ends[row] = at
        if at + 1 > out.size:
            return -1
        out[at] = _SPACE
        at += 1
    return at
