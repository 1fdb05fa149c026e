"""The loops of style, compiled: octets of posts → masked symbols → counts of their n-grams, account by account.

Masked: an address, a @mention, a hashtag, a number is one symbol each; a word is written out only if it is one of the
function words, every other word is a symbol of its script, capitals and length, with its last two letters. So what a
post is about, and whom it names, leaves no trace but the habit of writing. Two views are counted, each in its own half
of the buckets: n-grams of symbols (letters, blanks and marks), and n-grams of tokens (function words, shapes, marks),
with the make-up of the post (length, number and place of addresses, hashtags, mentions).
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.traits.style_letters_kernel import (
    VIEW_BUCKETS,
    address_end,
    bucket_of,
    code_point,
    is_digit,
    is_faint,
    is_letter,
    lower,
    name_end,
    script_of,
)
from seawall.signals.compiled import compiled
from seawall.signals.octet_kernel import BASIS, finish, holds, step, width

__all__ = ["ROW_OCTETS", "count_accounts", "hash_posts", "hash_words"]

ROW_OCTETS = 4_096  # what stands behind them in a longer post is not looked at

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)

_SPACE, _NEWLINE = 32, 10
_ADDRESS, _MENTION, _TAG, _BEGIN, _END, _FACT = 0x200000, 0x200001, 0x200002, 0x200010, 0x200011, 0x200020
_NUMBER, _SHAPE = 0x200040, 0x300000
_WORDS, _WIDE, _SPACED, _WHOLE = 0x200050, 0x200051, 0x800000, 0x200052


@compiled()
def _add_word(  # noqa: C901 - one loop: a call a letter would cost half the speed
    data: Any, start: Any, end: Any, words: Any, symbols: Any, tokens: Any, places: Any
) -> Any:
    """Write the word that begins at `start`; return where it ends. `places` holds how many symbols and tokens stand."""
    state = BASIS
    at = start
    letters = 0
    capitals = 0
    first_capital = False
    marked = 0
    repeats = 0
    longest = 0
    before = nb.int64(0)
    last_but_one = nb.int64(0)
    last = nb.int64(0)
    script = script_of(code_point(data, start, end))
    while at < end:
        point = code_point(data, at, end)
        if not is_letter(point):
            apostrophe = point == 39 or point == 0x2019
            behind = at + width(data[at])
            if not (apostrophe and letters > 0 and behind < end and is_letter(code_point(data, behind, end))):
                break
            point = nb.int64(39)
        low = lower(point)
        if is_faint(point):
            marked = 1
        else:
            state = step(state, low)
            last_but_one = last
            last = low
            repeats = repeats + 1 if low == before else 0
            longest = max(longest, repeats)
            before = low
        if low != point:
            capitals += 1
            if letters == 0:
                first_capital = True
        letters += 1
        at += width(data[at])
    if capitals == 0:
        case = 0
    elif capitals == 1 and first_capital:
        case = 1
    else:
        case = 2 if capitals >= letters - 1 else 3
    word = finish(state)
    count, token = places[0], places[1]
    if letters <= 24 and holds(words, word):
        place = start
        while place < at:
            symbols[count] = code_point(data, place, end)
            count += 1
            place += width(data[place])
        tokens[token] = np.int64(word >> np.uint64(8)) ^ case
    else:
        length = min(letters, 7) if letters < 8 else (8 if letters < 11 else 9)
        stretched = 1 if longest >= 2 else 0
        shape = _SHAPE + (((script * 4 + case) * 2 + stretched) * 2 + marked) * 16
        symbols[count] = shape
        count += 1
        if letters >= 5:
            symbols[count] = last_but_one
            symbols[count + 1] = last
            count += 2
        tokens[token] = shape + length
    places[0], places[1] = count, token + 1
    return at


@compiled()
def _mask_row(  # noqa: C901 - one loop: a call a character would cost half the speed
    data: Any, start: Any, end: Any, words: Any, symbols: Any, tokens: Any, frame: Any, places: Any, facts: Any
) -> None:
    """Write the symbols, tokens and frame of one post, and its facts: addresses, mentions, hashtags, words, lines."""
    facts[:] = 0
    frame[0] = _BEGIN
    places[2] = 1
    symbols[0] = _BEGIN
    tokens[0] = _BEGIN
    places[0], places[1] = 1, 1
    at = start
    while at < end:
        octet = nb.int64(data[at])
        single: Any = nb.int64(0)
        if octet <= 32:
            if octet == 10 or octet == 13:
                facts[4] += 1
                symbols[places[0]] = _NEWLINE
                tokens[places[1]] = _NEWLINE
                places[1] += 1
                frame[places[2]] = _NEWLINE
                places[2] += 1
            else:
                symbols[places[0]] = _SPACE
                if at > start and data[at - 1] == 32:
                    frame[places[2]] = _WIDE
                    places[2] += 1
            places[0] += 1
            at += 1
            continue
        point = code_point(data, at, end)
        behind = at + width(data[at])
        following = code_point(data, behind, end) if behind < end else nb.int64(0)
        spaced = _SPACED if at > start and data[at - 1] <= 32 else 0
        if (point == 64 or point == 35) and (is_letter(following) or is_digit(following) or following == 95):
            single = _MENTION if point == 64 else _TAG + (1 if lower(following) != following else 0)
            facts[1 if point == 64 else 2] += 1
            at = name_end(data, behind, end)
        elif is_digit(point):
            stop = at
            digits = 0
            while stop < end and is_digit(code_point(data, stop, end)):
                stop += width(data[stop])
                digits += 1
            single = _NUMBER + min(digits, 5)
            at = stop
        elif is_letter(point):
            stop = address_end(data, at, end) if octet < 0x80 else at
            if stop > at:
                single = _ADDRESS
                facts[0] += 1
                at = stop
            else:
                facts[3] += 1
                if frame[places[2] - 1] != _WORDS:
                    frame[places[2]] = _WORDS
                    places[2] += 1
                at = _add_word(data, at, end, words, symbols, tokens, places)
                continue
        else:
            single = point
            at = behind
        symbols[places[0]] = single
        tokens[places[1]] = single
        frame[places[2]] = single + spaced
        places[0] += 1
        places[1] += 1
        places[2] += 1
    frame[places[2]] = _END
    places[2] += 1
    symbols[places[0]] = _END
    tokens[places[1]] = _END
    places[0] += 1
    places[1] += 1


@compiled()
def _count(bucket: Any, counts: Any, touched: Any, found: Any) -> Any:
    if counts[bucket] == 0:
        touched[found] = bucket
        found += 1
    counts[bucket] += 1
    return found


@compiled()
def _count_ngrams(
    symbols: Any, length: Any, shortest: Any, longest: Any, shift: Any, counts: Any, touched: Any, found: Any
) -> Any:
    for first in range(length):
        state = BASIS
        for size in range(1, min(longest, length - first) + 1):
            state = step(state, symbols[first + size - 1])
            if size >= shortest:
                found = _count(bucket_of(state) + shift, counts, touched, found)
    return found


@compiled()
def _count_frame(frame: Any, length: Any, counts: Any, touched: Any, found: Any) -> Any:
    """Count what stands between runs of words: stretches of 2 to 5, and the frame as a whole."""
    whole = step(BASIS, _WHOLE)
    for first in range(length):
        whole = step(whole, frame[first])
        state = step(BASIS, _WORDS)
        for size in range(1, min(5, length - first) + 1):
            state = step(state, frame[first + size - 1])
            if size >= 2:
                found = _count(bucket_of(state) + VIEW_BUCKETS, counts, touched, found)
    return _count(bucket_of(whole) + VIEW_BUCKETS, counts, touched, found)


@compiled()
def _count_facts(tokens: Any, length: Any, symbols: Any, facts: Any, counts: Any, touched: Any, found: Any) -> Any:
    """Count the make-up of a post: how many of each fact, how long it is when masked, what it ends with."""
    for fact in range(7):
        if fact < 5:
            value = min(facts[fact], 6) if fact != 3 else min(facts[3] // 3, 12)
        elif fact == 5:
            value = min(symbols // 8, 24)
        else:
            value = tokens[length - 2]
        state = step(step(BASIS, _FACT + fact), value)
        found = _count(bucket_of(state) + VIEW_BUCKETS, counts, touched, found)
    return found


@compiled(
    nb.int64(
        _u8, _i64, _i64, _i64, _i64, _u64, nb.int64, nb.int64[::1], nb.int32[::1], nb.int32[::1],
    )
)  # fmt: skip
def count_accounts(
    data: Any, starts: Any, ends: Any, order: Any, firsts: Any, words: Any, account: Any, row_ends: Any, buckets: Any,
    amounts: Any,
) -> Any:  # fmt: skip
    """Count accounts from `account` on until `buckets` is full; return the account to go on with.

    The posts of account `a` are `order[firsts[a]:firsts[a + 1]]`. `row_ends[a]` is where the pairs of `a` end.
    """
    counts = np.zeros(2 * VIEW_BUCKETS, np.int32)
    touched = np.empty(2 * VIEW_BUCKETS, np.int32)
    symbols = np.empty(ROW_OCTETS + 8, np.int64)
    tokens = np.empty(ROW_OCTETS + 8, np.int64)
    frame = np.empty(ROW_OCTETS + 8, np.int64)
    places = np.zeros(3, np.int64)
    facts = np.zeros(5, np.int64)
    written = 0
    while account < firsts.size - 1:
        if written + 2 * VIEW_BUCKETS > buckets.size:
            break
        found = 0
        for place in range(firsts[account], firsts[account + 1]):
            row = order[place]
            end = min(ends[row], starts[row] + ROW_OCTETS)
            if end <= starts[row]:
                continue
            _mask_row(data, starts[row], end, words, symbols, tokens, frame, places, facts)
            found = _count_ngrams(symbols, places[0], 2, 4, 0, counts, touched, found)
            found = _count_ngrams(tokens, places[1], 1, 3, VIEW_BUCKETS, counts, touched, found)
            found = _count_frame(frame, places[2], counts, touched, found)
            found = _count_facts(tokens, places[1], places[0], facts, counts, touched, found)
        ordered = touched[:found]
        ordered.sort()
        for bucket in ordered:
            buckets[written] = bucket
            amounts[written] = counts[bucket]
            counts[bucket] = 0
            written += 1
        row_ends[account] = written
        account += 1
    return account


@compiled(nb.uint64[::1](_u8, _i64, _i64))
def hash_words(data: Any, starts: Any, ends: Any) -> Any:
    """Return an open-addressed table of the words' hashes; its length is a power of two, 0 is an empty slot."""
    size = 1024
    while size < 4 * starts.size:
        size *= 2
    table = np.zeros(size, np.uint64)
    mask = np.uint64(size - 1)
    for row in range(starts.size):
        state = BASIS
        at = starts[row]
        while at < ends[row]:
            point = code_point(data, at, ends[row])
            if not is_faint(point):
                state = step(state, lower(point))
            at += width(data[at])
        value = finish(state)
        slot = value & mask
        while table[slot] != 0 and table[slot] != value:
            slot = (slot + np.uint64(1)) & mask
        table[slot] = value
    return table


@compiled(nb.uint64[::1](_u8, _i64, _i64))
def hash_posts(data: Any, starts: Any, ends: Any) -> Any:
    """Return a hash of each post's octets: an order of posts that hangs on nothing but themselves."""
    hashes = np.empty(starts.size, np.uint64)
    for row in range(starts.size):
        state = BASIS
        for at in range(starts[row], min(ends[row], starts[row] + ROW_OCTETS)):
            state = step(state, data[at])
        hashes[row] = finish(state)
    return hashes
