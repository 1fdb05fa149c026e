"""What is marked in a post: mentions, hashtags, and what is worth a closer look? One compiled scan of UTF-8.

A mention is `@` that no letter stands before, and ASCII letters, digits and `_`, with single `.` and `-` inside; a
second `@host` belongs to it. A hashtag is `#` and whatever follows up to a space or punctuation. The post without its
addresses and mentions is written beside it, octet for octet: links that a platform makes anew for each post, and whom
a post answers, would hide that two posts are the same.

A post is *attributed* where a word such as "RT" or "via" stands before a mention, or quotation marks beside one: then
its words are another's. Left out: what the marks mean (`post_keys.py`).
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["ATTRIBUTED", "HASHTAG", "MAYBE_EMAIL", "MAYBE_TELEPHONE", "MENTION", "scan_posts"]

MENTION, HASHTAG = 0, 1
ATTRIBUTED, MAYBE_EMAIL, MAYBE_TELEPHONE = 1, 2, 4

_SPACE = 32
_LONGEST_HANDLE, _LONGEST_HASHTAG = 100, 200

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)

_TELLING = np.zeros(256, np.uint8)  # " # + 0 @ H h and the first octets of « ٠ ۰ “ ＃ ＠
_TELLING[[34, 35, 43, 48, 64, 72, 104, 0xC2, 0xD9, 0xDB, 0xE2, 0xEF]] = 1


@compiled()
def _is_word(octet: int) -> bool:
    return 97 <= octet | 32 <= 122 or 48 <= octet <= 57 or octet == 95


@compiled()
def _is_space(octet: int) -> bool:
    return octet == 32 or 9 <= octet <= 13


@compiled()
def _address_end(data: Any, at: int, end: int) -> int:
    """Return where the address of `http://` or `https://` that begins at `at` ends; −1 where none does."""
    if at + 8 > end or data[at + 1] | 32 != 116 or data[at + 2] | 32 != 116 or data[at + 3] | 32 != 112:
        return -1
    stop = at + 4
    if data[stop] | 32 == 115:
        stop += 1
    if stop + 3 > end or data[stop] != 58 or data[stop + 1] != 47 or data[stop + 2] != 47:
        return -1
    while stop < end and not _is_space(data[stop]) and data[stop] not in (34, 60, 62):
        stop += 1
    return stop


@compiled()
def _handle_end(data: Any, at: int, end: int) -> int:
    """Return where a handle that begins at `at` ends; `at` where none does."""
    stop = at
    hosts = 0
    while stop < end and stop - at < _LONGEST_HANDLE:
        octet = nb.int64(data[stop])
        if _is_word(octet):
            stop += 1
            continue
        inside = stop > at and _is_word(data[stop - 1]) and stop + 1 < end
        if inside and octet in (45, 46) and (97 <= data[stop + 1] <= 122 or 48 <= data[stop + 1] <= 57):
            stop += 1
        elif inside and octet == 64 and hosts == 0 and _is_word(data[stop + 1]):
            hosts = 1
            stop += 1
        else:
            break
    return stop


@compiled()
def _is_punctuation(first: int, second: int, third: int) -> bool:
    """Say whether a character beyond ASCII, by its octets, is punctuation; joiners inside words are not."""
    if first == 0xC2:
        return second not in (0xAA, 0xB5, 0xBA)  # ª µ º
    if first == 0xD8:
        return second in (0x8C, 0x9B, 0x9F)  # ، ؛ ؟
    if first == 0xE2:
        return second == 0x81 or (second == 0x80 and third not in (0x8C, 0x8D))
    return first == 0xE3 and second == 0x80


@compiled()
def _hashtag_end(data: Any, at: int, end: int) -> int:
    """Return where a hashtag that begins at `at` ends; punctuation beyond ASCII ends it, too."""
    stop = at
    while stop < end and stop - at < _LONGEST_HASHTAG:
        octet = nb.int64(data[stop])
        if octet < 0x80:
            if not _is_word(octet):
                break
        elif stop + 1 < end and _is_punctuation(octet, data[stop + 1], data[stop + 2] if stop + 2 < end else 0):
            break
        stop += 1
    while stop > at and stop < end and data[stop] & 0xC0 == 0x80:  # too long: no letter is cut in two
        stop -= 1
    return stop


@compiled()
def _word_before(data: Any, at: int, start: int) -> Any:
    """Return the last eight octets, in lower case, of the word before `at`, past spaces and colons; 0 for none."""
    stop = at
    while stop > start and (_is_space(data[stop - 1]) or data[stop - 1] in (58, 45, 40)):
        stop -= 1
    word = np.uint64(0)
    place = nb.int64(0)
    while stop > start and place < 8:
        octet = nb.int64(data[stop - 1])
        if octet < 0x80 and not _is_word(octet) and octet != 47:
            break
        if 65 <= octet <= 90:
            octet |= 32
        word |= np.uint64(octet) << np.uint64(8 * place)
        place += 1
        stop -= 1
    return word


@compiled()
def _begins_telephone(data: Any, at: int, start: int, end: int) -> bool:
    """Say whether a number with its country may begin at a `+` or `0`; digits may be Arabic ones."""
    if at > start and _is_word(data[at - 1]):
        return False
    following = at + 1
    if data[at] == 48:
        if following >= end or data[following] != 48:
            return False
        following += 1
    while following < end and data[following] in (32, 40):
        following += 1
    return following < end and (48 <= data[following] <= 57 or data[following] in (0xD9, 0xDB))


@compiled()
def _blank(cleaned: Any, start: int, end: int) -> None:
    for at in range(start, end):
        cleaned[at] = _SPACE


@compiled(
    nb.int64(_u8, _i64, _u64, nb.uint8[::1], nb.uint8[::1], nb.int64[::1], nb.uint8[::1], nb.int64[::1], nb.int64[::1])
)
def scan_posts(  # noqa: C901 - one loop: a call an octet would cost the speed
    data: Any, offsets: Any, attributing: Any, cleaned: Any, noted: Any, rows: Any, kinds: Any, starts: Any, ends: Any
) -> int:
    """Fill the marks, row by row, and return how many: at most as many as there are octets @, # and 0xEF.

    `attributing` holds the words before a mention that make a post another's, packed and ascending. `cleaned` is as
    long as `data`; `noted` gets `ATTRIBUTED`, `MAYBE_EMAIL` and `MAYBE_TELEPHONE` for each row. A mark is its row, its
    kind, and its octets behind the `@` or `#`.
    """
    count = 0
    for row in range(offsets.size - 1):
        start, end = offsets[row], offsets[row + 1]
        quotes, mentions = 0, 0
        note = 0
        at = start
        while at < end:
            octet = nb.int64(data[at])
            cleaned[at] = octet
            if _TELLING[octet] == 0:
                at += 1
                continue
            width = 1
            if octet == 0xEF:
                if at + 2 < end and data[at + 1] == 0xBC and data[at + 2] in (0xA0, 0x83):
                    octet = 64 if data[at + 2] == 0xA0 else 35
                    width = 3
                    cleaned[at + 1], cleaned[at + 2] = data[at + 1], data[at + 2]
            elif octet == 0xC2:
                quotes += at + 1 < end and data[at + 1] in (0xAB, 0xBB)
            elif octet == 0xE2:
                quotes += at + 2 < end and data[at + 1] == 0x80 and data[at + 2] in (0x9C, 0x9D, 0x9E)
            elif octet in (0xD9, 0xDB):
                zero = 0xA0 if octet == 0xD9 else 0xB0
                if at + 4 < end and data[at + 1] == zero and data[at + 2] == octet and data[at + 3] == zero:
                    note |= MAYBE_TELEPHONE  # ٠٠, ۰۰
            elif octet == 34:
                quotes += 1
            elif octet in (43, 48):
                if _begins_telephone(data, at, start, end):
                    note |= MAYBE_TELEPHONE
            elif octet | 32 == 104 and (at == start or not _is_word(data[at - 1])):
                stop = _address_end(data, at, end)
                if stop > 0:
                    _blank(cleaned, at, stop)
                    at = stop
                    continue
            if octet == 64:
                first = at + width
                if at > start and (_is_word(data[at - 1]) or data[at - 1] in (43, 45, 46)):
                    note |= MAYBE_EMAIL
                    at = first
                    continue
                stop = _handle_end(data, first, end)
                if stop > first:
                    mentions += 1
                    word = _word_before(data, at, start)
                    place = np.searchsorted(attributing, word)
                    if place < attributing.size and attributing[place] == word:
                        note |= ATTRIBUTED
                    rows[count], kinds[count], starts[count], ends[count] = row, MENTION, first, stop
                    count += 1
                    _blank(cleaned, at, stop)
                    at = stop
                    continue
            elif octet == 35:
                first = at + width
                stop = _hashtag_end(data, first, end)
                if stop > first and (at == start or not _is_word(data[at - 1])):
                    rows[count], kinds[count], starts[count], ends[count] = row, HASHTAG, first, stop
                    count += 1
                    for place in range(first, stop):
                        cleaned[place] = data[place]
                    at = stop
                    continue
            at += width
        if mentions and quotes >= 2:
            note |= ATTRIBUTED
        noted[row] = note
    return count
