"""The loops of `blocking.py`: accounts that share rare keys are gathered with their bits, and laid out as a list.

What is known of an account so far lies in one row of `cells`, as one piece of memory: columns `SCORE` and `OF_KIND` as
numbers, and, in `words`, which is the same memory, `REASONS` and `PLACE`.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.style_rows_kernel import put_in_heap
from seawall.signals.compiled import compiled

__all__ = [
    "SCORE",
    "add_others",
    "foremost",
    "gather_held",
    "gather_spans",
    "hand_over",
    "lay_out",
    "span_keys",
    "timing_bits",
]

SCORE, OF_KIND, REASONS, PLACE = range(4)

_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_f32 = nb.types.Array(nb.float32, 1, "C", readonly=True)


@compiled()
def _place_of(keys: Any, wanted: Any) -> Any:
    """Return the first place whose key is not below the wanted one: guessed, as keys lie evenly, then halved."""
    last = keys.size - 1
    guess = min(max(nb.int64(np.float64(wanted) * 2.0**-64 * keys.size), 0), last)
    step = 64
    low, high = guess, guess  # keys[low] < wanted <= keys[high], but for the ends
    if keys[guess] < wanted:
        while high < last and keys[high] < wanted:
            low, high = high, min(last, high + step)
            step *= 2
        if keys[high] < wanted:
            return keys.size
    else:
        while low > 0 and keys[low] >= wanted:
            low, high = max(0, low - step), low
            step *= 2
        if keys[low] >= wanted:
            return low
    while high - low > 1:
        middle = (low + high) // 2
        if keys[middle] < wanted:
            low = middle
        else:
            high = middle
    return high


@compiled(nb.void(_u64, _i64, _u64, nb.int64[::1], nb.int64[::1]))
def span_keys(keys: Any, starts: Any, held: Any, begins: Any, ends: Any) -> None:
    """Write where the accounts of each held key begin and end; nowhere for one that does not stand in `keys`."""
    for at in range(len(held)):
        begins[at] = ends[at] = 0
        if not len(keys):
            continue
        place = _place_of(keys, held[at])
        if place < len(keys) and keys[place] == held[at]:
            begins[at], ends[at] = starts[place], starts[place + 1]


@compiled()
def _present_counts(begins: Any, ends: Any, ordinals: Any, present: Any, withdrawn: int, bound: int) -> Any:
    """Return how many present accounts hold each key, `withdrawn` being all that are not; any above `bound` do."""
    counts = ends - begins
    if withdrawn:
        for key in range(len(begins)):
            if counts[key] - withdrawn <= bound:
                counts[key] = 0
                for place in range(begins[key], ends[key]):
                    counts[key] += present[ordinals[place]]
    return counts


@compiled()
def _meet_keys(
    begins: Any, ends: Any, ordinals: Any, present: Any, withdrawn: int, bound: int, budget: int, accounts_bits: float,
    cells: Any, touched: Any,
) -> int:  # fmt: skip
    """Add each key's bits to the accounts that hold it, rarest keys first, until `budget` look-ups are used.

    Keys of more than `bound` present accounts give nothing. The bits of this kind were all 0 before;
    accounts that get their first ones are written to `touched`, which has room for all and one more. Returns how many
    were.
    """
    touched_count = 0
    counts = _present_counts(begins, ends, ordinals, present, withdrawn, bound)
    for key in np.argsort(counts, kind="mergesort"):
        count = counts[key]
        if count == 0:
            continue
        if count > bound or count > budget:
            break
        budget -= count
        bits = np.float32(accounts_bits - np.log2(count + 1.0))
        if bits <= 0.0:
            break
        for place in range(begins[key], ends[key]):
            ordinal = ordinals[place]
            if withdrawn and not present[ordinal]:
                continue
            before = cells[ordinal, OF_KIND]
            cells[ordinal, OF_KIND] = before + bits
            touched[touched_count] = ordinal  # stays where it is the first time: no jump, as none can be foreseen
            touched_count += before == 0.0
    return touched_count


@compiled()
def _settle_kind(
    touched: Any, touched_count: int, cells: Any, words: Any, weight: float, cap: float, bit: int, found: Any,
    found_count: int,
) -> int:  # fmt: skip
    """Add a kind's weighed bits, up to its cap, to the scores and clear them; return how many are found by now."""
    for at in range(touched_count):
        ordinal = touched[at]
        bits = min(cells[ordinal, OF_KIND] * weight, cap)
        cells[ordinal, OF_KIND] = 0.0
        before = words[ordinal, REASONS]
        if found_count == len(found):
            if before == 0:
                continue
        else:
            found[found_count] = ordinal
            found_count += before == 0
        cells[ordinal, SCORE] += np.float32(bits)
        words[ordinal, REASONS] = before | bit
    return found_count


_GATHERING = (
    "boolean[::1], int64, int64, int64, float64, float64, float64, uint32, "
    "float32[:, ::1], uint32[:, ::1], uint32[::1], uint32[::1], int64)"
)


@compiled("int64(int64[::1], int64[::1], Array(uint32, 1, 'C', True), " + _GATHERING)
def gather_spans(
    begins: Any, ends: Any, ordinals: Any, present: Any, withdrawn: int, bound: int, budget: int, accounts_bits: float,
    weight: float, cap: float, bit: int, cells: Any, words: Any, touched: Any, found: Any, found_count: int,
) -> int:  # fmt: skip
    """Add what one kind of keys says; see `_meet_keys` and `_settle_kind`. Return how many are found by now."""
    count = _meet_keys(begins, ends, ordinals, present, withdrawn, bound, budget, accounts_bits, cells, touched)
    now: int = _settle_kind(touched, count, cells, words, weight, cap, bit, found, found_count)
    return now


@compiled(
    "int64(Array(uint64, 1, 'C', True), Array(int64, 1, 'C', True), Array(uint32, 1, 'C', True), "
    "Array(uint64, 1, 'C', True), " + _GATHERING
)
def gather_held(
    keys: Any, starts: Any, ordinals: Any, held: Any, present: Any, withdrawn: int, bound: int, budget: int,
    accounts_bits: float, weight: float, cap: float, bit: int, cells: Any, words: Any, touched: Any, found: Any,
    found_count: int,
) -> int:  # fmt: skip
    """Do what `gather_spans` does for keys that stand in the base of an index alone; see `span_keys`."""
    begins, ends = np.empty(len(held), np.int64), np.empty(len(held), np.int64)
    span_keys(keys, starts, held, begins, ends)
    count = _meet_keys(begins, ends, ordinals, present, withdrawn, bound, budget, accounts_bits, cells, touched)
    now: int = _settle_kind(touched, count, cells, words, weight, cap, bit, found, found_count)
    return now


@compiled(nb.void(nb.uint32[::1], nb.int64, nb.uint32[:, ::1], nb.int64[::1]))
def lay_out(found: Any, count: int, words: Any, ordinals: Any) -> None:
    """Write the accounts found to `ordinals`, and where each of them stands to its cell."""
    for place in range(count):
        ordinals[place] = found[place]
        words[found[place], PLACE] = place


@compiled(nb.int64(_i64, nb.int64, nb.uint32, nb.uint32[:, ::1], nb.int64[::1], nb.int64[::1]))
def add_others(others: Any, count: int, mark: Any, words: Any, ordinals: Any, places: Any) -> int:
    """Write those of `others` that are new behind the `count` accounts, and where all of them stand.

    `mark` is added to the reasons of each; one without reasons is new. Returns how many accounts these are by now.
    """
    for at in range(others.size):
        ordinal = others[at]
        if words[ordinal, REASONS] == 0:
            ordinals[count], words[ordinal, PLACE] = ordinal, count
            count += 1
        words[ordinal, REASONS] |= mark
        places[at] = words[ordinal, PLACE]
    return count


@compiled(nb.void(_i64, nb.float32[:, ::1], nb.uint32[:, ::1], nb.float32[::1], nb.uint32[::1]))
def hand_over(ordinals: Any, cells: Any, words: Any, bits: Any, told: Any) -> None:
    """Write the scores and reasons of these accounts to `bits` and `told`, and clear them."""
    for place in range(ordinals.size):
        ordinal = ordinals[place]
        bits[place], told[place] = cells[ordinal, SCORE], words[ordinal, REASONS]
        cells[ordinal, SCORE], words[ordinal, REASONS] = 0.0, 0


@compiled(nb.void(_i64, nb.int64, nb.int64, _i64, _f32, nb.float32[::1]))
def timing_bits(closed_at: Any, opened: Any, absent: Any, steps: Any, told: Any, out: Any) -> None:
    """Write what the gap between a closing and an opening says: `told[i]` up to `steps[i]`, nothing below 0."""
    for place in range(closed_at.size):
        gap = opened - max(closed_at[place], 0)
        step = 0
        for later in steps:  # no jump that hangs on the gap: none can be foreseen
            step += gap > later
        is_told = (gap >= 0) & (closed_at[place] != absent)
        out[place] = told[step] * np.float32(is_told)


@compiled(nb.int64(_f32, nb.int64, nb.int64[::1]))
def foremost(bits: Any, count: Any, places: Any) -> int:
    """Write the places of the `count` largest, one at least, and of all that equal the last; return how many."""
    heap = np.full(min(count, bits.size), -np.inf, np.float32)  # the largest ones so far, the least of them first
    kept = 0
    for place in range(bits.size):
        if bits[place] >= heap[0]:
            places[kept] = place
            kept += 1
            if bits[place] > heap[0]:
                put_in_heap(heap, bits[place])
    found = 0
    for at in range(kept):
        if bits[places[at]] >= heap[0]:
            places[found] = places[at]
            found += 1
    return found
