"""The loop of languages, compiled: octets of posts → the language of each, by script and function words."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.traits.style_kernel import ROW_OCTETS
from seawall.identity.traits.style_letters_kernel import address_end, code_point, is_letter, lower
from seawall.signals.compiled import compiled
from seawall.signals.octet_kernel import BASIS, step, width

__all__ = ["hash_each", "languages_of_posts"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)


@compiled()
def _script_of(point: Any) -> Any:
    """Return the number of a letter's script, in the order of `languages.SCRIPTS`."""
    if point < 0x250 or 0x1E00 <= point < 0x1F00:
        return 0
    if 0x400 <= point < 0x530:
        return 1
    if 0x600 <= point < 0x780 or 0xFB50 <= point < 0xFF00:
        return 2
    if 0x370 <= point < 0x400:
        return 3
    if 0x590 <= point < 0x600:
        return 4
    if 0x900 <= point < 0x980:
        return 5
    if 0x3040 <= point < 0xA000:
        return 6
    return 7 if 0xAC00 <= point < 0xD7A4 else 8


@compiled(nb.uint64[::1](_u8, _i64, _i64))
def hash_each(data: Any, starts: Any, ends: Any) -> Any:
    """Return the hash of each word, small letters only."""
    hashes = np.empty(starts.size, np.uint64)
    for row in range(starts.size):
        state = BASIS
        at = starts[row]
        while at < ends[row]:
            state = step(state, lower(code_point(data, at, ends[row])))
            at += width(data[at])
        hashes[row] = state
    return hashes


@compiled(nb.void(_u8, _i64, _i64, _u64, _u64, nb.int64, nb.int64[::1]))
def languages_of_posts(  # noqa: C901 - one loop: a call a letter would cost half the speed
    data: Any, starts: Any, ends: Any, hashes: Any, spoken: Any, scripts: Any, found: Any
) -> None:
    """Write the language of each post, -1 where it has no letters: `scripts` scripts first, then languages.

    `hashes` ascend; bit `b` of `spoken` says that the word is of language `b`. A post without two function words of one
    language is told by its script alone.
    """
    votes = np.zeros(64, np.int64)
    letters = np.zeros(scripts, np.int64)
    for row in range(starts.size):
        votes[:] = 0
        letters[:] = 0
        at = starts[row]
        end = min(ends[row], at + ROW_OCTETS)
        while at < end:
            point = code_point(data, at, end)
            if not is_letter(point):
                at += width(data[at])
                if point == 64 or point == 35:
                    while at < end and data[at] > 32:
                        at += width(data[at])
                continue
            stop = address_end(data, at, end) if point < 0x80 else at
            if stop > at:
                at = stop
                continue
            state = BASIS
            while at < end:
                point = code_point(data, at, end)
                if not (is_letter(point) or point == 39):
                    break
                if point != 39:
                    letters[_script_of(point)] += 1
                state = step(state, lower(point))
                at += width(data[at])
            place = np.searchsorted(hashes, state)
            if place < hashes.size and hashes[place] == state:
                bits = spoken[place]
                for language in range(64):
                    if bits >> np.uint64(language) & np.uint64(1):
                        votes[language] += 1
        found[row] = -1
        if letters.max() > 0:
            best = votes.argmax()
            found[row] = scripts + best if votes[best] >= 2 else letters.argmax()
