"""The loops of `null_model.py` and `significance.py`: what pairs expect, and how surprising their count is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["expect_in_strata", "expect_pairs", "log_tails"]


@compiled("void(uint64[::1], float32[:, ::1], float32[:, ::1], float64[:, ::1], float64[::1])")
def expect_pairs(pairs: Any, visits: Any, habit: Any, weight: Any, expected: Any) -> None:
    """Write the expected co-slots of each pair; see `NullModel`."""
    stretches, hours = weight.shape
    both = np.empty(hours)
    for place in range(len(pairs)):
        left = np.int64(pairs[place] >> np.uint64(32))
        right = np.int64(pairs[place] & np.uint64(0xFFFFFFFF))
        for hour in range(hours):
            both[hour] = habit[left, hour] * habit[right, hour]
        total = 0.0
        for stretch in range(stretches):
            product = visits[left, stretch] * visits[right, stretch]
            if product == 0.0:
                continue
            inner = 0.0
            for hour in range(hours):
                inner += weight[stretch, hour] * both[hour]
            total += product * inner
        expected[place] = total


@compiled(
    "void(int64[:, ::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], float64[::1],"
    " float64[::1])"
)
def expect_in_strata(
    ends: Any, begins: Any, stratum: Any, visits: Any, met_begins: Any, met_stratum: Any, met: Any, weight: Any,
    expected: Any,
) -> None:  # fmt: skip
    """Write, for each pair, the sum over strata of the weight times the one's other visits there times the other's.

    `begins[a]:begins[a + 1]` are the strata of account a, ascending, with its visits; `met_begins` those in which a
    pair met, and how often.
    """
    for pair in range(ends.shape[1]):
        one, other = begins[ends[0, pair]], begins[ends[1, pair]]
        last, beyond, at = begins[ends[0, pair] + 1], begins[ends[1, pair] + 1], met_begins[pair]
        total = 0.0
        while one < last and other < beyond:
            where = stratum[one]
            ahead = where - stratum[other]
            if ahead == 0:
                while at < met_begins[pair + 1] and met_stratum[at] < where:
                    at += 1
                joint = met[at] if at < met_begins[pair + 1] and met_stratum[at] == where else 0
                total += weight[where] * max(0, visits[one] - joint) * max(0, visits[other] - joint)
            one += ahead <= 0
            other += ahead >= 0
        expected[pair] = total


@compiled()
def _log_tail(count: float, mean: float) -> float:
    """Return ln P(X >= count) for a Poisson variable; 0 where the count is no surprise."""
    if count <= mean or count <= 0.0:
        return 0.0
    if mean <= 0.0:
        return -math.inf
    total, term, below = 1.0, 1.0, count
    for _ in range(100_000):
        below += 1.0
        term *= mean / below
        total += term
        if term < total * 1e-16:
            break
    return min(0.0, count * math.log(mean) - mean - math.lgamma(count + 1.0) + math.log(total))


@compiled("void(float64[::1], float64[::1], float64[::1])")
def log_tails(count: Any, mean: Any, tails: Any) -> None:
    """Write ln P(X >= count) for Poisson variables of these means; 0 (no surprise) up to the mean."""
    for place in range(len(count)):
        tails[place] = _log_tail(count[place], mean[place])
