"""The how-manieth of its like is this post? Counts posts without an id within one batch.

Two posts of a chat export that agree in platform, account, time and text are two posts; the same export read again must
give the same two. So the second one's key carries its number. Counts live in sorted runs like all keys, so memory stays
flat, and are committed with the rows, so a resumed batch goes on counting right.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from seawall.corpus.manifest import StoredFile
from seawall.corpus.records import Numbers, empty_records, find_sorted, first_of_key, keyed, sort_order, sort_records
from seawall.corpus.run_set import RunSet, add_counts

__all__ = ["OccurrenceCounter"]


class OccurrenceCounter:
    """Counts on disk (`entries`, as last committed) and those since (`pending`)."""

    def __init__(self, folder: Path, entries: Sequence[StoredFile]) -> None:
        """Go on from the committed runs."""
        self._folder = folder
        self.entries = tuple(entries)
        self.pending: Numbers = empty_records()

    def number(self, halves: Numbers) -> npt.NDArray[np.int64]:
        """Return how often each key came before (0 for the first) and count it."""
        order = sort_order(halves)
        ordered = halves[order]
        starts = np.flatnonzero(first_of_key(ordered))
        sizes = np.diff(np.append(starts, len(ordered)))
        distinct = ordered[starts]
        before = find_sorted(self.pending, np.ascontiguousarray(self.pending[:, 0]), distinct)[1]
        with RunSet(self._folder, self.entries) as runs:
            before = before + runs.totals(distinct)
        rank = np.arange(len(ordered)) - np.repeat(starts, sizes) + np.repeat(before.astype(np.int64), sizes)
        numbers = np.empty(len(ordered), dtype=np.int64)
        numbers[order] = rank
        together = np.concatenate([self.pending, keyed(distinct, sizes.astype(np.uint64))])
        self.pending = add_counts(sort_records(together)) if len(together) else together
        return numbers

    def committed(self, entries: Sequence[StoredFile]) -> None:
        """Take note that the pending counts are now in `entries`."""
        self.entries = tuple(entries)
        self.pending = empty_records()
