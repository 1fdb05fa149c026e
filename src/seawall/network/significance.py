"""Which pairs share more co-slots than chance explains? Tests combined, false discoveries held over all pairs.

A *test* is one kind under one window (`pair_test.py`), or all kinds together under one (`pooled.py`). Tests are not
independent (one post leaves several traces, a short window lies within a long one), so a pair's p-value is the smallest
times the number of tests (Bonferroni), which holds whatever the dependence. Among all U·(U − 1)/2 pairs of accounts,
seen together or not, Benjamini and Hochberg (1995) hold the share of false discoveries.

A pair that shares one item only is never significant: one coincidence is no habit. Where accounts have more company
than their activity explains (they like what is popular), expectations grow by `company_ratio` of both; partners whose
tie is significant don't count there, which is settled in rounds. Every correction raises p-values, none lowers one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.co_action import Pairs
from seawall.network.null_model import Floats
from seawall.network.pair_test import LEAST_ITEMS, PairTest, log_tails
from seawall.network.pooled import PooledTest
from seawall.network.slots import Ints

__all__ = ["SignificantPairs", "WeighedPairs", "adjust", "weigh_again", "weigh_pairs"]

_MOST_ROUNDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificantPairs:
    """Pairs of all tests together that are significant, ascending.

    `log_p` is combined over tests, `log_q` the smallest false-discovery rate at which the pair counts (both natural
    logarithms); `best` is the test with the smallest p-value, `expected` what the pair expects there, all corrections
    made; `by_test` the place of each pair among a test's pairs, −1 where it is not there. `line` is the logarithm of
    the p-value that the pair had to stay under; `by_group` says whether it counts among the pairs of one group only
    (`group_test.py`), not among all.
    """

    pairs: Pairs
    log_p: Floats
    log_q: Floats
    best: Ints
    expected: Floats
    co_slots: Ints
    items: Ints
    by_test: NDArray[np.int64]
    line: Floats
    by_group: NDArray[np.bool_]
    tests: tuple[PairTest | PooledTest, ...]

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def sources(self) -> tuple[PairTest, ...]:
        """Return the tests of single kinds that all tests are made of: the tests of one kind first, as in `tests`."""
        return _sources(self.tests)

    @property
    def left(self) -> Ints:
        """Return the number of the one account of each pair."""
        return (self.pairs >> np.uint64(32)).astype(np.int64)

    @property
    def right(self) -> Ints:
        """Return the number of the other account."""
        return (self.pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)

    @property
    def bits(self) -> Floats:
        """Return how surprising each pair is: −log2 p."""
        return -self.log_p / math.log(2)


def adjust(log_p: Floats, hypotheses: float) -> Floats:
    """Return ln q of each p-value, smallest first, among so many hypotheses, the rest of which have p = 1.

    Source: Benjamini and Hochberg 1995, in logarithms.
    """
    raised = log_p + math.log(hypotheses) - np.log(np.arange(1, len(log_p) + 1))
    return np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedPairs:
    """All pairs that may be significant, with p-values; `ratios` are those by which expectations grew, by source."""

    pairs: SignificantPairs
    ratios: tuple[Floats, ...]
    account_count: int
    rate: float

    @property
    def is_significant(self) -> NDArray[np.bool_]:
        """Return which pairs are significant among all."""
        which: NDArray[np.bool_] = self.pairs.log_q <= math.log(self.rate)
        return which

    @property
    def line(self) -> float:
        """Return ln of the p-value that a pair has to stay under among all."""
        hypotheses = max(1.0, self.account_count * (self.account_count - 1) / 2)
        return math.log(self.rate * max(1, int(self.is_significant.sum())) / hypotheses)

    def taken(self, which: NDArray[np.bool_]) -> SignificantPairs:
        """Return these pairs."""
        pairs = self.pairs
        columns = ("pairs", "log_p", "log_q", "best", "expected", "co_slots", "items", "line", "by_group")
        return replace(
            pairs, by_test=pairs.by_test[:, which], **{name: getattr(pairs, name)[which] for name in columns}
        )


def weigh_pairs(tests: Sequence[PairTest | PooledTest], account_count: int, rate: float) -> WeighedPairs:
    """Return the pairs of all tests, weighed at a false-discovery rate."""
    hypotheses = max(1.0, account_count * (account_count - 1) / 2)
    sources = _sources(tests)
    ratios = {id(source): np.ones(account_count) for source in sources}
    told = _combine(tests, ratios, hypotheses)
    for _ in range(_MOST_ROUNDS):
        kept = told.pairs[told.log_q <= math.log(rate)]
        for source in sources:
            ratio = source.null.company_ratio(_among(source, kept, account_count))
            ratios[id(source)] = np.maximum(ratios[id(source)], ratio)
        told = _combine(tests, ratios, hypotheses)
        if int((told.log_q <= math.log(rate)).sum()) == len(kept):
            break
    return WeighedPairs(
        pairs=told, ratios=tuple(ratios[id(source)] for source in sources), account_count=account_count, rate=rate
    )


def weigh_again(weighed: WeighedPairs, ratios: Sequence[Floats]) -> WeighedPairs:
    """Return the same pairs, weighed with other ratios of company, one for each source."""
    told, count = weighed.pairs, weighed.account_count
    by_source = {id(source): ratio for source, ratio in zip(told.sources, ratios, strict=True)}
    pairs = _combine(told.tests, by_source, max(1.0, count * (count - 1) / 2))
    return replace(weighed, pairs=pairs, ratios=tuple(ratios))


def _sources(tests: Sequence[PairTest | PooledTest]) -> tuple[PairTest, ...]:
    return tuple(source for test in tests for source in test.sources)


def _among(test: PairTest, kept: Pairs, account_count: int) -> Ints:
    """Return by account its co-slots with partners whose tie is kept."""
    is_kept = np.isin(test.pairs, kept, assume_unique=True)
    pairs, shared = test.pairs[is_kept], test.co_slots[is_kept]
    ends = np.concatenate((pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF))).astype(np.int64)
    return np.bincount(ends, weights=np.tile(shared, 2), minlength=account_count).astype(np.int64)


def _combine(
    tests: Sequence[PairTest | PooledTest], ratios: Mapping[int, Floats], hypotheses: float
) -> SignificantPairs:
    """Return all pairs of the tests with their combined and adjusted p-values."""
    pairs = np.unique(np.concatenate([test.pairs for test in tests])) if tests else np.empty(0, np.uint64)
    log_p, best = np.zeros(len(pairs)), np.full(len(pairs), -1, np.int64)
    facts = np.zeros((3, len(pairs)))
    by_test = np.full((len(tests), len(pairs)), -1, np.int64)
    for number, test in enumerate(tests):
        expected = test.expect([ratios[id(source)] for source in test.sources])
        tails = log_tails(test.co_slots.astype(np.float64), expected)
        own = np.where(test.items >= LEAST_ITEMS, tails, 0.0)
        at = np.searchsorted(pairs, test.pairs)
        by_test[number, at] = np.arange(len(at))
        better = (own < log_p[at]) | (best[at] < 0)
        log_p[at[better]], best[at[better]] = own[better], number
        facts[:, at[better]] = np.stack([expected, test.co_slots, test.items])[:, better]
    log_p = np.minimum(log_p + math.log(max(1, len(tests))), 0.0)
    order = np.lexsort((pairs, log_p))
    log_q = np.empty(len(pairs))
    log_q[order] = adjust(log_p[order], hypotheses)
    return SignificantPairs(
        pairs=pairs, log_p=log_p, log_q=log_q, best=best, expected=facts[0], co_slots=facts[1].astype(np.int64),
        items=facts[2].astype(np.int64), by_test=by_test, tests=tuple(tests),
        line=np.zeros(len(pairs)), by_group=np.zeros(len(pairs), np.bool_),
    )  # fmt: skip
