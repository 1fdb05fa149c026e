"""The words of an account's own posts as keys of 32 bits, compiled: octets → words → the smallest keys of each account.

A word's key is the top of its hash with the last bit cleared; with the bit set it says that the word stands in two
posts and more. So both stand side by side in order, and a sample by the smallest keys (A. Broder, 1997) keeps both or
neither. Addresses, @mentions, hashtags and numbers are no words; capitals and vowel signs make no other word.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.traits.style_letters_kernel import address_end, code_point, is_faint, is_letter, lower, name_end
from seawall.signals.compiled import compiled
from seawall.signals.octet_kernel import BASIS, finish, step, width

__all__ = ["word_sketches"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_i32 = nb.types.Array(nb.int32, 1, "C", readonly=True)
_TOP = np.uint64(33)
_AT, _HASH, _APOSTROPHE, _CURLED = 64, 35, 39, 0x2019


@compiled()
def _take(held: Any, rows: Any, again: Any, count: Any, key: Any, row: Any) -> Any:
    """Put a word of a post into ascending `held`, or note that it came again; return how many are held."""
    place = nb.int64(np.searchsorted(held[:count], key))
    if place < count and held[place] == key:
        if rows[place] != row:
            again[place] = 1
        return count
    if place == held.size:
        return count
    last = min(count, held.size - 1)
    for at in range(last, place, -1):
        held[at], rows[at], again[at] = held[at - 1], rows[at - 1], again[at - 1]
    held[place], rows[place], again[place] = key, row, 0
    return last + 1


@compiled()
def _word_end(data: Any, at: Any, end: Any, state: Any) -> Any:
    """Return where the word that begins at `at` ends, and its hash."""
    while at < end:
        point = code_point(data, at, end)
        if not is_letter(point):
            behind = at + width(data[at])
            apostrophe = point in (_APOSTROPHE, _CURLED)
            if not (apostrophe and behind < end and is_letter(code_point(data, behind, end))):
                break
            point = nb.int64(_APOSTROPHE)
        if not is_faint(point):
            state = step(state, lower(point))
        at += width(data[at])
    return at, finish(state)


@compiled(nb.int64(_u8, _i64, _i64, _i32, nb.int64, nb.int32[::1], nb.uint32[::1]))
def word_sketches(data: Any, starts: Any, ends: Any, owners: Any, most: Any, out_owners: Any, out_keys: Any) -> Any:
    """Write, for each owner, the keys of the words of its texts, those of `most` words at most; return how many.

    `owners` is ascending. Room is needed for as many keys as there are octets and texts.
    """
    held, rows, again = np.empty(most, np.uint32), np.empty(most, np.int64), np.empty(most, np.uint8)
    written = nb.int64(0)
    count = nb.int64(0)
    for row in range(starts.size):
        at, end = starts[row], ends[row]
        while at < end:
            point = code_point(data, at, end)
            if point in (_AT, _HASH):
                at = name_end(data, at + 1, end)
            elif not is_letter(point):
                at += width(data[at])
            else:
                stop = address_end(data, at, end) if point < 0x80 else at
                if stop == at:
                    stop, word = _word_end(data, at, end, BASIS)
                    key = nb.uint32(word >> _TOP) << nb.uint32(1)
                    if count < most or key <= held[most - 1]:
                        count = _take(held, rows, again, count, key, row)
                at = stop
        if row + 1 == starts.size or owners[row + 1] != owners[row]:
            for place in range(count):
                for more in range(1 + again[place]):
                    out_owners[written] = owners[row]
                    out_keys[written] = held[place] | nb.uint32(more)
                    written += 1
            count = nb.int64(0)
    return written
