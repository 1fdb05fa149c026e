"""How surprising are the pairs of one kind under one window? Counted, expected, and the tail of the Poisson law.

Co-slots are filled one by one and negatively dependent under the null model (a visit is one account's), so the tail is
on the safe side; being discrete, it is conservative again. Left out: what many tests of many pairs together allow
(`significance.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.co_action import CoSlots, Pairs, Visits, count_pairs, find_co_slots, make_visits
from seawall.network.null_model import Floats, NullModel, TimeStrata, expect_again, expect_in_strata, fit_null
from seawall.network.slots import Ints, Slots

__all__ = ["LEAST_ITEMS", "PairTest", "items_met", "log_tails", "test_pairs"]

LEAST_ITEMS: Final = 2
"""A pair that shares fewer items is never significant: one coincidence is no habit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTest:
    """One kind under one window: the pairs that may be significant, in order, with what was counted and expected.

    `co_slots`, `items` and `expected` are by pair; `found` are the single co-slots.
    """

    visits: Visits
    null: NullModel
    pairs: Pairs
    co_slots: Ints
    items: Ints
    expected: Floats
    found: CoSlots

    @property
    def kind(self) -> str:
        """Return the kind."""
        return self.visits.slots.kind

    @property
    def window_seconds(self) -> float:
        """Return the window."""
        return self.visits.window / 1e6

    @property
    def name(self) -> str:
        """Return what the test is called: the kind and the window."""
        return f"{self.kind}@{self.window_seconds:g}s"

    @property
    def sources(self) -> tuple[PairTest, ...]:
        """Return the traces that it is made of: itself."""
        return (self,)

    def expect(self, ratios: Sequence[Floats]) -> Floats:
        """Return what each pair expects, given how many times more company than expected each account has."""
        left, right = (
            (self.pairs >> np.uint64(32)).astype(np.int64),
            (self.pairs & np.uint64(0xFFFFFFFF)).astype(np.int64),
        )
        return self.expected * ratios[0][left] * ratios[0][right]


def log_tails(count: Floats, mean: Floats) -> Floats:
    """Return ln P(X ≥ count) of Poisson variables; 0 up to the mean, since only too much is looked for.

    Source: the tail as its first term times a series in mean/count, exact for counts above the mean.
    """
    from seawall.network.null_kernel import log_tails as write  # compiles: only when needed

    tails = np.zeros(len(count))
    write(np.ascontiguousarray(count, np.float64), np.ascontiguousarray(mean, np.float64), tails)
    return tails


def test_pairs(slots: Slots, strata: TimeStrata, window_seconds: float, neighbours: int, rate: float) -> PairTest:
    """Count and test the pairs of one kind under one window; pairs whose own p is above `rate` are left out.

    They can't be significant: the procedure never rejects a p-value above its rate.
    """
    visits = make_visits(slots, window_seconds, neighbours)
    null = fit_null(visits, strata)

    def is_likely(pairs: Pairs, shared: NDArray[np.int32]) -> NDArray[np.bool_]:
        likely: NDArray[np.bool_] = log_tails(shared.astype(np.float64), null.expect(pairs)) <= math.log(rate)
        return likely

    pairs, shared = count_pairs(visits, null.counts, least=LEAST_ITEMS, keep=is_likely)
    expected = null.expect(pairs)
    found = find_co_slots(visits, pairs)
    expected = np.maximum(expected, expect_in_strata(visits, null, pairs, found, null.counts.by_stratum))
    items, again = items_met(visits, null, found, len(pairs))
    return PairTest(
        visits=visits, null=null, pairs=pairs, co_slots=shared.astype(np.int64), items=items,
        expected=expected + again, found=found,
    )  # fmt: skip


test_pairs.__test__ = False  # type: ignore[attr-defined]  # no test of pytest's


def items_met(visits: Visits, null: NullModel, found: CoSlots, pair_count: int) -> tuple[Ints, Floats]:
    """Return by pair on how many items it meets, and what it expects on items where it meets again (`expect_again`)."""
    item = visits.items_of(found.early)
    order = np.lexsort((item, found.pair))
    pair, item, early, late = found.pair[order], item[order], found.early[order], found.late[order]
    first = np.flatnonzero((np.diff(pair, prepend=-1) != 0) | (np.diff(item, prepend=-1) != 0))
    items = np.bincount(pair[first], minlength=pair_count)
    again = first[np.diff(np.append(first, len(pair))) > 1]
    ends = visits.account[early[again]].astype(np.int64), visits.account[late[again]].astype(np.int64)
    expected = expect_again(visits, null.habit, item[again], ends)
    more = np.bincount(pair[again], weights=expected, minlength=pair_count)
    return items.astype(np.int64), more.astype(np.float64)
