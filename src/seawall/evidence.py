"""Every score comes with its evidence: why, in words, with both sides and a weight.

The sentence that a reviewer reads is made where the fact is found. A score is always between 0 and 1; a model is a
tuple of `Feature(func, weight)`, and no arithmetic on scores happens outside `combine_independent`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Evidence", "Scored", "combine_independent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact that speaks for (weight > 0) or against (weight < 0) a claim.

    `feature` is the permanent name of the comparison or signal; `detail` the sentence for the reviewer; `left` what was
    observed; `right` what it was compared with.
    """

    feature: str
    weight: float
    detail: str
    left: str | None = None
    right: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A score from 0 to 1 and the evidence that it was made from."""

    score: float
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        """Refuse a score outside 0–1 and NaN."""
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"a score lies between 0 and 1, not {self.score}")


def combine_independent(weights: Iterable[float]) -> float:
    """Return the chance that at least one of several independent facts holds: 1 − Π(1 − w).

    >>> combine_independent([0.5, 0.5])
    0.75
    >>> combine_independent([])
    0.0
    """
    return 1.0 - math.prod(1.0 - weight for weight in weights)
