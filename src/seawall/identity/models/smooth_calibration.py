"""Which share of pairs with this weight were one actor's, told by a smooth curve where pairs are too few for steps?

A slope and a shift turn log-odds into log-odds (J. Platt, 1999), and the slope may bend at a few places, each bend
drawn towards none; fitted by weighted likelihood. The curve is told as knots of a `Calibration`, one a bit, and never
falls. The interval of a knot is that of the pairs within a bit and a half of it (Wilson), and no share lies beyond what
the pairs further out can show. Left out: pooling in steps (`calibration.py`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.classify.wilson import wilson_bounds
from seawall.identity.models.calibration import Calibration, table_of, uncalibrated

__all__ = ["fit_smooth_calibration"]

_LEAST_EACH: Final = 12  # pairs of one actor, and of strangers
_STEPS: Final = 60
_DRAWN: Final = 1.0  # as many pairs say that the log-odds are right as they are
_WINDOW_BITS: Final = 1.5
_REACH: Final = 40
_SHOWN_FROM: Final = -7.0
_BENDS: Final = (-3.0, 0.0, 3.0)  # bits: reviewers are shown little below the first, most beyond the last

_Reals = NDArray[np.float64]


def fit_smooth_calibration(bits: _Reals, same: NDArray[np.bool_], weights: _Reals) -> Calibration:
    """Fit a rising curve to pairs whose truth is known; with fewer than 12 of either kind it is `uncalibrated()`.

    Args:
        bits: log-odds of each pair.
        same: whether the pair was one actor's.
        weights: for how many pairs each one stands.
    """
    if min(int(same.sum()), int((~same).sum())) < _LEAST_EACH:
        return uncalibrated()
    shown = bits >= _SHOWN_FROM  # far below nobody decides anything, and the few who are there would bend the curve
    if min(int(same[shown].sum()), int((~same[shown]).sum())) < _LEAST_EACH:
        shown = np.ones(len(bits), dtype=bool)
    curve_of = _fitted(bits[shown], same[shown], weights[shown])
    low, high = max(-_REACH, int(np.floor(bits.min()))), min(_REACH, int(np.ceil(bits.max())))
    knots = [float(at) for at in range(low, high + 1)]
    curve = 1 / (1 + np.exp2(-np.maximum.accumulate(_basis(np.array(knots)) @ curve_of)))
    shares = [_held_back(share, at, bits, weights) for share, at in zip(curve.tolist(), knots, strict=True)]
    # beyond the last pairs nothing was seen: there it stays as sure as it was nearer; `table_of` does it upwards
    for place in range(int((curve < 0.5).sum()) - 2, -1, -1):
        shares[place] = min(shares[place], shares[place + 1])
    bounds = []
    for at, share in zip(knots, shares, strict=True):
        near = max(2, round(float(weights[np.abs(bits - at) <= _WINDOW_BITS].sum())))
        bounds.append(wilson_bounds(round(share * near), near))
    return table_of(knots, shares, bounds, len(bits))


def _held_back(share: float, at: float, bits: _Reals, weights: _Reals) -> float:
    """Return a share no surer than the pairs at `at` and further out can show."""
    beyond = float(weights[(bits >= at) == (share >= 0.5)].sum())
    least = 0.5 / (beyond + 1.0)
    return min(max(share, least), 1.0 - least)


def _basis(bits: _Reals) -> _Reals:
    """Return one row a pair: shift, bits, and how far the bits lie beyond each bend."""
    held = np.clip(bits, -_REACH, _REACH)
    return np.stack([np.ones(len(held)), held, *(np.maximum(held - bend, 0.0) for bend in _BENDS)], axis=1)


def _fitted(bits: _Reals, same: NDArray[np.bool_], weights: _Reals) -> _Reals:
    """Return what the columns of `_basis` weigh, by Newton's method, drawn a little towards the bits as they are."""
    x = _basis(bits) * np.log(2)
    found = start = np.array([0.0, 1.0, *(0.0 for _ in _BENDS)])
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-(x @ found)))
        slope = x.T @ (weights * (same - share)) - _DRAWN * (found - start)
        bend = (x * (weights * share * (1 - share))[:, None]).T @ x + _DRAWN * np.eye(len(start))
        step = np.linalg.solve(bend, slope)
        found = found + step * min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            break
    return found
