"""What do the letters of two names have in common, and what does that say? Microseconds a pair.

`bits` are log2-odds that one name was made from the other rather than thought up apart: rare letters and words that
both have bring bits, what only one has costs some. The pair model is `letters_kernel.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["UNIT", "Letters", "Nearness", "joined_letters", "letters_of", "nearness"]

UNIT: Final = 256  # bits are counted in 1/256

_MOST: Final = 64  # letters of a name
_FIRST: Final = np.ones(1, dtype=bool)

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


def letters_of(text: str, sounds: Sequence[int], bits: Sequence[float]) -> Letters:
    """Return a text as the pair model wants it, each letter told with its sound and its bits."""
    letters = np.empty((3, len(text)), np.int32)
    letters[0] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)
    letters[1] = sounds
    letters[2] = np.array(bits) * UNIT  # cut off, not rounded
    return letters


def joined_letters(parts: Sequence[Letters]) -> Letters:
    """Return the letters of several words as one word, repeated letters once; 64 at most."""
    joined = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1) if parts else np.empty((3, 0), np.int32)
    again = joined[0, 1:] == joined[0, :-1]
    if again.any():
        joined = joined[:, np.concatenate((_FIRST, ~again))]
    return np.ascontiguousarray(joined[:, :_MOST])


def nearness(new: Letters, old: Letters) -> Nearness:
    """Return how near a new name is to an old one."""
    from seawall.identity.traits.letters_kernel import align  # compiles: only when needed

    found = align(new, old)
    run = found >> 16 & 0xFF
    return Nearness((found >> 32) / UNIT, found >> 24 & 0xFF, run, (found >> 8 & 0xFF) - run, (found & 0xFF) - run)
