"""Which words of a post are another's? One compiled pass that leaves them out, before style is counted.

Left out is what stands between quotation marks (“ ”, „ “, « », 「 」, 『 』 and straight ones), behind `>` at the
beginning of a line, and behind "RT @name:". The marks themselves stay: how somebody quotes is a habit of their own. Of
a post that quotes and has no word of its own beside it (names, hashtags and addresses are none), nothing is left: all
who only pass things on would write alike. A mark that is never closed takes nothing away. Apostrophes and single
quotation marks look alike and are passed over.
"""

from __future__ import annotations

from typing import Any

import numba as nb

from seawall.identity.traits.style_letters_kernel import address_end, code_point, is_letter, name_end
from seawall.signals.compiled import compiled
from seawall.signals.octet_kernel import width

__all__ = ["leave_out_quotes", "mark_worded"]

_LOOKED_AT = 16_384  # octets of a post; of what is left style looks at a quarter
_STRAIGHT, _HIGH, _CLOSED, _LOW, _LEFT, _RIGHT, _CORNER, _CORNER_END, _WHITE, _WHITE_END = range(1, 11)

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)


@compiled()
def _mark(data: Any, at: Any, end: Any) -> Any:
    """Return which quotation mark begins at `at`; 0: none."""
    octet = data[at]
    if octet == 34:
        return _STRAIGHT
    if octet == 0xC2 and at + 1 < end:
        return _LEFT if data[at + 1] == 0xAB else _RIGHT if data[at + 1] == 0xBB else 0
    if (octet == 0xE2 or octet == 0xE3) and at + 2 < end and data[at + 1] == 0x80:
        third = data[at + 2]
        if octet == 0xE2:
            if third == 0x9C:
                return _HIGH
            return _CLOSED if third == 0x9D else _LOW if third == 0x9E or third == 0x9F else 0
        if 0x8C <= third <= 0x8F:
            return _CORNER + third - 0x8C
    return 0


@compiled()
def _width(mark: Any) -> Any:
    return 1 if mark == _STRAIGHT else 2 if mark in (_LEFT, _RIGHT) else 3


@compiled()
def _is_space(data: Any, at: Any, start: Any, end: Any) -> Any:
    """Say whether a blank, or no letter at all, stands at `at`."""
    return at < start or at >= end or data[at] <= 32


@compiled()
def _is_letter(data: Any, at: Any, start: Any, end: Any) -> Any:
    """Say whether a letter stands at `at` that a straight mark may be inside a word with: Latin, digit, Hebrew."""
    if at < start or at >= end:
        return False
    octet = data[at]
    if octet < 0x80:
        return 97 <= octet | 32 <= 122 or 48 <= octet <= 57
    return octet == 0xD7 or (at > start and data[at - 1] == 0xD7)


@compiled()
def _opens(mark: Any, data: Any, at: Any, start: Any, end: Any) -> Any:
    """Say whether a mark may open a quotation here."""
    behind = at + _width(mark)
    if mark == _STRAIGHT:
        return not _is_letter(data, at - 1, start, end) and not _is_space(data, behind, start, end)
    if mark in (_CLOSED, _RIGHT):
        return _is_space(data, at - 1, start, end) and not _is_space(data, behind, start, end)
    return mark != _CORNER_END and mark != _WHITE_END


@compiled()
def _closes(opened: Any, mark: Any, data: Any, at: Any, start: Any, end: Any) -> Any:
    """Say whether a mark closes a quotation that `opened` began."""
    if opened == _STRAIGHT:
        if mark != _STRAIGHT or _is_space(data, at - 1, start, end):
            return False
        return not _is_letter(data, at + 1, start, end)
    if opened == _HIGH:
        return mark == _CLOSED
    if opened in (_CLOSED, _LOW):
        return mark in (_HIGH, _CLOSED)
    if opened in (_LEFT, _RIGHT):
        return mark == _LEFT + _RIGHT - opened
    return mark == opened + 1


@compiled()
def _reshared_at(data: Any, at: Any, start: Any, end: Any) -> Any:
    """Return where the words of another begin behind "RT @name:" at `at`; −1 where it is none.

    The colon may be wanting at the beginning of a post.
    """
    if at + 4 >= end or data[at] | 32 != 114 or data[at + 1] | 32 != 116 or _is_letter(data, at - 1, start, end):
        return -1
    place = at + 2
    while place < end and data[place] == 32:
        place += 1
    if place == at + 2 or place >= end or data[place] != 64:
        return -1
    stop = name_end(data, place + 1, end)
    if stop == place + 1:
        return -1
    while stop < end and data[stop] == 32:
        stop += 1
    if stop < end and data[stop] == 58:
        return stop + 1
    return stop if at == start else -1


@compiled()
def _line_end(data: Any, at: Any, end: Any) -> Any:
    while at < end and data[at] != 10 and data[at] != 13:
        at += 1
    return at


@compiled()
def _has_word(data: Any, start: Any, end: Any) -> Any:
    """Say whether a word stands there that is no name, no hashtag and no address."""
    at = start
    while at < end:
        point = code_point(data, at, end)
        if point == 64 or point == 35:
            at = name_end(data, at + 1, end)
        elif is_letter(point):
            stop = address_end(data, at, end) if point < 0x80 else at
            if stop == at:
                return True
            at = stop
        else:
            at += width(data[at])
    return False


@compiled(nb.void(_u8, _i64, _i64, nb.boolean[::1]))
def mark_worded(data: Any, starts: Any, ends: Any, out: Any) -> None:
    """Write whether a word stands in each row that is no name, no hashtag and no address."""
    for row in range(starts.size):
        out[row] = _has_word(data, starts[row], ends[row])


@compiled(nb.int64(_u8, _i64, _i64, nb.uint8[::1], nb.int64[::1], nb.int64[::1]))
def leave_out_quotes(  # noqa: C901 - one loop: a call an octet would cost the speed
    data: Any, starts: Any, ends: Any, out: Any, out_starts: Any, out_ends: Any
) -> Any:
    """Write what of each row is its own into `out`, at most as many octets as `data` has; return how many there are.

    `out_starts` and `out_ends` get where each row lies in `out`.
    """
    written = nb.int64(0)
    for row in range(starts.size):
        start = starts[row]
        end = min(ends[row], start + _LOOKED_AT)
        unclosed = nb.int64(0)  # a bit for each mark that nothing closes from here on
        begins_line = True
        quotes = False
        passed_on = nb.int64(-1)  # where in `out` an "RT @name:" begins
        out_starts[row] = written
        at = start
        while at < end:
            octet = data[at]
            if octet == 62 and begins_line:
                out[written] = octet
                written += 1
                at = _line_end(data, at, end)
                quotes = True
                continue
            if octet > 32:
                begins_line = False
            elif octet == 10 or octet == 13:
                begins_line = True
            if octet | 32 == 114:
                words = _reshared_at(data, at, start, end)
                if words >= 0:
                    quotes = True
                    passed_on = written
                    while at < words:
                        out[written] = data[at]
                        written += 1
                        at += 1
                    break
            mark = _mark(data, at, end) if octet == 34 or octet >= 0xC2 else nb.int64(0)
            if mark == 0:
                out[written] = octet
                written += 1
                at += 1
                continue
            behind = at + _width(mark)
            while at < behind:
                out[written] = data[at]
                written += 1
                at += 1
            if unclosed >> mark & 1 or not _opens(mark, data, at - _width(mark), start, end):
                continue
            seek = at
            while seek < end:
                other = _mark(data, seek, end) if data[seek] == 34 or data[seek] >= 0xC2 else nb.int64(0)
                if other != 0 and _closes(mark, other, data, seek, start, end):
                    break
                seek += 1
            if seek < end:
                at = seek
                quotes = True
                behind = seek + _width(_mark(data, seek, end))
                while at < behind:
                    out[written] = data[at]
                    written += 1
                    at += 1
            else:
                unclosed |= nb.int64(1) << mark
        if quotes and not _has_word(out, out_starts[row], passed_on if passed_on >= 0 else written):
            written = out_starts[row]
        out_ends[row] = written
    return written
