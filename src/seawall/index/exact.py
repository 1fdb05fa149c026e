"""Which entries have exactly this value? Sorted 64-bit hashes, looked up a column at a time, every candidate verified.

Left out: nearness of any kind.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seawall.index.hits import Hits, join_hits
from seawall.index.segments import Segments
from seawall.signals import SignalColumn, Slices

__all__ = ["ExactIndex"]


class ExactIndex:
    """Values of one signal type, found where they are equal octet by octet."""

    def __init__(self) -> None:
        """Begin empty."""
        self._segments = Segments(_ExactSegment)

    def __len__(self) -> int:
        """Count the values held."""
        return len(self._segments)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in canonical values with their entry numbers."""
        self._segments.add(values, numbers)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return every pair of a signal of `column` and an entry of the same value."""
        if not len(column) or not len(self):
            return join_hits(())
        from seawall.index.hash_kernel import hash_slices  # compiles: only when needed

        hashes = hash_slices(column.values.data, column.values.starts, column.values.ends)
        return join_hits([segment.look_up(column, hashes) for segment in self._segments.built])


class _ExactSegment:
    """An unchanging part: hashes in order, the entry number and the value of each."""

    def __init__(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        from seawall.index.hash_kernel import hash_slices

        self._values = Slices.of(values)
        hashes = hash_slices(self._values.data, self._values.starts, self._values.ends)
        self._order = np.argsort(hashes, kind="stable").astype(np.int64)
        self._hashes = hashes[self._order]
        self._numbers = numbers

    def look_up(self, column: SignalColumn, hashes: NDArray[np.uint64]) -> Hits:
        """Return the verified hits of a column whose hashes are given."""
        from seawall.index.hash_kernel import equal_slices

        first = np.searchsorted(self._hashes, hashes, side="left")
        maybe = np.flatnonzero(self._hashes[np.minimum(first, len(self._hashes) - 1)] == hashes)
        counts = np.searchsorted(self._hashes, hashes[maybe], side="right") - first[maybe]
        places = np.repeat(maybe, counts).astype(np.int64)
        within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        held = self._order[np.repeat(first[maybe], counts) + within]
        mine, theirs = column.values, self._values
        equal = equal_slices(
            mine.data, mine.starts, mine.ends, places, theirs.data, theirs.starts, theirs.ends, held
        )  # fmt: skip
        places, held = places[equal], held[equal]
        return Hits.of(rows=column.rows[places], entries=self._numbers[held], places=places)
