"""How does an index that is made for looking up take additions at once? It keeps a few segments and merges small ones.

A new batch of values becomes a segment of its own; two neighbours merge while the older one is less than twice the
newer one's size, so there are never more than log₂ n segments, and n additions one by one cost n log n. This is the
logarithmic method of Bentley and Saxe (1980). Withdrawal is the owner's business: it masks hits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Segments"]

S = TypeVar("S")


class Segments(Generic[S]):
    """The segments of one index; `build(values, numbers)` makes one of parallel values and entry numbers."""

    def __init__(self, build: Callable[[Sequence[str], NDArray[np.int64]], S]) -> None:
        """Begin with none."""
        self._build = build
        self._parts: list[tuple[list[str], NDArray[np.int64], S]] = []

    def __len__(self) -> int:
        """Count the values held, withdrawn ones included."""
        return sum(len(values) for values, _, _ in self._parts)

    @property
    def built(self) -> tuple[S, ...]:
        """Return the segments to look in."""
        return tuple(segment for _, _, segment in self._parts)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in values with their entry numbers; they are found from now on."""
        if not values:
            return
        held, counted = list(values), numbers
        while self._parts and len(self._parts[-1][0]) < 2 * len(held):
            older, older_numbers, _ = self._parts.pop()
            held, counted = older + held, np.concatenate((older_numbers, counted))
        self._parts.append((held, counted, self._build(held, counted)))
