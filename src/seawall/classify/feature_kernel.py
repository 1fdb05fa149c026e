"""The loops of the ranker's features, compiled: octets of a text → buckets of its n-grams, and the score of a row.

Per word: its character n-grams of 2 to 5 with a space at either end, the word itself, and the pair with the word
before it. An n-gram's bucket is the low bits of a 64-bit FNV-1a hash with a final mix; the hash is unsigned (no sign
trick: a bucket that two n-grams share would otherwise explain itself wrongly). Words in the masked set, and numbers,
give nothing at all, not even half of a pair. Left out: where texts come from and what weights mean.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled
from seawall.signals.octet_kernel import BASIS, SHIFT, finish, holds, step

__all__ = ["count_rows", "hash_phrases", "locate_row", "place_hashes"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)

_PAIR = np.uint64(0x9E3779B97F4A7C15)
_SPACE = np.uint8(32)
_WORD_LETTERS = 48  # of a longer word the rest gives no n-grams
_ROW_OCTETS = 32_768  # what stands behind them in a longer text is not looked at
_NO_WORD = np.uint64(0)


@compiled()
def _hash_span(data: Any, start: Any, end: Any) -> Any:
    state = BASIS
    for at in range(start, end):
        state = step(state, data[at])
    return finish(state)


@compiled()
def _word_end(data: Any, at: Any, end: Any) -> Any:
    while at < end and data[at] != _SPACE:
        at += 1
    return at


@compiled()
def _masked_until(data: Any, start: Any, end: Any, masked: Any, longest: Any) -> Any:
    """Return where the longest masked phrase that begins at `start` ends, or `start` where there is none."""
    found, at = start, start
    for _ in range(longest):
        at = _word_end(data, at, end)
        if holds(masked, _hash_span(data, start, at)):
            found = at
        if at >= end:
            break
        at += 1
    return found


@compiled()
def _is_number(data: Any, start: Any, end: Any) -> Any:
    for at in range(start, end):  # noqa: SIM110 - a loop, for numba
        if data[at] < 48 or data[at] > 57:
            return False
    return True


@compiled()
def _renaming(word: Any, share: Any, salt: Any) -> Any:
    """Return 0, or for that share of all words what sets their n-grams apart from any that was ever counted."""
    if share == 0:
        return _NO_WORD
    drawn = finish(word ^ salt)
    return drawn | np.uint64(1) if (drawn >> SHIFT) % np.uint64(100) < np.uint64(share) else _NO_WORD


@compiled()
def _emit_letters(
    data: Any, start: Any, end: Any, renamed: Any, low: Any, out: Any, firsts: Any, lasts: Any, count: Any
) -> Any:
    """Write the buckets of one word's character n-grams; the space before and the space behind it belong to them."""
    first = start - 1
    limit = end + 1
    letters = 0
    while first < end and letters <= _WORD_LETTERS:
        state = BASIS ^ renamed
        at = first
        for size in range(1, 6):
            if at >= limit:
                break
            state = step(state, data[at])
            at += 1
            while at < limit and data[at] & 0xC0 == 0x80:
                state = step(state, data[at])
                at += 1
            if size > 1:
                out[count] = np.int64(finish(state) & low)
                if firsts.size:
                    firsts[count] = max(first, start)
                    lasts[count] = min(at, end)
                count += 1
        first += 1
        letters += 1
        while first < end and data[first] & 0xC0 == 0x80:
            first += 1
    return count


@compiled()
def _emit_row(
    data: Any, start: Any, end: Any, masked: Any, longest: Any, renaming: Any, low: Any, out: Any, firsts: Any,
    lasts: Any,
) -> Any:  # fmt: skip
    """Write the buckets of one text in the order of their places; return how many."""
    count = 0
    words = np.int64(low) + 1
    end = min(end, start + _ROW_OCTETS)
    if end < start:
        return 0
    at = start
    before = _NO_WORD
    before_start = start
    while at < end:
        if data[at] == _SPACE:
            at += 1
            continue
        hidden = _masked_until(data, at, end, masked, longest)
        if hidden > at:
            before = _NO_WORD
            at = hidden
            continue
        stop = _word_end(data, at, end)
        if _is_number(data, at, stop):
            before = _NO_WORD
            at = stop
            continue
        word = _hash_span(data, at, stop)
        renamed = _renaming(word, renaming[0], np.uint64(renaming[1]))
        count = _emit_letters(data, at, stop, renamed, low, out, firsts, lasts, count)
        word ^= renamed
        out[count] = np.int64(finish(word ^ _PAIR) & low) + words
        if firsts.size:
            firsts[count] = at
            lasts[count] = stop
        count += 1
        if before != _NO_WORD:
            out[count] = np.int64(finish(before * _PAIR + word) & low) + words
            if firsts.size:
                firsts[count] = before_start
                lasts[count] = stop
            count += 1
        before = word
        before_start = at
        at = stop
    return count


@compiled(nb.int64(_u8, _i64, _i64, _u64, nb.int64, _i64, nb.int64, nb.int64[::1], nb.int32[::1], nb.int32[::1]))
def count_rows(
    data: Any, starts: Any, ends: Any, masked: Any, longest: Any, renaming: Any, buckets: Any, row_ends: Any,
    columns: Any, counts: Any,
) -> Any:  # fmt: skip
    """Write each row's buckets, ascending, with how often each stands there; return how many pairs were written.

    `columns` and `counts` must have room for six pairs an octet. `renaming` is (percent, salt): that share of all
    words, chosen by their hash, is counted as words that nobody ever wrote.
    """
    low = np.uint64(buckets // 2 - 1)
    none = np.empty(0, np.int64)
    written = 0
    scratch = np.empty(1024, np.int64)
    for row in range(starts.size):
        room = 6 * (min(ends[row] - starts[row], _ROW_OCTETS) + 8)
        if room > scratch.size:
            scratch = np.empty(2 * room, np.int64)
        found = _emit_row(data, starts[row], ends[row], masked, longest, renaming, low, scratch, none, none)
        ordered = scratch[:found]
        ordered.sort()
        before = np.int64(-1)
        for at in range(found):
            if ordered[at] == before:
                counts[written - 1] += 1
            else:
                before = ordered[at]
                columns[written] = before
                counts[written] = 1
                written += 1
        row_ends[row] = written
    return written


@compiled(nb.int64(_u8, nb.int64, nb.int64, _u64, nb.int64, nb.int64, nb.int64[::1], nb.int64[::1], nb.int64[::1]))
def locate_row(
    data: Any, start: Any, end: Any, masked: Any, longest: Any, buckets: Any, out: Any, firsts: Any, lasts: Any
) -> Any:
    """Write the bucket, the first octet and the octet behind the last of every n-gram of one text; return how many."""
    none = np.zeros(2, np.int64)
    return _emit_row(data, start, end, masked, longest, none, np.uint64(buckets // 2 - 1), out, firsts, lasts)


@compiled(nb.uint64[::1](_u8, _i64, _i64))
def hash_phrases(data: Any, starts: Any, ends: Any) -> Any:
    """Return the hash by which `masked` holds each phrase."""
    hashes = np.empty(starts.size, np.uint64)
    for place in range(starts.size):
        hashes[place] = _hash_span(data, starts[place], ends[place])
    return hashes


@compiled(nb.void(nb.uint64[::1], nb.uint64[::1]))
def place_hashes(table: Any, hashes: Any) -> None:
    """Put each hash into an open-addressed table whose length is a power of two; 0 is an empty slot."""
    mask = np.uint64(table.size - 1)
    for value in hashes:
        slot = value & mask
        while table[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        table[slot] = value
