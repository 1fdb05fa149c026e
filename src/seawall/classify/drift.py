"""Do today's posts still look like those that the ranker knew? Population stability and Kolmogorov–Smirnov, by week.

Compared are scores, the mix of languages, and the share of n-grams that carry no weight. A population stability index
under 0.1 is calm, to 0.25 worth a look, above that the model should be measured anew on a fresh random audit.
Source: N. Siddiqi, "Credit Risk Scorecards" (2006), for the index and its thresholds. Left out: what to do about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["DriftReport", "DriftSample", "drift_report", "weekly_drift"]

LOOK_FROM: Final = 0.1
RETRAIN_FROM: Final = 0.25
_BINS: Final = 10
_LEAST_SHARE: Final = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftSample:
    """Texts of one stretch of time: their scores, languages ("" where unknown) and shares of unknown n-grams."""

    scores: NDArray[np.float64]
    languages: Sequence[str]
    unknown_shares: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftReport:
    """Indices of change; `ks_chance` is how likely two samples of one population differ so much."""

    row_count: int
    score_psi: float
    score_ks: float
    ks_chance: float
    language_psi: float
    unknown_share: float
    unknown_share_before: float

    @property
    def verdict(self) -> str:
        """Return calm, look or measure_anew."""
        worst = max(self.score_psi, self.language_psi)
        if worst >= RETRAIN_FROM:
            return "measure_anew"
        return "look" if worst >= LOOK_FROM else "calm"


def drift_report(reference: DriftSample, current: DriftSample) -> DriftReport:
    """Compare two samples; neither may be empty."""
    if not len(reference.scores) or not len(current.scores):
        raise ValueError("a sample without texts can't be compared")
    distance, chance = _kolmogorov_smirnov(reference.scores, current.scores)
    return DriftReport(
        row_count=len(current.scores),
        score_psi=_score_psi(reference.scores, current.scores),
        score_ks=distance,
        ks_chance=chance,
        language_psi=_language_psi(reference.languages, current.languages),
        unknown_share=float(current.unknown_shares.mean()),
        unknown_share_before=float(reference.unknown_shares.mean()),
    )


def weekly_drift(reference: DriftSample, weeks: Mapping[str, DriftSample]) -> dict[str, DriftReport]:
    """Compare each week that has texts with the reference."""
    return {week: drift_report(reference, sample) for week, sample in weeks.items() if len(sample.scores)}


def _psi(before: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    old, new = np.maximum(before / before.sum(), _LEAST_SHARE), np.maximum(now / now.sum(), _LEAST_SHARE)
    return float(np.sum((new - old) * np.log(new / old)))


def _score_psi(before: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    """Bins hold a tenth of the reference each."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, _BINS + 1)[1:-1]))
    counts = [np.bincount(np.searchsorted(edges, sample), minlength=len(edges) + 1) for sample in (before, now)]
    return _psi(counts[0].astype(float), counts[1].astype(float))


def _language_psi(before: Sequence[str], now: Sequence[str]) -> float:
    old, new = Counter(before), Counter(now)
    names = sorted(old.keys() | new.keys())
    return _psi(np.array([float(old[name]) for name in names]), np.array([float(new[name]) for name in names]))


def _kolmogorov_smirnov(left: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[float, float]:
    """Return the largest distance of the two distributions and its asymptotic chance."""
    at = np.sort(np.concatenate([left, right]))
    shares = [np.searchsorted(np.sort(sample), at, side="right") / len(sample) for sample in (left, right)]
    distance = float(np.abs(shares[0] - shares[1]).max())
    size = sqrt(len(left) * len(right) / (len(left) + len(right)))
    reach = (size + 0.12 + 0.11 / size) * distance
    if reach < log(2) / 2:  # the series doesn't settle there, and the chance is 1 to six places
        return distance, 1.0
    chance = 2 * sum((-1) ** (term - 1) * exp(-2 * (term * reach) ** 2) for term in range(1, 101))
    return distance, min(1.0, max(0.0, chance))
