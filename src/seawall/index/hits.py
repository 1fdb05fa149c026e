"""What does an index answer? Columns of hits: which row of the content, which entry, where, how far apart, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seawall.index.tiers import SAME, TIERS, Tier

__all__ = ["Hits", "Way", "join_hits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a hit was made that is more than equality.

    `stage` is a permanent word ("pdq", "crop", "features", "near_text", "inside", "frames" …); `transform` what was
    done to the observed content before the two met ("mirrored", "border trimmed"); `alignment` nine numbers, row by
    row: the homography that takes points of the observed picture to those of the banked one, both in fractions of width
    and height; `detail` what was counted, for people ("41 matching points"). `strength`, 0–1, is the share of the
    signal type's weight that the hit has.
    """

    stage: str
    transform: str | None = None
    alignment: tuple[float, ...] | None = None
    detail: str | None = None
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Hits, one a place in each array.

    `rows` are rows of the content; `entries` numbers of entries as the index counted them in; `places` numbers of the
    signal within the column that was looked up; `starts` and `ends` octets of the looked-up buffer where a part of it
    was met, elsewhere −1. `distances` are in the unit of the kind of matching (bits, or hundredths that are unlike), 0
    for equal values; `tiers` are numbers of `TIERS`; `ways` hold a `Way`, or None for plain equality.
    """

    rows: NDArray[np.int64]
    entries: NDArray[np.int64]
    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    distances: NDArray[np.int32]
    tiers: NDArray[np.uint8]
    ways: NDArray[np.object_]

    def __len__(self) -> int:
        """Count the hits."""
        return len(self.rows)

    @classmethod
    def of(
        cls, *, rows: NDArray[np.int64], entries: NDArray[np.int64], places: NDArray[np.int64],
        starts: NDArray[np.int64] | None = None, ends: NDArray[np.int64] | None = None,
        distances: NDArray[np.int32] | None = None, tiers: NDArray[np.uint8] | int = SAME,
        ways: Sequence[Way | None] | None = None,
    ) -> Hits:  # fmt: skip
        """Return hits whose columns that are not given say: the whole value, equal, the same."""
        count = len(rows)
        how = np.empty(count, dtype=np.object_)
        if ways is not None:
            how[:] = list(ways)
        return cls(
            rows=rows,
            entries=entries,
            places=places,
            starts=np.full(count, -1, dtype=np.int64) if starts is None else starts,
            ends=np.full(count, -1, dtype=np.int64) if ends is None else ends,
            distances=np.zeros(count, dtype=np.int32) if distances is None else distances,
            tiers=np.full(count, tiers, dtype=np.uint8) if isinstance(tiers, int) else tiers,
            ways=how,
        )

    def chosen(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Hits:
        """Return some of the hits."""
        return Hits(**{name: getattr(self, name)[which] for name in _COLUMNS})

    def tier(self, place: int) -> Tier:
        """Return the tier of one hit."""
        return TIERS[int(self.tiers[place])]

    def first_of_each(self, rather_not: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Return the number of one hit for each row and entry, ordered by row, then entry.

        It is the nearest, then the one that stands first, of those that are not `rather_not` where there are any.
        """
        last = np.zeros(len(self), dtype=np.bool_) if rather_not is None else rather_not
        keys = (self.starts, self.places, self.distances, self.tiers, last, self.entries, self.rows)
        order = np.lexsort(keys)
        rows, entries = self.rows[order], self.entries[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (rows[1:] != rows[:-1]) | (entries[1:] != entries[:-1])
        return order[first].astype(np.int64)


_COLUMNS = tuple(field.name for field in fields(Hits))
_NONE = np.zeros(0, dtype=np.int64)


def join_hits(parts: Sequence[Hits]) -> Hits:
    """Return the hits of all parts."""
    if not parts:
        return Hits.of(rows=_NONE, entries=_NONE, places=_NONE)
    columns: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    return Hits(**columns)
