"""Does a slogan stand in this place, letter by letter? The loop that compares short texts, compiled.

Sellers' algorithm (1980): the least cost of editing the slogan into some part of a window, both ends of it at word
boundaries. A letter left out, put in or exchanged costs `LETTER`; less where a vowel is meant, or where a digit or a
dotless letter stands for its class: what writers do to hide. Left out: what cost is too much for a match
(`near_text_rules.py` says one letter in ten).
"""

from __future__ import annotations

from typing import Any

import numba as nb

from seawall.index.near_text_rules import (
    ALIKE,
    ARABIZI,
    ARABIZI_NO_DIGITS,
    BARE,
    GAP,
    LETTER,
    LONGEST_SLOGAN,
    SPELLED,
    TYPED,
)
from seawall.signals.compiled import compiled
from seawall.signals.skeleton_table import ARABIC, HASHED, VOWEL, WILD

__all__ = ["least_cost"]

_FAR = 1 << 20
_LONGEST_PARTICLES = 4


@compiled()
def _exchange(left: int, right: int, weak: Any, class_of: Any, kind_of: Any) -> Any:
    """Return what it costs that `right` stands where `left` should."""
    if left == right:
        return weak[3] if kind_of[left] & VOWEL != 0 else 0
    wild = (kind_of[left] | kind_of[right]) & WILD != 0
    if class_of[left] != class_of[right]:
        return LETTER // 2 if wild and (class_of[left] == 0 or class_of[right] == 0) else LETTER
    if wild:
        return weak[3] if class_of[left] == 0 else 0
    return max(weak[2], weak[3]) if class_of[left] == 0 else ALIKE


@compiled()
def _put_in(code: int, before: int, weak: Any, class_of: Any) -> Any:
    """Return what it costs that `code` stands there and should not."""
    if code == before:
        return min(1, weak[1])
    return weak[1] if class_of[code] == 0 else LETTER


@compiled()
def _may_begin(codes: Any, firsts: Any, low: int, place: int, kind_of: Any) -> bool:
    """Say whether a slogan may begin at a letter: at a word's start, in a script without spaces, behind particles."""
    if firsts[place] or codes[place] >= HASHED:
        return True
    if kind_of[codes[place]] & ARABIC == 0:
        return False
    at = place - 1
    while at >= low and place - at <= _LONGEST_PARTICLES:
        if firsts[at]:
            return True
        at -= 1
    return False


@compiled()
def _place(  # noqa: C901 - one table, filled letter by letter
    codes: Any, firsts: Any, low: int, high: int, end: int,
    slogan: Any, begun: int, ended: int, weak: Any, tables: Any, rows: Any,
) -> Any:  # fmt: skip
    """Return (cost, first, end) of the cheapest place of a slogan; cost −1: too dear."""
    class_of, kind_of = tables
    count = ended - begun
    limit = count // 2 + 2
    for place in range(count + 1):
        rows[0, place] = _FAR
        rows[1, place] = low
    best, best_first, best_end = limit + 1, low, low
    for at in range(low, high):
        code = nb.int64(codes[at])
        before = nb.int64(codes[at - 1]) if at > low else 0
        corner: Any = nb.int64(_FAR)
        corner_first = at
        if _may_begin(codes, firsts, low, at, kind_of):
            corner = 0
            cost = 0
            for place in range(1, count + 1):  # the slogan may lack its beginning
                cost += weak[0] if class_of[slogan[begun + place - 1]] == 0 else LETTER
                if cost > limit:
                    break
                if cost < rows[0, place]:
                    rows[0, place] = cost
                    rows[1, place] = at
        added = _put_in(code, before, weak, class_of)
        breaks = at + 1 == end or firsts[at + 1]  # "@" for a letter is a gap in the word
        left_out_here = min(weak[0], GAP) if breaks else weak[0]
        consonant = nb.int64(0)
        for place in range(1, count + 1):
            wanted = nb.int64(slogan[begun + place - 1])
            cost = corner + _exchange(wanted, code, weak, class_of, kind_of)
            first = nb.int64(corner_first)
            corner, corner_first = nb.int64(rows[0, place]), nb.int64(rows[1, place])
            if corner + added < cost:
                cost, first = corner + added, corner_first
            if place > 1:
                left_out = nb.int64(rows[0, place - 1])
                if class_of[wanted] == 0:
                    left_out += left_out_here
                else:
                    left_out += 1 if wanted == consonant else LETTER
                if left_out < cost:
                    cost, first = left_out, nb.int64(rows[1, place - 1])
            rows[0, place] = min(cost, _FAR)
            rows[1, place] = first
            if class_of[wanted] != 0:
                consonant = wanted
        if rows[0, count] < best and (at + 1 == end or firsts[at + 1] or codes[at] >= HASHED):
            best, best_first, best_end = nb.int64(rows[0, count]), nb.int64(rows[1, count]), at + 1
    if best > limit:
        return -1, low, low
    return best, best_first, best_end


@compiled()
def least_cost(
    codes: Any, firsts: Any, low: int, high: int, end: int,
    slogan: Any, begun: int, ended: int, way: int, tables: Any, rows: Any,
) -> Any:  # fmt: skip
    """Return (cost, first, end) of the cheapest place of a slogan between `low` and `high`; cost −1: too dear.

    `end` is where the post ends; `rows` is working memory: costs and beginnings.
    """
    if ended - begun > LONGEST_SLOGAN:
        return -1, low, low
    weak = TYPED if way in (ARABIZI, ARABIZI_NO_DIGITS) else SPELLED
    found = _place(codes, firsts, low, high, end, slogan, begun, ended, weak, tables, rows)
    if found[0] < 0 and way == 0:
        found = _place(codes, firsts, low, high, end, slogan, begun, ended, BARE, tables, rows)
    return found
