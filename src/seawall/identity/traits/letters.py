"""What do the letters of two names have in common, and what does that say? Microseconds a pair.

`bits` are log2-odds that one name was made from the other rather than thought up apart: rare letters and words that
both have bring bits, what only one has costs some. The pair model is `letters_kernel.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["UNIT", "Letters", "Nearness", "letters_of", "nearness"]

UNIT: Final = 256  # bits are counted in 1/256

Letters = NDArray[np.int32]


class Nearness(NamedTuple):
    """What two names have in common.

    `bits` may be negative; `edits` is the Damerau–Levenshtein distance; `run` the length of the longest common run,
    which begins at these places.
    """

    bits: float
    edits: int
    run: int
    left_start: int
    right_start: int


def letters_of(letters: Sequence[tuple[str, int, float]]) -> Letters:
    """Return a word as the pair model wants it, its first 64 letters, each told with its sound and its bits."""
    rows = [(ord(letter), sound, int(bits * UNIT)) for letter, sound, bits in letters[:64]]
    return np.ascontiguousarray(np.array(rows, np.int32).reshape(-1, 3).T)


def nearness(new: Letters, old: Letters) -> Nearness:
    """Return how near a new name is to an old one."""
    from seawall.identity.traits.letters_kernel import align  # compiles: only when needed

    found = align(new, old)
    run = found >> 16 & 0xFF
    return Nearness((found >> 32) / UNIT, found >> 24 & 0xFF, run, (found >> 8 & 0xFF) - run, (found & 0xFF) - run)
