"""The loops that take out of a text what is not its author's own wording: links, handles, and other people's words.

Both work in place on UTF-8 octets and put one blank for each character, so that places in the text stay true.

An address is a stretch without blanks that holds `://`, `host.name/`, `www.`, a mail address or `@name`. Quoted is
what stands between quotation marks of any script, or behind an opening one that is never closed, if at least three
words stand outside: who quotes with hardly a word of their own is taken at the quoted word. A straight single mark
opens only behind a blank and closes only before something that is no letter, so that apostrophes stay. Left out: what
the words mean.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled
from seawall.signals.octet_kernel import width

__all__ = ["blank_addresses", "blank_quotations"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)

_OWN_WORDS = 3
_LONGEST_UNSURE = 400  # octets between straight marks


@compiled()
def _is_blank(octet: Any) -> Any:
    return octet <= 32


@compiled()
def _plain(octet: Any) -> Any:
    """Say whether an octet may stand in a host or a handle: letter, digit, hyphen, underscore, or beyond ASCII."""
    return (
        (48 <= octet <= 57) or (65 <= octet <= 90) or (97 <= octet <= 122) or octet == 45 or octet == 95 or octet >= 128
    )


@compiled()
def _is_address(data: Any, start: Any, end: Any) -> Any:
    """Say whether a stretch without blanks is a link, a mail address or a handle."""
    dotted = False
    mail = False
    for at in range(start, end):
        octet = data[at]
        if octet == 64 and at + 1 < end and _plain(data[at + 1]):
            if at == start or not _plain(data[at - 1]):
                return True  # a handle
            mail = True
        if octet == 58 and at + 2 < end and data[at + 1] == 47 and data[at + 2] == 47:
            return True
        if octet == 46 and start < at and at + 2 < end and _plain(data[at - 1]) and _plain(data[at + 1]):
            dotted = True
            if mail:
                return True
        if octet == 47 and dotted and at + 1 < end:
            return True
    return end - start > 4 and data[start + 3] == 46 and (data[start] | 32) == 119 and (data[start + 1] | 32) == 119


@compiled()
def _blank(data: Any, start: Any, end: Any) -> None:
    at = start
    while at < end:
        octet = data[at]
        if octet < 0xC0:
            data[at] = 32
            at += 1
        elif octet < 0xE0:  # NO-BREAK SPACE, two octets
            data[at] = 0xC2
            data[at + 1] = 0xA0
            at += 2
        elif octet < 0xF0:  # EM SPACE, three octets
            data[at] = 0xE2
            data[at + 1] = 0x80
            data[at + 2] = 0x83
            at += 3
        else:  # a picture letter, four octets: a space in the normal form
            data[at] = 0xF0
            data[at + 1] = 0x9F
            data[at + 2] = 0x98
            data[at + 3] = 0x80
            at += 4


@compiled(nb.void(nb.uint8[::1], _i64, _i64))
def blank_addresses(data: Any, starts: Any, ends: Any) -> None:
    """Overwrite links, mail addresses and handles by blanks, character for character, so that places stay true."""
    for row in range(starts.size):
        at = starts[row]
        end = ends[row]
        while at < end:
            while at < end and _is_blank(data[at]):
                at += 1
            start = at
            while at < end and not _is_blank(data[at]):
                at += 1
            if at > start and _is_address(data, start, at):
                _blank(data, start, at)


@compiled()
def _mark(data: Any, at: Any, end: Any) -> Any:
    """Return the code point of the character at `at` if it is a quotation mark, else 0."""
    octet = data[at]
    if octet == 34 or octet == 39:
        return nb.int64(octet)
    if octet == 0xC2 and at + 1 < end and (data[at + 1] == 0xAB or data[at + 1] == 0xBB):
        return nb.int64(data[at + 1])
    if octet == 0xE2 and at + 2 < end and data[at + 1] == 0x80:
        last = data[at + 2]
        if 0x98 <= last <= 0x9F or last == 0xB9 or last == 0xBA:
            return nb.int64(0x2000 + last - 0x80)
    return nb.int64(0)


@compiled()
def _is_letter(octet: Any) -> Any:
    """Say whether a letter begins here, near enough: dashes, dots and pictures of U+2000 and beyond U+FFFF do not."""
    return (65 <= octet <= 90) or (97 <= octet <= 122) or (0xC3 <= octet < 0xF0 and octet != 0xE2)


@compiled()
def _may_open(data: Any, at: Any, start: Any, mark: Any) -> Any:
    if mark == 39:
        return at == start or data[at - 1] <= 32 or data[at - 1] == 58 or data[at - 1] == 40
    return (
        mark == 34
        or mark == 0xAB
        or mark == 0xBB
        or mark == 0x201C
        or mark == 0x201E
        or mark == 0x201F
        or mark == 0x2039
    )


@compiled()
def _closes(data: Any, at: Any, end: Any, opened: Any, mark: Any) -> Any:
    if opened == 39:
        return mark == 39 and (at + 1 >= end or not _is_letter(data[at + 1]))
    if opened == 34:
        return mark == 34
    if opened == 0xAB:
        return mark == 0xBB
    if opened == 0xBB:
        return mark == 0xAB
    if opened == 0x2039:
        return mark == 0x203A
    return mark == 0x201D or mark == 0x201C or mark == 34


@compiled()
def _quotation_end(data: Any, at: Any, end: Any, opened: Any) -> Any:
    """Return where the quotation that begins at `at` ends, its mark included, or -1 where nothing is quoted."""
    seek = at + width(data[at])
    while seek < end:
        mark = _mark(data, seek, end)
        if mark != 0 and _closes(data, seek, end, opened, mark):
            return seek + width(data[seek])
        if (opened == 34 or opened == 39) and seek - at > _LONGEST_UNSURE:
            return -1
        seek += width(data[seek])
    return -1 if opened == 34 or opened == 39 or opened == 0xBB else end


@compiled()
def _find_quotations(data: Any, start: Any, end: Any, firsts: Any, lasts: Any) -> Any:
    """Write where each quotation begins and ends; return how many, or 0 where too few words stand outside."""
    count = 0
    words = 0
    in_word = False
    at = start
    while at < end:
        mark = _mark(data, at, end)
        if mark != 0 and count < firsts.size and _may_open(data, at, start, mark):
            stop = _quotation_end(data, at, end, mark)
            if stop > 0:
                firsts[count] = at
                lasts[count] = stop
                count += 1
                at = stop
                in_word = False
                continue
        letter = mark == 0 and _is_letter(data[at])
        if letter and not in_word:
            words += 1
        in_word = letter or (in_word and mark != 0)
        at += width(data[at])
    return count if words >= _OWN_WORDS else 0


@compiled(nb.void(nb.uint8[::1], _i64, _i64))
def blank_quotations(data: Any, starts: Any, ends: Any) -> None:
    """Overwrite what each text quotes, marks included, character for character."""
    firsts = np.empty(64, np.int64)
    lasts = np.empty(64, np.int64)
    for row in range(starts.size):
        found = _find_quotations(data, starts[row], ends[row], firsts, lasts)
        for place in range(found):
            _blank(data, firsts[place], lasts[place])
