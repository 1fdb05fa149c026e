import numpy as np
import pytest
from scipy.stats import ks_2samp

from seawall.classify import DriftSample, drift_report, weekly_drift


def sample(scores, languages="en", unknown=0.2):
    scores = np.asarray(scores, float)
    listed = [languages] * len(scores) if isinstance(languages, str) else languages
    return DriftSample(scores=scores, languages=listed, unknown_shares=np.full(len(scores), unknown))


def test_the_same_scores_are_calm():
    scores = np.random.default_rng(1).random(2_000)
    found = drift_report(sample(scores), sample(scores))
    assert (found.score_psi, found.score_ks, found.language_psi) == (0, 0, 0)
    assert found.verdict == "calm"
    assert found.ks_chance == 1.0


def test_moved_scores_are_noticed():
    rng = np.random.default_rng(1)
    found = drift_report(sample(rng.beta(2, 8, 2_000)), sample(rng.beta(5, 5, 2_000)))
    assert found.verdict == "measure_anew"
    assert found.ks_chance < 1e-6


def test_another_mix_of_languages_is_noticed():
    scores = np.linspace(0, 1, 1_000)
    found = drift_report(sample(scores, ["en", "ar"] * 500), sample(scores, ["en"] * 900 + ["ku"] * 100))
    assert found.language_psi > 0.25
    assert found.verdict == "measure_anew"


def test_distance_and_chance_agree_with_scipy():
    rng = np.random.default_rng(2)
    left, right = rng.normal(size=700), rng.normal(0.1, 1, size=900)
    found, oracle = drift_report(sample(left), sample(right)), ks_2samp(left, right, method="asymp")
    assert found.score_ks == pytest.approx(oracle.statistic)
    assert found.ks_chance == pytest.approx(oracle.pvalue, abs=0.02)


def test_constant_scores_and_empty_weeks():
    flat = sample([0.5] * 100)
    weeks = weekly_drift(flat, {"2026-W10": flat, "2026-W11": sample([]), "2026-W12": sample([0.9] * 100, unknown=0.6)})
    assert list(weeks) == ["2026-W10", "2026-W12"]
    assert weeks["2026-W12"].unknown_share == pytest.approx(0.6)
    with pytest.raises(ValueError, match="without texts"):
        drift_report(flat, sample([]))
