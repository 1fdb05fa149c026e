"""How sure is a finding, and is it enough to show a reviewer?

A match weighs what its signal type's `WEIGHT` says, times the strength of a match that is not plain equality; several
matches on one observation combine as independent facts. An equal file, address or whole text is the *same* content; a
picture through an edit, or most of a wording, is *near* it; a listed term is a reason to *look*. An observation is
raised when something on it is the same or near, or when its matches together reach `RAISING_SCORE`, which no single
term does. Left out: whatever holds a finding back (`holding_back.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from seawall.evidence import combine_independent
from seawall.index import Tier

__all__ = ["RAISING_SCORE", "SEED_WEIGHT", "combined_score", "is_raised"]

RAISING_SCORE: Final = 0.5
"""Score from which matches that are only a reason to look are raised together."""

SEED_WEIGHT: Final = 0.0
"""What a seed entry weighs: it is shown, and never raises."""


@lru_cache(maxsize=65_536)
def combined_score(weights: tuple[float, ...]) -> float:
    """Return the score of matches on one observation, rounded to nine decimals so that their order plays no part.

    >>> combined_score((0.2,)), combined_score((0.2, 0.2, 0.2, 0.2)) > RAISING_SCORE
    (0.2, True)
    """
    return round(combine_independent(sorted(weights)), 9)


def is_raised(tiers: Sequence[Tier], weights: Sequence[float]) -> bool:
    """Say whether matches of these tiers and weights on one observation are put before a reviewer.

    >>> is_raised([Tier.SAME], [0.9]), is_raised([Tier.LOOK], [0.2]), is_raised([Tier.LOOK] * 4, [0.2] * 4)
    (True, False, True)
    """
    known = any(tier is not Tier.LOOK and weight > 0 for tier, weight in zip(tiers, weights, strict=True))
    return known or combined_score(tuple(weights)) >= RAISING_SCORE
