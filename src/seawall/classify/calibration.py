"""Which share of texts with this margin did reviewers uphold? A sigmoid under 1,000 labels, an isotonic curve above.

Fitted on margins that the model gave to authors it had not seen. A thousandth of a curve that rises everywhere is
always mixed in, so that two different margins never get the same score and the order of the queue is whole. Source:
J. Platt, "Probabilistic Outputs for Support Vector Machines" (1999), with his corrected targets; B. Zadrozny, C.
Elkan (2002).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["ISOTONIC_FROM", "Calibration", "fit_calibration"]

ISOTONIC_FROM: Final = 1_000
"""Labels from which on the curve is isotonic."""

_MIXED: Final = 1e-3
_STEEPEST: Final = 500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`slope` and `offset` of the sigmoid; `margins` and `scores` of the isotonic curve's knots, or none."""

    slope: float
    offset: float
    margins: NDArray[np.float64]
    scores: NDArray[np.float64]

    def __call__(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return scores from 0 to 1, rising with the margin."""
        smooth = 1.0 / (1.0 + np.exp(-np.clip(self.slope * margins + self.offset, -_STEEPEST, _STEEPEST)))
        curve = np.interp(margins, self.margins, self.scores) if len(self.margins) else smooth
        mixed: NDArray[np.float64] = (1 - _MIXED) * curve + _MIXED * (0.5 + np.arctan(margins) / np.pi)
        return mixed


def fit_calibration(margins: NDArray[np.float64], labels: NDArray[np.int8]) -> Calibration:
    """Fit the curve; both classes must be there."""
    slope, offset = _sigmoid(margins, labels)
    none = np.zeros(0)
    if len(labels) < ISOTONIC_FROM:
        return Calibration(slope=slope, offset=offset, margins=none, scores=none)
    from sklearn.isotonic import IsotonicRegression

    curve: Any = IsotonicRegression(out_of_bounds="clip").fit(margins, labels)
    return Calibration(
        slope=slope,
        offset=offset,
        margins=np.asarray(curve.X_thresholds_, np.float64),
        scores=np.asarray(curve.y_thresholds_, np.float64),
    )


def _sigmoid(margins: NDArray[np.float64], labels: NDArray[np.int8]) -> tuple[float, float]:
    """Return slope (never negative) and offset by Newton's method on Platt's targets."""
    positive, negative = int((labels == 1).sum()), int((labels == 0).sum())
    target = np.where(labels == 1, (positive + 1) / (positive + 2), 1 / (negative + 2))
    slope, offset = 1.0, 0.0
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(slope * margins + offset, -50, 50)))
        gap, spread = chance - target, np.maximum(chance * (1 - chance), 1e-9)
        gradient = np.array([np.sum(gap * margins), np.sum(gap)])
        a, b, c = np.sum(spread * margins**2) + 1e-6, np.sum(spread * margins), np.sum(spread) + 1e-6
        determinant = a * c - b * b
        step = np.array([c * gradient[0] - b * gradient[1], a * gradient[1] - b * gradient[0]]) / determinant
        slope, offset = slope - float(np.clip(step[0], -2, 2)), offset - float(np.clip(step[1], -2, 2))
        if float(np.abs(step).max()) < 1e-9:
            break
    return max(slope, 1e-3), offset
