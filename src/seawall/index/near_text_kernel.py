"""The loops of near-text look-up, compiled: which units share a piece with a post, and how much of each stands in it?

Per post every run of letters is asked for in a bit table; the few that are there lead to units, and each unit is
compared once for each region of the post that its pieces point at. Work is bounded by the post's length times `CROWD`.
Rules in plain Python: `linear_text.py`, the oracle.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.index.near_text_align_kernel import aligned_share
from seawall.index.near_text_build_kernel import piece_hash
from seawall.index.near_text_rules import (
    CROWD,
    LONGEST_ALIGNED,
    MIN_CUTTING,
    MOST_ALIGNED,
    PIECE,
    SHINGLE,
    SHORT,
    WHOLE_SLOGAN,
    aligned_least,
)
from seawall.index.slogan_kernel import least_cost
from seawall.signals.compiled import compiled

__all__ = ["FIELDS", "KEYS", "SLOTS", "compare_rows"]

FIELDS = 12
KEYS = 1 << 14
SLOTS = 2048  # a power of two, more than twice the shingles of a block
_UNIT_BITS, _END_BITS = 39, 10  # of a key: unit, end in the post, end in the unit
_END_MASK = (1 << _END_BITS) - 1
_POST_MASK = (1 << (_UNIT_BITS - _END_BITS)) - 1
_SEEN = 1 << 9  # words of 64 bits
_SEEN_SHIFT = np.uint64(64 - 15)
_MOST_NOTED = 1 << 12
_MIX = np.uint64(0x9E3779B97F4A7C15)
_OCTET = np.uint64(8)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_LOW = np.uint64(0xFFFFFFFF)
_OWN, _IN_REGION, _IN_SPAN = 1, 2, 4
_ALIGNED_LEAST = np.array([aligned_least(own + SHINGLE - 1) for own in range(LONGEST_ALIGNED)])

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i16 = nb.types.Array(nb.int16, 1, "C", readonly=True)
_u32 = nb.types.Array(nb.uint32, 1, "C", readonly=True)
_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)
_i32 = nb.types.Array(nb.int32, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_facts = nb.types.Array(nb.int32, 2, "C", readonly=True)

_types: Any = nb.types  # numba's types say nothing of its own
_pieces = _types.Tuple((_u64, nb.int64, nb.int64, _i64, _u32, _i32, _i16))  # bits, shift, lengths, starts, checks …
_units = _types.Tuple((_u8, _i64, _u8, _i64, _facts))  # letters, starts, codes of short ones, starts, facts
_posts = _types.Tuple((_u8, _i32, _u8, _i64, _u8, _i32, _i64))  # codes, places, firsts, starts, letters, at, starts
_tables = _types.Tuple((_u8, _u8))  # class of a code, kind of a code
_work = _types.Tuple((nb.int64[::1], nb.uint32[::1], nb.int64[::1], nb.uint8[::1], nb.int64[::1], nb.int32[:, ::1]))


@compiled()
def _seek(letters: Any, begun: int, ended: int, at: int, pieces: Any, keys: Any) -> tuple[int, int]:
    """Collect the pieces met from letter `at` on; returns how many, and where to go on."""
    bits, shift, lengths, starts, checks, units, places = pieces
    found = 0
    word = np.uint64(0)
    for place in range(max(begun, at - PIECE), at):
        word = (word << _OCTET) | np.uint64(letters[place])
    mask = np.uint64(bits.size * 64 - 1)
    while at < ended and found + 4 * CROWD < keys.size:
        word = (word << _OCTET) | np.uint64(letters[at])
        at += 1
        for length in range(5, PIECE + 1):
            if (lengths >> length) & 1 == 0 or at - begun < length:
                continue
            state = piece_hash(word & (_ALL >> np.uint64(64 - 8 * length)), length)
            bit = (state >> np.uint64(20)) & mask
            if (bits[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1) == np.uint64(0):
                continue
            bucket = nb.int64(state >> np.uint64(shift))
            check = nb.uint32(state & _LOW)
            for posting in range(starts[bucket], starts[bucket + 1]):
                if checks[posting] == check and found < keys.size:
                    unit, end = nb.int64(units[posting]), nb.int64(places[posting])
                    keys[found] = (unit << _UNIT_BITS) | ((at - begun) << _END_BITS) | end
                    found += 1
    return found, at


@compiled()
def _shingle(letters: Any, at: int) -> Any:
    return (
        (nb.uint32(letters[at]) << nb.uint32(24))
        | (nb.uint32(letters[at + 1]) << nb.uint32(16))
        | (nb.uint32(letters[at + 2]) << nb.uint32(8))
        | nb.uint32(letters[at + 3])
    )


@compiled()
def _slot(value: Any, stamp: int, values: Any, stamps: Any) -> Any:
    """Return the slot that holds `value`, or the free one where it belongs."""
    slot = nb.int64(((nb.uint64(value) * _MIX) >> np.uint64(40)) & np.uint64(SLOTS - 1))
    while stamps[slot] == stamp and values[slot] != value:
        slot = (slot + 1) & (SLOTS - 1)
    return slot


@compiled()
def _note_shingles(letters: Any, begun: int, ended: int, seen: Any) -> None:
    """Set a bit for each shingle of a post."""
    seen[:] = np.uint64(0)
    for place in range(begun, ended - SHINGLE + 1):
        bit = (np.uint64(_shingle(letters, place)) * _MIX) >> _SEEN_SHIFT
        seen[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))


@compiled()
def _is_kept(met: int, own: int) -> bool:
    """Say whether so many of a unit's own shingles are worth a decision."""
    return 10 * met >= 3 * own or met >= MIN_CUTTING


@compiled()
def _may_be_aligned(met: int, own: int) -> Any:
    """Say whether so many are enough for comparing letters, where the unit is a whole text and short enough."""
    return own < LONGEST_ALIGNED and met >= _ALIGNED_LEAST[own]


@compiled()
def _may_be_near(unit_letters: Any, first: int, own: int, seen: Any) -> Any:
    """Say whether enough of a unit's shingles may stand in the post; never no where `compare_rows` would keep it."""
    count = 0
    for place in range(first, first + own):
        bit = (np.uint64(_shingle(unit_letters, place)) * _MIX) >> _SEEN_SHIFT
        count += nb.int64((seen[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1))
    return _is_kept(count, own) or _may_be_aligned(count, own)


@compiled()
def _compare(  # noqa: C901 - one loop after the other over the same slots
    letters: Any, low: int, high: int, unit_letters: Any, first: int, count: int, own: int, work: Any
) -> Any:
    """Compare the shingles of a unit (`count` from letter `first` on) with those that begin in `low` to `high`.

    Returns own shingles of the unit met in the region and in the best span, shingles of the region that are the unit's
    own, the best span as first shingle and end, and how many of the span's shingles are the unit's.
    """
    _, values, stamps, flags, slots, _ = work
    stamp = stamps[SLOTS] + 1
    stamps[SLOTS] = stamp
    for place in range(count):
        value = _shingle(unit_letters, first + place)
        slot = _slot(value, stamp, values, stamps)
        if stamps[slot] != stamp:
            stamps[slot] = stamp
            values[slot] = value
            flags[slot] = _OWN if place < own else 0
        slots[place] = slot
    covered = 0
    score = best = 0
    begin = low
    span_first = span_end = low
    for place in range(low, high):
        value = _shingle(letters, place)
        slot = _slot(value, stamp, values, stamps)
        if stamps[slot] == stamp:
            flags[slot] |= _IN_REGION
            covered += flags[slot] & _OWN
            if score == 0:
                begin = place
            score += 1
            if score > best:
                best = score
                span_first, span_end = begin, place + 1
        elif score:
            score -= 1
    in_span = 0
    for place in range(span_first, span_end):
        slot = _slot(_shingle(letters, place), stamp, values, stamps)
        if stamps[slot] == stamp:
            flags[slot] |= _IN_SPAN
            in_span += 1
    of_region = of_span = 0
    for place in range(min(own, count)):
        of_region += (flags[slots[place]] & _IN_REGION) != 0
        of_span += (flags[slots[place]] & _IN_SPAN) != 0
    return of_region, of_span, covered, span_first, span_end, in_span


@compiled()
def _edits_behind(letters: Any, at: int, end: int, unit: Any, place: int, last: int, step: int) -> int:
    """Return how many letters differ from `place` of the unit on, walking by `step` to `last`: 0, 1 or 2 for more."""
    while place != last and at != end and letters[at] == unit[place]:
        at += step
        place += step
    if place == last:
        return 0
    for ours, theirs in ((step, step), (0, step), (step, 0)):  # one exchanged, left out, put in
        post_at, unit_at = at + ours, place + theirs
        if (post_at - end) * step > 0:
            continue
        while unit_at != last and post_at != end and letters[post_at] == unit[unit_at]:
            post_at += step
            unit_at += step
        if unit_at == last:
            return 1
    return 2


@compiled()
def _edits(letters: Any, begun: int, ended: int, first: int, unit: Any, start: int, length: int, end: int) -> Any:
    """Return in how many letters a slogan differs from the post's skeleton around a piece that they share, up to 2.

    `first` is where the slogan would begin in the post, `end` where the piece ends in the slogan.
    """
    behind = _edits_behind(letters, first + end, ended, unit, start + end, start + length, 1)
    before = _edits_behind(letters, first + end - 1, begun - 1, unit, start + end - 1, start - 1, -1)
    return min(behind + before, 2)


@compiled(nb.int64(_pieces, _units, _posts, _tables, _work, nb.int64[:, ::1]))
def compare_rows(  # noqa: C901 - the loop over rows, with what it keeps between them
    pieces: Any, units: Any, posts: Any, tables: Any, work: Any, out: Any
) -> int:
    """Fill `out` with comparisons worth a decision and return how many, or −1 where there are more than `out` takes.

    Fields: row, unit, own shingles met in the region, in the span, region's shingles that are own, shingles of the
    post (letters of both where the unit is short), octets of the row where the span begins and where its last letter
    stands, the span's shingles, of these the unit's, cost of a short unit (−1: none), hundredths of the unit's letters
    in order (0: not compared).
    """
    codes, places, firsts, code_starts, letters, letters_at, letter_starts = posts
    unit_letters, unit_starts, short_codes, short_starts, facts = units
    keys = work[0]
    seen = np.empty(_SEEN, np.uint64)
    written = 0
    for row in range(letter_starts.size - 1):
        begun, ended = letter_starts[row], letter_starts[row + 1]
        at = begun
        noted = False
        while at < ended:
            found, at = _seek(letters, begun, ended, at, pieces, keys)
            if found > 1:
                keys[:found].sort()
            if found and not noted and ended - begun <= _MOST_NOTED:
                _note_shingles(letters, begun, ended, seen)
                noted = True
            last_unit = nb.int64(-1)
            done_until: Any = nb.int64(0)
            for place in range(found):
                unit = keys[place] >> _UNIT_BITS
                post_end = (keys[place] >> _END_BITS) & _POST_MASK
                if unit == last_unit and post_end <= done_until:
                    continue
                length = unit_starts[unit + 1] - unit_starts[unit]
                slack = 16 + length // 2
                offset = post_end - (keys[place] & _END_MASK)
                low = max(begun, begun + offset - slack)
                high = min(ended, begun + offset + length + slack)
                last_unit = unit
                done_until = high - begun
                if written == out.shape[0]:
                    return -1
                if length < SHORT:
                    met = keys[place] & _END_MASK
                    edits = _edits(letters, begun, ended, begun + offset, unit_letters, unit_starts[unit], length, met)
                    if edits > (length >= WHOLE_SLOGAN):
                        done_until = 0
                        continue
                    base = code_starts[row]
                    window_first = base + letters_at[low]
                    window_end = base + letters_at[high - 1] + 1
                    window_end = min(code_starts[row + 1], window_end + 8)
                    window_first = max(base, window_first - 8)
                    cost, span_first, span_end = least_cost(
                        codes, firsts, window_first, window_end, code_starts[row + 1],
                        short_codes, short_starts[unit], short_starts[unit + 1], facts[unit, 1], tables, work[5],
                    )  # fmt: skip
                    if cost < 0:
                        continue
                    out[written, 2:4] = 0
                    out[written, 4] = span_end - span_first
                    of_post = code_starts[row + 1] - base
                    out[written, 6] = places[span_first]
                    out[written, 7] = places[span_end - 1]
                    out[written, 8:10] = 0
                    out[written, 10] = cost
                    out[written, 11] = 0
                else:
                    own = nb.int64(facts[unit, 2])
                    if noted and not _may_be_near(unit_letters, unit_starts[unit], own, seen):
                        done_until = ended - begun  # nowhere in this post
                        continue
                    of_region, of_span, covered, span_first, span_end, in_span = _compare(
                        letters,
                        low,
                        high - SHINGLE + 1,
                        unit_letters,
                        unit_starts[unit],
                        length - SHINGLE + 1,
                        own,
                        work,
                    )
                    aligned = 0
                    if (
                        facts[unit, 3] == own  # one block
                        and _may_be_aligned(of_region, own)
                        and 100 * of_region < MOST_ALIGNED * own
                    ):
                        aligned = aligned_share(letters, begun, ended, unit_letters, unit_starts[unit], length, work[5])
                    if not aligned and not _is_kept(of_region, own):
                        continue
                    base = code_starts[row]
                    out[written, 2] = of_region
                    out[written, 3] = of_span
                    out[written, 4] = covered
                    out[written, 6] = places[base + letters_at[span_first]]
                    out[written, 7] = places[base + letters_at[span_end + SHINGLE - 2]]
                    out[written, 8] = span_end - span_first
                    out[written, 9] = in_span
                    out[written, 10] = -1
                    out[written, 11] = aligned
                    of_post = max(ended - begun - SHINGLE + 1, 0)
                out[written, 0] = row
                out[written, 1] = unit
                out[written, 5] = of_post
                written += 1
    return written
