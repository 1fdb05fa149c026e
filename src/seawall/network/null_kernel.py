"""The loops of `null_model.py` and `significance.py`: what pairs expect, and how surprising their count is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["expect_pairs", "log_tails"]


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
