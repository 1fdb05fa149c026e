"""How high may a rate be, given so many hits in so many tries? Wilson's score interval, 95 %.

Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
"""

from __future__ import annotations

from math import sqrt
from typing import Final

__all__ = ["wilson_bounds"]

_Z: Final = 1.959963984540054


def wilson_bounds(hits: int, tries: int) -> tuple[float, float]:
    """Return the lower and the upper 95 % bound of the rate; (0, 1) for no tries.

    >>> tuple(round(bound, 4) for bound in wilson_bounds(0, 400))
    (0.0, 0.0095)
    """
    if tries == 0:
        return 0.0, 1.0
    share, square = hits / tries, _Z * _Z
    middle = (share + square / (2 * tries)) / (1 + square / tries)
    half = _Z * sqrt(share * (1 - share) / tries + square / (4 * tries * tries)) / (1 + square / tries)
    return max(0.0, middle - half), min(1.0, middle + half)
