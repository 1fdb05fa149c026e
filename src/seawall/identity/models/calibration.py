"""Which share of pairs with this weight were one actor's, and how sure is that share?

A calibration is a small table that rises: the log-odds of a pair in bits, the share observed there and a 95 % interval
that comes from the counts behind it. Pairs are pooled until the share rises; a group stands with both its ends, and
within it nothing rises. Between knots the log-odds are interpolated; beyond the ends the last knot holds, so that no
pair is ever surer than what was observed. Source: B. Zadrozny, C. Elkan (2002), pool adjacent violators; E. B. Wilson
(1927) for the interval.

Left out: what the log-odds are made of (`model.py`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.classify.wilson import wilson_bounds

__all__ = ["Calibration", "fit_calibration", "table_of", "uncalibrated"]

_MOST_KNOTS: Final = 256  # two a group
_LEAST_PAIRS: Final = 12
_EDGE: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Knots that rise: log-odds in bits, share, lower and upper bound; and how many pairs they rest on."""

    bits: tuple[float, ...]
    shares: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    pair_count: int

    def __post_init__(self) -> None:
        """Refuse a table that falls, or has bounds on the wrong side."""
        columns = (self.bits, self.shares, self.lows, self.highs)
        if len({len(column) for column in columns}) != 1 or not 1 <= len(self.bits) <= _MOST_KNOTS:
            raise ValueError("the columns of a calibration differ in length")
        if any(not math.isfinite(bits) for bits in self.bits):
            raise ValueError("a knot of a calibration is no number")
        if any(column[at] > column[at + 1] for column in columns for at in range(len(column) - 1)):
            raise ValueError("a calibration never falls")
        if any(not 0 < low <= share <= high < 1 for _, share, low, high in zip(*columns, strict=True)):
            raise ValueError("a calibration's shares lie between their bounds")

    def __call__(self, bits: float) -> tuple[float, float, float]:
        """Return the share at these log-odds with its lower and upper bound."""
        at = bisect_right(self.bits, bits)
        if at == 0 or at == len(self.bits):
            at = max(0, at - 1)
            return self.shares[at], self.lows[at], self.highs[at]
        left, right = self.bits[at - 1], self.bits[at]
        part = (bits - left) / (right - left)
        share, low, high = (
            _between(column[at - 1], column[at], part) for column in (self.shares, self.lows, self.highs)
        )
        return share, low, high

    def share(self, bits: float) -> float:
        """Return the share alone, to the last digit."""
        at = bisect_right(self.bits, bits)
        if at == 0 or at == len(self.bits):
            return self.shares[max(0, at - 1)]
        left, right = self.bits[at - 1], self.bits[at]
        return _between(self.shares[at - 1], self.shares[at], (bits - left) / (right - left))

    def many(self, bits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the shares of many log-odds at once."""
        shares = np.asarray(self.shares)
        told = np.interp(bits, self.bits, np.log(shares / (1 - shares)))
        return np.asarray(1 / (1 + np.exp(-told)))


def _between(left: float, right: float, part: float) -> float:
    if left == right:
        return left
    start, end = math.log(left / (1 - left)), math.log(right / (1 - right))
    return 1.0 / (1.0 + math.exp(-(start + part * (end - start))))


def uncalibrated(*, shrink: float = 0.8, trust_pairs: int = 20) -> Calibration:
    """Return a table for weights that were set by hand: log-odds drawn towards even, wide intervals, no pairs.

    Args:
        shrink: what the log-odds are multiplied by.
        trust_pairs: the interval is as wide as if so many pairs had been seen.
    """
    bits = tuple(float(at) for at in range(-30, 31, 2))
    shares = [1.0 / (1.0 + 2.0 ** (-shrink * at)) for at in bits]
    bounds = [wilson_bounds(round(share * trust_pairs), trust_pairs) for share in shares]
    return table_of(list(bits), shares, bounds, 0)


def fit_calibration(
    bits: NDArray[np.float64], same: NDArray[np.bool_], weights: NDArray[np.float64] | None = None
) -> Calibration:
    """Fit a rising table to pairs whose truth is known; with fewer than 12 pairs it is `uncalibrated()`.

    Args:
        bits: log-odds of each pair.
        same: whether the pair was one actor's.
        weights: for how many pairs each one stands, where the sample holds more returns than there are; one without.
    """
    if len(bits) < _LEAST_PAIRS:
        return uncalibrated()
    groups = _pool(_equal_bits(bits, same, np.ones(len(bits)) if weights is None else weights))
    while 2 * len(groups) > _MOST_KNOTS:
        groups = [
            _merge(*groups[at : at + 2]) if at + 1 < len(groups) else groups[at] for at in range(0, len(groups), 2)
        ]
    ends = [end for first, last, _, _ in groups for end in (first, last)]
    shares = [(hits + 0.5) / (count + 1) for _, _, hits, count in groups for _ in range(2)]
    bounds = [wilson_bounds(int(hits), int(count)) for _, _, hits, count in groups for _ in range(2)]
    return table_of(ends, shares, bounds, len(bits))


_Group = tuple[float, float, float, float]  # lowest and highest bits, hits, count


def _equal_bits(bits: NDArray[np.float64], same: NDArray[np.bool_], weights: NDArray[np.float64]) -> list[_Group]:
    """Return groups of `_LEAST_PAIRS` pairs and more in order of bits; equal bits are never parted."""
    values, which = np.unique(bits, return_inverse=True)
    hits = np.bincount(which, weights=same * weights)
    counts = np.bincount(which, weights=weights)
    groups: list[_Group] = []
    for value, hit, count in zip(values.tolist(), hits.tolist(), counts.tolist(), strict=True):
        one = (value, value, hit, float(count))
        if groups and groups[-1][3] < _LEAST_PAIRS:
            groups[-1] = _merge(groups[-1], one)
        else:
            groups.append(one)
    if len(groups) > 1 and groups[-1][3] < _LEAST_PAIRS:
        last = groups.pop()
        groups[-1] = _merge(groups[-1], last)
    return groups


def _merge(left: _Group, right: _Group) -> _Group:
    return left[0], right[1], left[2] + right[2], left[3] + right[3]


def _pool(groups: list[_Group]) -> list[_Group]:
    """Pool neighbours until the share rises strictly."""
    pooled: list[_Group] = []
    for group in groups:
        held = group
        while pooled and pooled[-1][2] * held[3] >= held[2] * pooled[-1][3]:
            held = _merge(pooled.pop(), held)
        pooled.append(held)
    return pooled


def table_of(bits: list[float], shares: list[float], bounds: list[tuple[float, float]], pair_count: int) -> Calibration:
    """Return knots as a table in which nothing falls and every share lies between its bounds."""
    rising = np.maximum.accumulate(np.clip(shares, _EDGE, 1 - _EDGE))
    lows = np.minimum(np.maximum.accumulate([max(low, _EDGE) for low, _ in bounds]), rising)
    highs = np.maximum(np.minimum.accumulate([min(high, 1 - _EDGE) for _, high in bounds][::-1])[::-1], rising)
    return Calibration(
        bits=tuple(bits),
        shares=tuple(rising.tolist()),
        lows=tuple(lows.tolist()),
        highs=tuple(highs.tolist()),
        pair_count=pair_count,
    )
