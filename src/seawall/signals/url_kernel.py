"""Where do plain addresses stand in a whole column, and what do they carry? Compiled loops over UTF-8.

A plain address is `http(s)://`, a lower-case host and segments of `A-Za-z0-9_~-`, between spaces or marks that end a
sentence. `scan_rows` finds those and says of each other text whether anything in it may be an address at all: such a
text goes through `url_finding.py`, which is the rule; tests hold the two together. Left out: whether a host is plain
(`is_plain_host`), what the addresses carry (`url_levels_kernel.py`).
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["scan_rows"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)

_ACCEPTED, _CUT, _OTHER = 0, 1, 2
_LONGEST = 200
_PACKED = 8  # letters of an ending that are compared; more may only look like an address
_LONGEST_ENDING = 30
_TELLING = np.zeros(
    256, np.uint8
)  # octets at which anything can begin or be told: . : [ ( { d p w and three beyond ASCII
_TELLING[[46, 58, 91, 40, 123, 100, 68, 112, 80, 119, 87, 0xEF, 0xE3, 0xD9]] = 1
_WORD_LETTERS = 2  # of those, letters: telling only at the beginning of a word
_TELLING[[100, 68, 112, 80, 119, 87]] = _WORD_LETTERS


@compiled()
def _is_letter(octet: int) -> bool:
    return 97 <= octet | 32 <= 122


@compiled()
def _is_space(octet: int) -> bool:
    return octet == 32 or 9 <= octet <= 13 or 28 <= octet <= 31


@compiled()
def _is_host_letter(octet: int) -> bool:
    return 97 <= octet <= 122 or 48 <= octet <= 57


@compiled()
def _is_path_letter(octet: int) -> bool:
    return _is_letter(octet) or 48 <= octet <= 57 or octet in (95, 126, 45)


@compiled()
def _ends_sentence(octet: int) -> bool:
    return octet in (33, 39, 41, 42, 44, 46, 58, 59, 63, 93, 124, 125)  # ! ' ) * , . : ; ? ] | }


@compiled()
def _stops(data: Any, at: int, end: int) -> bool:
    """Say whether no address goes on at `at`: the text's end, a space, or < > " `."""
    return at >= end or _is_space(data[at]) or data[at] in (34, 60, 62, 96)


@compiled()
def _slashes(data: Any, at: int, end: int) -> int:
    """Return how many octets a slash of any kind at `at` takes; 0 for none."""
    if at < end and data[at] in (47, 92):
        return 1
    return 3 if at + 2 < end and data[at] == 0xEF and data[at + 1] == 0xBC and data[at + 2] == 0x8F else 0


@compiled()
def _plain_host_end(data: Any, at: int, end: int) -> int:
    """Return where a plain host that begins at `at` ends; −1 where none does."""
    dots = 0
    letters = 0  # of the last label, as long as it has nothing else
    previous = 46
    while at < end:
        octet = nb.int64(data[at])
        if _is_host_letter(octet):
            letters = letters + 1 if letters >= 0 and octet >= 97 else -1
        elif octet == 46 and _is_host_letter(previous):
            dots += 1
            letters = 0
        elif octet == 45 and _is_host_letter(previous):
            letters = -1
        else:
            break
        previous = octet
        at += 1
    return at if dots and 2 <= letters <= 63 and previous != 46 else -1


@compiled()
def _plain_url(data: Any, at: int, end: int) -> tuple[int, int, int]:
    """Read an address behind its `://`: (verdict, end of the host, end of the address)."""
    host_end = _plain_host_end(data, at, end)
    if host_end < 0:
        return _OTHER, 0, 0
    stop = host_end
    while stop < end and data[stop] == 47:
        begun = stop + 1
        while begun < end and _is_path_letter(data[begun]):
            begun += 1
        empty = begun == stop + 1
        stop = begun
        if empty:
            break
    if data[stop - 1] in (95, 126) or stop - at > _LONGEST - 8:
        return _OTHER, 0, 0
    after = stop
    while after < end and _ends_sentence(data[after]):
        after += 1
    if _stops(data, after, end):
        cut = after - stop >= 3 and data[after - 1] == 46 and data[after - 2] == 46 and data[after - 3] == 46
        return (_CUT if cut else _ACCEPTED), host_end, stop
    is_ellipsis = (
        after == stop and stop + 2 < end and data[stop] == 0xE2 and data[stop + 1] == 0x80 and data[stop + 2] == 0xA6
    )
    if is_ellipsis and _stops(data, stop + 3, end):
        return _CUT, host_end, stop
    return _OTHER, 0, 0


@compiled()
def _scheme_length(data: Any, colon: int, start: int) -> int:
    """Return the length of the `http` or `https` right before `colon` that begins a word; 0 for another thing."""
    length = 5 if colon - start >= 5 and data[colon - 1] == 115 else 4
    first = colon - length
    if (
        first < start
        or data[first] != 104
        or data[first + 1] != 116
        or data[first + 2] != 116
        or data[first + 3] != 112
    ):
        return 0
    if first > start and (_is_letter(data[first - 1]) or data[first - 1] in (0xAA, 0xB0, 0xB1, 0xBF)):
        return 0  # behind a letter; also behind K, İ, ı and ſ, which Python takes for letters of ASCII here
    return length


@compiled()
def _ending_key(data: Any, at: int, end: int) -> Any:
    """Return the letters at `at` packed in lower case, and where they end; 0 for fewer than 2 or too many."""
    key = nb.uint64(0)
    stop = at
    while stop < end and _is_letter(data[stop]):
        if stop - at < _PACKED:
            key = key << nb.uint64(8) | nb.uint64(data[stop] | 32)
        stop += 1
    return (key if 2 <= stop - at <= _LONGEST_ENDING else nb.uint64(0)), stop


@compiled()
def _holds(keys: Any, key: int) -> bool:
    low, high = 0, keys.size
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return key != 0 and low < keys.size and keys[low] == key


@compiled()
def _space_end(data: Any, at: int, end: int) -> int:
    """Return where up to two spaces at `at` end; a character of Latin-1 or of punctuation counts as one."""
    for _ in range(2):
        if at < end and _is_space(data[at]):
            at += 1
        elif at + 1 < end and data[at] == 0xC2:
            at += 2
        elif at + 2 < end and data[at] in (0xE1, 0xE2, 0xE3):
            at += 3
    return at


@compiled()
def _is_spelled_out(data: Any, at: int, end: int, spelled: Any) -> Any:
    """Say whether behind a spaced or written dot the last label of a spelled-out host stands, with a slash."""
    at = _space_end(data, at, end)
    if at < end and data[at] in (0xC4, 0xC5):
        return True
    key, stop = _ending_key(data, at, end)
    if not _holds(spelled, key):
        return key != 0 and stop < end and data[stop] >= 0x80 and data[stop] in (0xC4, 0xC5)
    stop = _space_end(data, stop, end)
    return stop < end and (data[stop] in (47, 83, 115, 66, 98, 46) or data[stop] >= 0x80 or data[stop] in (91, 40, 123))


@compiled()
def _may_be_host(data: Any, dot: int, step: int, start: int, end: int, www: Any, plain: Any, pathed: Any) -> Any:
    """Say whether a host without scheme may end right behind the dot at `dot` of `step` octets."""
    at = dot + step
    if dot == start or at >= end or _is_space(data[dot - 1]):
        return False
    if data[at] in (0xC2, 0xE2, 0xEF):  # invisible characters begin so
        return True
    key, stop = _ending_key(data, at, end)
    if key == 0:
        return stop > at and stop < end and data[stop] in (0xC2, 0xE2, 0xEF)
    if stop < end and data[stop] in (0xC2, 0xE2, 0xEF):
        return True
    if stop < end and (48 <= data[stop] <= 57 or data[stop] in (64, 95, 45)):
        return False
    if _holds(plain, key):
        return True
    return _holds(pathed, key) and (www or (stop < end and data[stop] in (47, 63, 35, 58)))


@compiled()
def _is_bracket_dot(data: Any, at: int, end: int) -> Any:
    """Say whether behind an opening bracket before `at` a dot may be written."""
    at = _space_end(data, at, end)
    if at >= end:
        return False
    octet = nb.int64(data[at])
    if octet == 46:
        return True
    if octet | 32 == 100:
        return at + 1 < end and data[at + 1] | 32 == 111
    if octet | 32 == 112:
        return at + 1 < end and data[at + 1] | 32 == 117
    if octet == 0xD9:
        return at + 3 < end and data[at + 1] == 0x86 and data[at + 3] == 0x82
    return octet == 0xEF or (octet == 0xE3 and at + 2 < end and data[at + 1] == 0x80 and data[at + 2] == 0x82)


@compiled()
def _is_other_scheme(data: Any, colon: int, step: int, start: int, end: int) -> Any:
    """Say whether what stands behind a colon may follow a scheme."""
    at = colon + step
    if at < end and data[at] in (41, 93):
        at += 1
    first = _slashes(data, at, end)
    if first and _slashes(data, at + first, end):
        return True
    is_tg = colon >= start + 2 and data[colon - 1] | 32 == 103 and data[colon - 2] | 32 == 116
    return is_tg and colon + 1 < end and data[colon + 1] | 32 in (114, 106, 112)


@compiled()
def _is_word_dot(data: Any, at: int, start: int, end: int, spelled: Any) -> Any:
    """Say whether "dot" or "punto" between spaces is part of a host that is spelled out."""
    if at > start and not _is_space(data[at - 1]) and data[at - 1] < 0x80:
        return False
    if at + 3 < end and data[at] | 32 == 100 and data[at + 1] | 32 == 111 and data[at + 2] | 32 == 116:
        return _is_spelled_out(data, at + 3, end, spelled)
    if at + 5 < end and data[at] | 32 == 112 and data[at + 1] | 32 == 117 and data[at + 4] | 32 == 111:
        return _is_spelled_out(data, at + 5, end, spelled)
    return False


@compiled()
def _is_suspicious(data: Any, at: int, start: int, end: int, www: Any, plain: Any, pathed: Any, spelled: Any) -> Any:
    """Say whether an address other than a plain one may stand around the octet at `at`."""
    octet = nb.int64(data[at])
    if octet == 46:
        if _may_be_host(data, at, 1, start, end, www, plain, pathed):
            return True
        return at + 1 < end and at > start and _is_spelled_out(data, at + 1, end, spelled)
    if octet == 58:
        return _is_other_scheme(data, at, 1, start, end)
    if octet in (91, 40, 123):
        return _is_bracket_dot(data, at + 1, end)
    if octet in (100, 68, 112, 80):
        return _is_word_dot(data, at, start, end, spelled)
    if octet == 0xEF and at + 2 < end:
        third = data[at + 2]
        if data[at + 1] == 0xBC and third == 0x9A:
            return _is_other_scheme(data, at, 3, start, end)
        is_dot = (data[at + 1] == 0xBC and third == 0x8E) or (data[at + 1] == 0xBD and third == 0xA1)
        return is_dot and at + 3 < end
    if octet == 0xE3 and at + 3 < end and data[at + 1] == 0x80 and data[at + 2] == 0x82:
        following = nb.int64(data[at + 3])
        return _is_letter(following) or _is_space(following) or following in (0xC2, 0xC4, 0xC5, 0xE2, 0xEF)
    if octet == 0xD9 and at + 8 < end and data[at + 1] == 0x86 and data[at + 2] == 0xD9 and data[at + 3] == 0x82:
        return _is_spelled_out(data, at + 8, end, spelled)
    return False


@compiled(
    nb.int64(
        _u8,
        _i64,
        _u64,
        _u64,
        _u64,
        nb.boolean[::1],
        nb.int64[::1],
        nb.int64[::1],
        nb.int64[::1],
        nb.int64[::1],
        nb.int64[::1],
    )
)
def scan_rows(  # noqa: C901 - one loop: a call an octet would cost the speed
    data: Any, offsets: Any, plain: Any, pathed: Any, spelled: Any,
    other: Any, rows: Any, characters: Any, starts: Any, host_ends: Any, ends: Any,
) -> int:  # fmt: skip
    """Find plain addresses; return how many. `other` says which rows must be read by the rule: none of these count.

    Per address: its row, its first character, first octet, octet behind the host and behind the address. `plain`,
    `pathed` and `spelled` are packed endings in order.
    """
    count = 0
    for row in range(offsets.size - 1):
        start, end = offsets[row], offsets[row + 1]
        first = count
        counted, character = start, 0  # octets before `counted` are `character` characters
        www = False
        at = start
        while at < end:
            octet = data[at]
            kind = _TELLING[octet]
            if kind == 0:
                at += 1
                continue
            if kind == _WORD_LETTERS:
                if at > start and _is_letter(data[at - 1]):
                    at += 1
                    continue
                if octet | 32 == 119:
                    www |= at + 2 < end and data[at + 1] | 32 == 119 and data[at + 2] | 32 == 119
                    at += 1
                    continue
            if octet == 58 and at + 2 < end and data[at + 1] == 47 and data[at + 2] == 47:
                scheme = _scheme_length(data, at, start)
                verdict, host_end, stop = _OTHER, nb.int64(0), nb.int64(0)
                if scheme:
                    verdict, host_end, stop = _plain_url(data, at + 3, end)
                if verdict == _OTHER:
                    other[row] = True
                    break
                if verdict == _ACCEPTED:
                    while counted < at - scheme:
                        character += data[counted] & 0xC0 != 0x80
                        counted += 1
                    rows[count] = row
                    characters[count] = character
                    starts[count] = at - scheme
                    host_ends[count] = host_end
                    ends[count] = stop
                    count += 1
                at = stop
                continue
            if _is_suspicious(data, at, start, end, www, plain, pathed, spelled):
                other[row] = True
                break
            at += 1
        if other[row]:
            count = first
    return count
