"""What does an index answer? Columns of hits: which row of the content, which entry, where, how far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hits", "join_hits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Hits, one a place in each array.

    `rows` are rows of the content; `entries` numbers of entries as the index counted them in; `places` numbers of the
    signal within the column that was looked up; `starts` and `ends` octets of the looked-up buffer, for terms only:
    elsewhere they are −1.
    """

    rows: NDArray[np.int64]
    entries: NDArray[np.int64]
    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the hits."""
        return len(self.rows)

    def chosen(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Hits:
        """Return some of the hits."""
        return Hits(
            rows=self.rows[which],
            entries=self.entries[which],
            places=self.places[which],
            starts=self.starts[which],
            ends=self.ends[which],
        )

    def first_of_each(self, rather_not: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Return the number of one hit for each row and entry, ordered by row, then entry.

        It is the one that stands first, of those that are not `rather_not` where there are any.
        """
        last = np.zeros(len(self), dtype=np.bool_) if rather_not is None else rather_not
        order = np.lexsort((self.starts, self.places, last, self.entries, self.rows))
        rows, entries = self.rows[order], self.entries[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (rows[1:] != rows[:-1]) | (entries[1:] != entries[:-1])
        return order[first].astype(np.int64)


def join_hits(parts: Sequence[Hits]) -> Hits:
    """Return the hits of all parts."""
    empty = np.zeros(0, dtype=np.int64)
    return Hits(
        rows=np.concatenate([empty, *(part.rows for part in parts)]),
        entries=np.concatenate([empty, *(part.entries for part in parts)]),
        places=np.concatenate([empty, *(part.places for part in parts)]),
        starts=np.concatenate([empty, *(part.starts for part in parts)]),
        ends=np.concatenate([empty, *(part.ends for part in parts)]),
    )
