"""Rows of different lengths in one array: row `i` is `values[starts[i]:starts[i + 1]]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ragged"]

_FIRST: Final = np.ones(1, dtype=bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ragged:
    """Rows of numbers; `starts` has one more than there are rows."""

    starts: NDArray[np.int64]
    values: NDArray[Any]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> NDArray[Any]:
        """Return one row."""
        return self.values[self.starts[row] : self.starts[row + 1]]

    @property
    def owners(self) -> NDArray[np.uint32]:
        """Return the row of each value."""
        return np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(self.starts))

    @classmethod
    def empty(cls, count: int, dtype: Any) -> Self:
        """Return so many empty rows."""
        return cls(starts=np.zeros(count + 1, dtype=np.int64), values=np.zeros(0, dtype=dtype))

    @classmethod
    def of(cls, owners: NDArray[Any], values: NDArray[Any], count: int) -> Self:
        """Gather values by their row, each row ascending and each value of it once."""
        if count == 1:  # an account by itself
            values = np.sort(values)
            values = values[np.concatenate((_FIRST, values[1:] != values[:-1]))[: len(values)]]
            return cls(starts=np.array((0, len(values)), np.int64), values=values)
        order = np.lexsort((values, owners))
        owners, values = owners[order], values[order]
        first = np.ones(len(values), dtype=bool)
        first[1:] = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
        return cls.sorted(owners[first], values[first], count)

    @classmethod
    def of_one(cls, rows: Sequence[NDArray[np.uint64]]) -> list[Self]:
        """Return each row as that of an account by itself: ascending and each number once."""
        from seawall.identity.ragged_kernel import sort_rows  # compiles: only when needed

        if not rows:
            return []
        values, edges = np.concatenate(rows), np.zeros(len(rows) + 1, np.int64)
        edges[1:] = list(accumulate(map(len, rows)))
        ends = np.empty(len(rows), np.int64)
        sort_rows(values, edges, ends)
        return [
            cls(starts=np.array((0, end - begin), np.int64), values=values[begin:end])
            for begin, end in zip(edges.tolist(), ends.tolist(), strict=False)  # the last edge begins no row
        ]

    @classmethod
    def sorted(cls, owners: NDArray[Any], values: NDArray[Any], count: int) -> Self:
        """Take values that lie by row already."""
        lengths = np.bincount(owners, minlength=count).astype(np.int64)
        return cls(starts=np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))), values=values)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the rows of all parts, one part after the other."""
        shifts = np.cumsum([0, *(len(part.values) for part in parts)])
        starts = [part.starts[:-1] + shift for part, shift in zip(parts, shifts[:-1].tolist(), strict=True)]
        return cls(
            starts=np.concatenate([*starts, shifts[-1:]]).astype(np.int64),
            values=np.concatenate([part.values for part in parts]),
        )

    def capped(self, most: int) -> Self:
        """Return the rows with at most so many values each: the smallest of their mixed numbers.

        Which values stay depends on them alone, so two rows that share values keep the same ones of these (the
        bottom-k sketch of A. Broder, 1997).
        """
        if len(self.values) <= most:
            return self
        lengths = np.diff(self.starts)
        if not len(lengths) or int(lengths.max()) <= most:
            return self
        owners = self.owners
        mixed = self.values.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        order = np.lexsort((mixed ^ (mixed >> np.uint64(29)), owners))
        rank = np.arange(len(order)) - np.repeat(self.starts[:-1], lengths)
        kept = np.sort(order[rank < most])
        return type(self).sorted(owners[kept], self.values[kept], len(self))

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Return some rows in that order."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        places = np.repeat(self.starts[:-1][rows] - starts[:-1], lengths) + np.arange(int(starts[-1]))
        return type(self)(starts=starts, values=self.values[places])
