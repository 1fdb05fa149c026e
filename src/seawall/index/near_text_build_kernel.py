"""The loops that make a segment of the near-text index: the ways a banked text may be written, and its pieces.

A *unit* is what a post is compared with: a banked text in one way of writing, or a block of it where it is long. A
*piece* is a run of at most eight skeleton letters of a unit, which leads from a post to the unit. The plan of the
pieces stands in `near_text_segment.py`.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.index.near_text_rules import (
    ARABIZI,
    ARABIZI_NO_DIGITS,
    BLOCK,
    MIN_CODES,
    MIN_LETTERS,
    NO_S_AND_L,
    PIECE,
    REVERSED,
    SHORT,
    SOFT_C,
    STRIDE,
    WORDS_REVERSED,
)
from seawall.signals.compiled import compiled
from seawall.signals.skeleton_kernel import is_squeezed
from seawall.signals.skeleton_table import ARABIC

__all__ = ["make_units", "pick_pieces", "piece_hash"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_u82 = nb.types.Array(nb.uint8, 2, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_i32 = nb.types.Array(nb.int32, 1, "C", readonly=True)

_types: Any = nb.types  # numba's types say nothing of its own
_three = _types.UniTuple(nb.int64, 3)
_typed = _types.Tuple((_u82, nb.int64, nb.int64, _u8))

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(29)
_OCTET = np.uint64(8)


@compiled()
def piece_hash(letters: Any, length: Any) -> Any:
    """Return the hash of a piece whose letters are packed into one word."""
    state = (letters + np.uint64(length)) * _FIRST
    state = (state ^ (state >> _SHIFT)) * _SECOND
    return state ^ (state >> _SHIFT)


@compiled()
def _write_way(  # noqa: C901 - a branch for each way
    way: int, codes: Any, firsts: Any, begun: int, ended: int, typed: Any, class_of: Any, out: Any
) -> int:
    """Write the codes of a text in one of its ways and return how many they are; none where the way changes nothing."""
    arabizi, s_class, l_class, sounds = typed
    if way == WORDS_REVERSED:
        word = begun
        while word < ended:
            after = word + 1
            while after < ended and not firsts[after]:
                after += 1
            for place in range(word, after):
                out[place - begun] = codes[word + after - 1 - place]
            word = after
        return ended - begun
    if way == NO_S_AND_L:
        count = 0
        for place in range(begun, ended):
            kind = class_of[codes[place]]
            if kind != s_class and kind != l_class:
                out[count] = codes[place]
                count += 1
        return count if count < ended - begun else 0
    if way == SOFT_C:
        c, e, i, s = sounds
        count = 0
        for place in range(begun, ended):
            code = codes[place]
            if (
                code == c
                and place + 1 < ended
                and not firsts[place + 1]
                and (codes[place + 1] == e or codes[place + 1] == i)
            ):
                code = s
                count += 1
            out[place - begun] = code
        return ended - begun if count else 0
    for place in range(ended - begun):
        if way == REVERSED:
            out[place] = codes[ended - 1 - place]
        elif way in (ARABIZI, ARABIZI_NO_DIGITS):
            out[place] = arabizi[way - ARABIZI, codes[begun + place]]
        else:
            out[place] = codes[begun + place]
    return ended - begun


@compiled()
def _is_held_in(way: int, arabic: bool, letters: int) -> bool:  # noqa: FBT001 - compiled: no keywords
    if way <= WORDS_REVERSED:
        return True
    if way in (ARABIZI, ARABIZI_NO_DIGITS):
        return arabic
    return not arabic and (letters < SHORT) == (way == SOFT_C)


@compiled(
    _three(
        _u8, _u8, _i64, _typed, _u8, _u8,
        nb.uint8[::1], nb.int64[::1], nb.uint8[::1], nb.int64[::1], nb.int32[:, ::1],
    )
)  # fmt: skip
def make_units(  # noqa: C901 - one pass: what is made of a text is used at once
    codes: Any, firsts: Any, code_starts: Any, typed: Any, class_of: Any, kind_of: Any,
    letters: Any, letter_starts: Any, short_codes: Any, short_starts: Any, facts: Any,
) -> tuple[int, int, int]:  # fmt: skip
    """Fill the units: letters, codes of short ones, and facts (text, way, own shingles, shingles of the whole text).

    Returns how many units, letters and codes were written. A text too short to be near anything makes none.
    """
    units = 0
    written = 0
    coded = 0
    longest = 0
    for text in range(code_starts.size - 1):
        longest = max(longest, code_starts[text + 1] - code_starts[text])
    way_codes = np.empty(longest + 1, np.uint8)
    way_letters = np.empty(longest + 1, np.uint8)
    for text in range(code_starts.size - 1):
        begun, ended = code_starts[text], code_starts[text + 1]
        if ended - begun < MIN_CODES:
            continue
        arabic = 0
        for place in range(begun, ended):
            arabic += kind_of[codes[place]] & ARABIC != 0
        kept = 0
        plain = 0  # letters of the text as it stands
        for way in range(SOFT_C + 1):
            if way == 1:
                plain = kept
            if not _is_held_in(way, 2 * arabic > ended - begun, plain):
                continue
            count = _write_way(way, codes, firsts, begun, ended, typed, class_of, way_codes)
            if count == 0:
                continue
            kept = 0
            before = 0
            for place in range(count):
                code = nb.int64(way_codes[place])
                if class_of[code] != 0:
                    if kept == 0 or not is_squeezed(code, before, class_of, kind_of):
                        way_letters[kept] = class_of[code]
                        kept += 1
                    before = code
            if kept < MIN_LETTERS:
                continue
            block = 0
            while True:
                last = kept - block <= BLOCK
                length = kept - block if last else BLOCK
                letter_starts[units] = written
                short_starts[units] = coded
                facts[units, 0] = text
                facts[units, 1] = way
                facts[units, 2] = length - 3 if last else STRIDE
                facts[units, 3] = kept - 3
                for place in range(length):
                    letters[written + place] = way_letters[block + place]
                written += length
                if kept < SHORT:
                    for place in range(count):
                        short_codes[coded + place] = way_codes[place]
                    coded += count
                units += 1
                if last:
                    break
                block += STRIDE
    letter_starts[units] = written
    short_starts[units] = coded
    return units, written, coded


@compiled()
def _piece_at(letters: Any, at: int, length: int) -> Any:
    word = np.uint64(0)
    for place in range(at, at + length):
        word = (word << _OCTET) | np.uint64(letters[place])
    return piece_hash(word, length)


@compiled(
    nb.int64(
        _u8,
        _i64,
        nb.types.Array(nb.int32, 2, "C", readonly=True),
        nb.uint64[::1],
        nb.int32[::1],
        nb.int16[::1],
        nb.int64[::1],
    )
)
def pick_pieces(  # noqa: C901 - one loop over units
    letters: Any, letter_starts: Any, facts: Any, hashes: Any, units: Any, places: Any, lengths: Any
) -> int:
    """Fill the pieces of all units (hash, unit, end in the unit) and their lengths; return how many they are."""
    count = 0
    window = np.empty(BLOCK, np.uint64)
    for unit in range(letter_starts.size - 1):
        start = letter_starts[unit]
        length = letter_starts[unit + 1] - start
        if length < SHORT:
            piece = min(length, PIECE) if length < 10 else length // 2
            at = 0
            while at + piece <= length:
                lengths[piece] += 1
                hashes[count] = _piece_at(letters, start + at, piece)
                units[count] = unit
                places[count] = at + piece
                count += 1
                at += piece
            continue
        lengths[PIECE] += 1
        grams = length - PIECE + 1
        for at in range(grams):
            window[at] = _piece_at(letters, start + at, PIECE)
        wide = min(max(length // 30, 1), 8)
        if facts[unit, 1] != 0:
            wide = min(2 * wide, 12)
        wide = min(wide, grams)
        taken = -1
        for at in range(grams - wide + 1):
            if taken < at:
                taken = at
                for other in range(at + 1, at + wide):
                    if window[other] <= window[taken]:
                        taken = other
            elif window[at + wide - 1] <= window[taken]:
                taken = at + wide - 1
            else:
                continue
            hashes[count] = window[taken]
            units[count] = unit
            places[count] = taken + PIECE
            count += 1
    return count
