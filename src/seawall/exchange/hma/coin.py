"""Does a bank answer this look-up? HMA lets a bank take part in a share of all look-ups, its enabled ratio.

One coin is tossed for each look-up; a bank answers if its ratio is at least the coin's number. A `seed` (the
content's own id) makes the coin fall the same way each time: it seeds Python's generator as HMA does, so both fall
alike.
"""

from __future__ import annotations

import random

__all__ = ["toss"]


def toss(seed: str | None, *, bypass: bool = False) -> float:
    """Return a number from 0 to 1; 0, which every bank passes, where the coin is bypassed."""
    if bypass:
        return 0.0
    return random.Random(seed).random()  # noqa: S311 - a share of look-ups, no secret
