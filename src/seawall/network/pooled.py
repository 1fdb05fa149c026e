"""Do two accounts act together over all traces at once? Meetings of their posts, whatever the posts share.

Who spreads a text one day, an address the next and a picture after that leaves little in each trace. Here a *meeting*
is a post of each account within the window that share anything; posts that share a text, an address and a picture
meet once. What chance brings is at most the sum of what it brings in each trace, so the Poisson tail of the meetings
over that sum is on the safe side however the traces depend on each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.co_action import Pairs, count_pairs, find_co_slots
from seawall.network.null_model import Floats, expect_in_strata
from seawall.network.pair_test import PairTest, items_met, log_tails
from seawall.network.slots import Ints

__all__ = ["PooledTest", "pool_tests"]

_LEAST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledTest:
    """All traces under one window.

    `co_slots` are meetings, `items` the fewer of the posts that either account met with.
    """

    parts: tuple[PairTest, ...]
    pairs: Pairs
    co_slots: Ints
    items: Ints

    @property
    def kind(self) -> str:
        """Return what stands for the kind: any."""
        return "any"

    @property
    def window_seconds(self) -> float:
        """Return the window."""
        return self.parts[0].window_seconds

    @property
    def name(self) -> str:
        """Return what the test is called."""
        return f"{self.kind}@{self.window_seconds:g}s"

    @property
    def sources(self) -> tuple[PairTest, ...]:
        """Return the traces that it is made of."""
        return self.parts

    def expect(self, ratios: Sequence[Floats]) -> Floats:
        """Return what each pair expects, given for each trace how much more company accounts have than expected."""
        parts = zip(self.parts, ratios, strict=True)
        expected: Floats = np.sum([part.expect([ratio]) for part, ratio in parts], axis=0)
        return expected


def pool_tests(tests: Sequence[PairTest], rate: float) -> PooledTest:
    """Return the pooled test of several kinds under one window; see `test_pairs` for what `rate` leaves out."""
    pairs, total = _all_pairs(tests)
    expected = np.sum([test.null.expect(pairs) for test in tests], axis=0)
    likely = log_tails(total.astype(np.float64), expected) <= math.log(rate)
    pairs = pairs[likely]
    parts = tuple(_part(test, pairs) for test in tests)
    met = np.concatenate([_meetings(part) for part in parts], axis=1)
    met = np.unique(met, axis=1)
    count = len(pairs)
    posts = [np.bincount(np.unique(met[[0, end]], axis=1)[0], minlength=count) for end in (1, 2)]
    return PooledTest(
        parts=parts,
        pairs=pairs,
        co_slots=np.bincount(met[0], minlength=count).astype(np.int64),
        items=np.minimum(*posts).astype(np.int64),
    )


def _all_pairs(tests: Sequence[PairTest]) -> tuple[Pairs, Ints]:
    """Return the pairs that share two co-slots and more over all kinds, and how many."""
    counted = [count_pairs(test.visits, test.null.counts) for test in tests]
    pairs = np.concatenate([found for found, _ in counted])
    shared = np.concatenate([number for _, number in counted])
    order = np.argsort(pairs, kind="stable")
    pairs, shared = pairs[order], shared[order]
    begins = np.ones(len(pairs), np.bool_)
    begins[1:] = pairs[1:] != pairs[:-1]
    at = np.flatnonzero(begins)
    total = np.add.reduceat(shared.astype(np.int64), at) if len(at) else shared.astype(np.int64)
    often = total >= _LEAST
    return pairs[at][often], total[often]


def _part(test: PairTest, pairs: Pairs) -> PairTest:
    """Return one kind's test of these pairs."""
    found = find_co_slots(test.visits, pairs)
    exact = expect_in_strata(test.visits, test.null, pairs, found, test.null.counts.by_stratum)
    items, again = items_met(test.visits, test.null, found, len(pairs))
    return replace(
        test,
        pairs=pairs,
        co_slots=np.bincount(found.pair, minlength=len(pairs)).astype(np.int64),
        items=items,
        expected=np.maximum(test.null.expect(pairs), exact) + again,
        found=found,
    )


def _meetings(part: PairTest) -> NDArray[np.int64]:
    """Return pair, time of the smaller account's post, time of the larger's, of each co-slot."""
    visits, found = part.visits, part.found
    early, late = visits.time[found.early], visits.time[found.late]
    in_order = visits.account[found.early] < visits.account[found.late]
    return np.stack([found.pair, np.where(in_order, early, late), np.where(in_order, late, early)])
