import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawall.classify.calibration import ISOTONIC_FROM, fit_calibration


def drawn(count, seed=1):
    rng = np.random.default_rng(seed)
    margins = rng.normal(size=count) * 2
    return margins, (rng.random(count) < 1 / (1 + np.exp(-1.5 * margins + 1))).astype(np.int8)


def test_few_labels_get_a_sigmoid_and_many_an_isotonic_curve():
    assert len(fit_calibration(*drawn(ISOTONIC_FROM - 1)).margins) == 0
    assert len(fit_calibration(*drawn(ISOTONIC_FROM)).margins) > 2


def test_the_sigmoid_finds_the_chances_that_made_the_labels():
    curve = fit_calibration(*drawn(900))
    assert abs(curve.slope - 1.5) < 0.35
    assert abs(curve.offset + 1) < 0.35


def test_scores_match_shares():
    for count in (900, 20_000):
        margins, labels = drawn(count)
        fresh, truth = drawn(20_000, seed=2)
        scores = fit_calibration(margins, labels)(fresh)
        for low in (0.0, 0.2, 0.4, 0.6, 0.8):
            inside = (scores >= low) & (scores < low + 0.2)
            assert abs(scores[inside].mean() - truth[inside].mean()) < 0.06


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_a_larger_margin_never_gets_a_smaller_score(margins):
    curve = fit_calibration(*drawn(1_500))
    scores = curve(np.sort(np.array(margins)))
    assert (np.diff(scores) >= -1e-12).all()
    assert ((scores >= 0) & (scores <= 1)).all()


def test_separable_labels_stay_finite():
    curve = fit_calibration(np.array([-2.0] * 30 + [2.0] * 30), np.array([0] * 30 + [1] * 30, np.int8))
    assert np.isfinite(curve(np.array([-1e9, 0.0, 1e9]))).all()
