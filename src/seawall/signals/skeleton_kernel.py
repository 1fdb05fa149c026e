"""The loop of the skeleton, compiled: normal forms of a column in, codes and skeletons of the column out.

Same rules as `skeleton.py`, which is the oracle in the tests.
"""

from __future__ import annotations

from typing import Any

import numba as nb

from seawall.signals.compiled import compiled
from seawall.signals.skeleton_table import ARABIC, HASHED, KEPT, SCRIPTS, TOOTH

__all__ = ["is_squeezed", "skeleton_rows"]

_SPACE, _X, _E = 32, 120, 101
_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_u82 = nb.types.Array(nb.uint8, 2, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)


@compiled()
def is_squeezed(code: int, before: int, class_of: Any, kind_of: Any) -> Any:
    """Say whether `code` only repeats the letter before it: in one script by class, others letter by letter."""
    if kind_of[code] & SCRIPTS != 0 and kind_of[code] & TOOTH == 0:
        return class_of[code] == class_of[before] and kind_of[code] & kind_of[before] & SCRIPTS != 0
    return code == before and kind_of[code] & KEPT == 0


@compiled(
    nb.void(
        _u8, _i64, _i64, _u8, _u8, _u8, _u82,
        nb.uint8[::1], nb.int32[::1], nb.uint8[::1], nb.int64[::1], nb.uint8[::1], nb.int32[::1], nb.int64[::1],
    )
)  # fmt: skip
def skeleton_rows(  # noqa: C901 - one loop: a call a letter would cost half the speed
    data: Any, starts: Any, ends: Any, code_of: Any, class_of: Any, kind_of: Any, digit_codes: Any,
    codes: Any, places: Any, firsts: Any, code_starts: Any, skeleton: Any, skeleton_at: Any, skeleton_starts: Any,
) -> None:  # fmt: skip
    """Fill codes (with `places`, octets from the row's start, and `firsts`, begins a word) and skeletons (with
    `skeleton_at`, the place among the row's codes); each must have room for as many letters as there are octets.
    """  # noqa: D205
    written = 0
    kept = 0
    for row in range(starts.size):
        code_starts[row] = written
        skeleton_starts[row] = kept
        begun = written
        start, end = starts[row], ends[row]
        at = start
        first = True
        in_word = 0
        arabic = 0
        last_kept = 0
        while at < end:
            octet = nb.int64(data[at])
            if octet == _SPACE:
                at += 1
                first = True
                continue
            here = at
            if octet < 0x80:
                if 48 <= octet <= 57:
                    code = nb.int64(digit_codes[arabic, octet - 48])
                else:
                    code = nb.int64(code_of[octet])
                    arabic = 0
                at += 1
            elif octet < 0xE0:
                code_point = ((octet & 0x1F) << 6) | (nb.int64(data[at + 1]) & 0x3F) if at + 1 < end else 0
                code = nb.int64(code_of[code_point])
                if code < HASHED:
                    arabic = 1 if kind_of[code] & ARABIC else 0
                at += 2
            else:
                length = 3 if octet < 0xF0 else 4
                code_point = octet & 0x0F
                for place in range(at + 1, min(at + length, end)):
                    code_point = (code_point << 6) | (nb.int64(data[place]) & 0x3F)
                code = HASHED | (((code_point * 0x9E37) >> 4) & 0x7F)
                at += length
            if code == 0:
                continue
            in_word = 0 if first else in_word + 1
            if in_word >= 1 and octet == _X and class_of[codes[written - 1]] != 0:
                code = nb.int64(code_of[_E])  # "todxs": behind a consonant, x is no consonant
            if in_word >= 2 and codes[written - 1] == code and codes[written - 2] == code and kind_of[code] & KEPT == 0:
                in_word -= 1
                continue
            codes[written] = code
            places[written] = here - start
            firsts[written] = first
            first = False
            if class_of[code] != 0:
                if kept == skeleton_starts[row] or not is_squeezed(code, last_kept, class_of, kind_of):
                    skeleton[kept] = class_of[code]
                    skeleton_at[kept] = written - begun
                    kept += 1
                last_kept = code
            written += 1
    code_starts[starts.size] = written
    skeleton_starts[starts.size] = kept
