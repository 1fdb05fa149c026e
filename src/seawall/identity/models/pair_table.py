"""Many compared pairs as columns: what training counts and what a whole bank's links are weighed from.

A row is a pair, a column a comparison, in the order of names. `levels` is −1 where there was nothing to compare,
`rarities` NaN where the comparison could not tell. Equal rows are counted together before anything is added up, in an
order that hangs on their content alone, so that no figure hangs on the order in which pairs came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from seawall.identity.compare.comparison import Outcome
from seawall.identity.portrait import Depth

__all__ = ["PairTable", "pair_table"]

_RARITY_STEP = 4  # quarters of a bit


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """Compared pairs."""

    comparisons: tuple[str, ...]
    levels: NDArray[np.int8]  # (pairs, comparisons)
    rarities: NDArray[np.float32]  # bits, quarters
    depths: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.levels)

    def rows(self, chosen: NDArray[np.generic]) -> PairTable:
        """Return some rows, by number or by truth."""
        return PairTable(
            comparisons=self.comparisons,
            levels=self.levels[chosen],
            rarities=self.rarities[chosen],
            depths=self.depths[chosen],
        )

    @classmethod
    def joined(cls, tables: Sequence[Self]) -> Self:
        """Return the rows of all tables; they have the same comparisons, and there is at least one."""
        if len({table.comparisons for table in tables}) != 1:
            raise ValueError("tables of different comparisons can't be joined")
        return cls(
            comparisons=tables[0].comparisons,
            levels=np.concatenate([table.levels for table in tables]),
            rarities=np.concatenate([table.rarities for table in tables]),
            depths=np.concatenate([table.depths for table in tables]),
        )

    def patterns(self, marks: NDArray[np.int64]) -> tuple[PairTable, NDArray[np.int64], NDArray[np.int64]]:
        """Return the different rows in order of their content, how often each occurs, and its mark.

        Rows with different `marks` are different.
        """
        rarity = np.nan_to_num(self.rarities, nan=-1.0) * _RARITY_STEP
        keys = np.column_stack([marks, self.depths, self.levels, rarity.astype(np.int64)]).astype(np.int64)
        _, first, counts = np.unique(keys, axis=0, return_index=True, return_counts=True)
        return self.rows(first), counts, marks[first]


def pair_table(comparisons: Iterable[str], pairs: Iterable[tuple[Mapping[str, Outcome | None], Depth]]) -> PairTable:
    """Return compared pairs as columns; outcomes of other comparisons are left out."""
    names = tuple(sorted(comparisons))
    place = {name: at for at, name in enumerate(names)}
    levels: list[list[int]] = []
    rarities: list[list[float]] = []
    depths: list[int] = []
    for outcomes, depth in pairs:
        level, rarity = [-1] * len(names), [np.nan] * len(names)
        for name, outcome in outcomes.items():
            if outcome is not None and name in place:
                level[place[name]] = outcome.level
                if outcome.rarity_bits is not None:
                    rarity[place[name]] = round(outcome.rarity_bits * _RARITY_STEP) / _RARITY_STEP
        levels.append(level)
        rarities.append(rarity)
        depths.append(depth)
    shape = (len(levels), len(names))
    return PairTable(
        comparisons=names,
        levels=np.array(levels, dtype=np.int8).reshape(shape),
        rarities=np.array(rarities, dtype=np.float32).reshape(shape),
        depths=np.array(depths, dtype=np.int8),
    )
