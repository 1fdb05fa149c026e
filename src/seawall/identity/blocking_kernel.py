"""The loops of `blocking.py`: accounts that share rare keys are gathered with their bits."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["gather_kind", "span_keys"]

_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)


@compiled(nb.void(_u64, _i64, _u64, nb.int64[::1], nb.int64[::1]))
def span_keys(keys: Any, starts: Any, held: Any, begins: Any, ends: Any) -> None:
    """Write where the accounts of each held key begin and end; nowhere for one that does not stand in `keys`."""
    for at in range(len(held)):
        begins[at] = ends[at] = 0
        place = np.searchsorted(keys, held[at])
        if place < len(keys) and keys[place] == held[at]:
            begins[at], ends[at] = starts[place], starts[place + 1]


@compiled()
def _present_counts(begins: Any, ends: Any, ordinals: Any, present: Any) -> Any:
    """Return how many present accounts hold each key."""
    counts = np.zeros(len(begins), np.int64)
    for key in range(len(begins)):
        for place in range(begins[key], ends[key]):
            counts[key] += present[ordinals[place]]
    return counts


@compiled()
def _meet_keys(
    begins: Any, ends: Any, ordinals: Any, present: Any, bound: int, budget: int, accounts_bits: float,
    of_kind: Any, touched: Any,
) -> int:  # fmt: skip
    """Add each key's bits to the accounts that hold it, rarest keys first, until `budget` look-ups are used.

    Keys of more than `bound` present accounts give nothing. `of_kind` are this kind's bits by ordinal, all 0 before;
    accounts that get their first ones are written to `touched`. Returns how many were.
    """
    touched_count = 0
    counts = _present_counts(begins, ends, ordinals, present)
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
            if present[ordinal]:
                if of_kind[ordinal] == 0.0:
                    if touched_count == len(touched):
                        continue
                    touched[touched_count] = ordinal
                    touched_count += 1
                of_kind[ordinal] += bits
    return touched_count


@compiled()
def _settle_kind(
    touched: Any, touched_count: int, of_kind: Any, weight: float, cap: float, bit: int,
    scores: Any, reasons: Any, found: Any, found_count: int,
) -> int:  # fmt: skip
    """Add a kind's weighed bits, up to its cap, to the scores and clear them; return how many are found by now."""
    for at in range(touched_count):
        ordinal = touched[at]
        bits = min(of_kind[ordinal] * weight, cap)
        of_kind[ordinal] = 0.0
        if reasons[ordinal] == 0:
            if found_count == len(found):
                continue
            found[found_count] = ordinal
            found_count += 1
        scores[ordinal] += np.float32(bits)
        reasons[ordinal] |= bit
    return found_count


@compiled(
    "int64(int64[::1], int64[::1], uint32[::1], boolean[::1], int64, int64, float64, float64, float64, uint32, "
    "float32[::1], uint32[::1], float32[::1], uint32[::1], uint32[::1], int64)"
)
def gather_kind(
    begins: Any, ends: Any, ordinals: Any, present: Any, bound: int, budget: int, accounts_bits: float,
    weight: float, cap: float, bit: int, of_kind: Any, touched: Any, scores: Any, reasons: Any, found: Any,
    found_count: int,
) -> int:  # fmt: skip
    """Add what one kind of keys says; see `_meet_keys` and `_settle_kind`. Return how many are found by now."""
    count = _meet_keys(begins, ends, ordinals, present, bound, budget, accounts_bits, of_kind, touched)
    now: int = _settle_kind(touched, count, of_kind, weight, cap, bit, scores, reasons, found, found_count)
    return now
