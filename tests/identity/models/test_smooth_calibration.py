"""The smooth curve: rising, right where there are pairs, and never surer than what was seen."""

from __future__ import annotations

import numpy as np
import pytest

from seawall.identity.models.calibration import uncalibrated
from seawall.identity.models.smooth_calibration import fit_smooth_calibration


def drawn(count: int, *, slope: float, shift: float, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Return log-odds of pairs and whether each was one actor's, drawn from a curve."""
    rng = np.random.default_rng(seed)
    bits = rng.uniform(-12, 12, count)
    return bits, rng.random(count) < 1 / (1 + np.exp2(-(slope * bits + shift)))


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.6, -2.0), (1.4, 3.0)])
def test_the_curve_from_which_pairs_were_drawn_is_found_again(slope, shift) -> None:
    bits, same = drawn(20_000, slope=slope, shift=shift)
    made = fit_smooth_calibration(bits, same, np.ones(len(bits)))
    asked = np.arange(-6.0, 7.0)
    expected = 1 / (1 + np.exp2(-(slope * asked + shift)))
    assert made.many(asked) == pytest.approx(expected, abs=0.03)


def test_where_no_pairs_were_seen_it_is_no_surer_and_no_less_sure_than_nearer() -> None:
    bits, same = drawn(4_000, slope=1.0, shift=0.0)
    made = fit_smooth_calibration(bits, same, np.ones(len(bits)))
    low, high = made.many(np.array([-30.0, 30.0]))
    assert 0.5 / 4_001 < low < 0.02
    assert 0.98 < high < 1 - 0.5 / 4_001


def test_shares_rise_with_the_evidence() -> None:
    bits, same = drawn(500, slope=0.8, shift=1.0)
    shares = fit_smooth_calibration(bits, same, np.ones(len(bits))).many(np.arange(-40.0, 41.0))
    assert (np.diff(shares) >= 0).all()


def test_a_stranger_who_stands_for_ten_lowers_the_share() -> None:
    bits, same = drawn(8_000, slope=1.0, shift=0.0)
    weights = np.where(same, 1.0, 10.0)
    share = fit_smooth_calibration(bits, same, weights).many(np.array([0.0]))[0]
    assert share == pytest.approx(1 / 11, abs=0.02)


def test_too_few_of_either_kind_leave_it_uncalibrated() -> None:
    bits = np.arange(40.0) - 20
    assert fit_smooth_calibration(bits, bits > 10, np.ones(40)) == uncalibrated()
