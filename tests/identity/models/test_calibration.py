"""Small tables that rise, with bounds from their counts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from seawall.identity.models.calibration import Calibration, fit_calibration, uncalibrated


def made_up(count: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    bits = rng.normal(-4, 5, count)
    return bits, rng.random(count) < 1 / (1 + 2.0 ** (-0.6 * bits))


def test_fitted_shares_are_near_the_true_ones() -> None:
    table = fit_calibration(*made_up(40_000))
    for bits in (-10.0, -4.0, 0.0, 4.0, 10.0):
        share, low, high = table(bits)
        assert low <= share <= high
        assert share == pytest.approx(1 / (1 + 2.0 ** (-0.6 * bits)), abs=0.04)


def test_intervals_narrow_with_more_pairs() -> None:
    few, many = fit_calibration(*made_up(400)), fit_calibration(*made_up(40_000))
    assert many(0.0)[2] - many(0.0)[1] < few(0.0)[2] - few(0.0)[1]
    assert (few.pair_count, many.pair_count) == (400, 40_000)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(-20, 20), st.booleans()), max_size=120))
def test_a_table_rises_and_does_not_hang_on_order(pairs: list[tuple[int, bool]]) -> None:
    def fit(rows: list[tuple[int, bool]]) -> Calibration:
        return fit_calibration(np.array([b for b, _ in rows], float), np.array([s for _, s in rows], bool))

    table = fit(pairs)
    assert table == fit(pairs[::-1])
    told = [table(float(bits)) for bits in range(-25, 26)]
    assert all(a[i] <= b[i] + 1e-12 for a, b in pairwise(told) for i in range(3))
    assert all(0 < low <= share <= high < 1 for share, low, high in told)


def test_the_table_agrees_with_isotonic_regression_where_much_is_seen() -> None:
    bits, same = made_up(30_000)
    ours, oracle = fit_calibration(bits, same), IsotonicRegression(out_of_bounds="clip").fit(bits, same)
    at = np.linspace(-8, 8, 33)
    assert np.abs(ours.many(at) - oracle.predict(at)).mean() < 0.02


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    table = fit_calibration(*made_up(2_000))
    at = np.linspace(-30, 30, 41)
    assert table.many(at).tolist() == pytest.approx([table(float(bits))[0] for bits in at])


def test_beyond_the_ends_nothing_is_surer_than_what_was_seen() -> None:
    table = fit_calibration(*made_up(300))
    assert table(500.0) == pytest.approx(table(table.bits[-1]))
    assert table(-500.0) == pytest.approx(table(table.bits[0]))


def test_without_pairs_the_table_is_the_wide_one() -> None:
    assert fit_calibration(np.zeros(3), np.zeros(3, bool)) == uncalibrated()
    share, low, high = uncalibrated()(0.0)
    assert (share, uncalibrated().pair_count) == (0.5, 0)
    assert high - low > 0.3


@pytest.mark.parametrize(
    "wrong",
    [
        {"bits": (1.0, 0.0), "shares": (0.1, 0.2), "lows": (0.1, 0.1), "highs": (0.2, 0.3)},
        {"bits": (0.0, 1.0), "shares": (0.3, 0.2), "lows": (0.1, 0.1), "highs": (0.4, 0.4)},
        {"bits": (0.0,), "shares": (0.2,), "lows": (0.3,), "highs": (0.4,)},
        {"bits": (float("nan"),), "shares": (0.2,), "lows": (0.1,), "highs": (0.4,)},
        {"bits": (), "shares": (), "lows": (), "highs": ()},
        {"bits": (0.0,), "shares": (1.0,), "lows": (0.1,), "highs": (1.0,)},
    ],
)
def test_what_is_no_calibration_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"calibration"):
        Calibration(pair_count=0, **wrong)
