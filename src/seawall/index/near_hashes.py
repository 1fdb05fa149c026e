"""How does a collection of 256-bit hashes grow while it is looked up? By tables, and a short list that is scanned.

A hash that is added stands in the list and is found at the next look-up; a list that is full becomes a table, and a
table that is not twice as large as what comes after it is made anew with that (the logarithmic method of Bentley and
Saxe, 1980; `segments.py` is the same for texts). Withdrawal is the owner's business: it masks numbers. Whoever holds
PDQ hashes of anything can use this; `hamming.py` is the index of the signal `pdq`. Left out: which distance means what.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.hamming_file import read_table, write_table
from seawall.index.hamming_table import HASH_OCTETS, MAX_RADIUS, HammingTable, NearPairs, join_pairs, pairs_of

__all__ = ["NearHashes"]

_LIST_MOST: Final = 4096  # hashes; scanning them takes as long as looking into a table


class NearHashes:
    """Hashes with the numbers that their owner gives them; one hash or number may come any number of times."""

    def __init__(self) -> None:
        """Begin empty."""
        self._tables: list[HammingTable] = []
        self._list = np.empty((_LIST_MOST, HASH_OCTETS // 2), dtype=np.uint16)
        self._list_numbers = np.empty(_LIST_MOST, dtype=np.int64)
        self._listed = 0

    def __len__(self) -> int:
        """Count the hashes, those that came twice twice."""
        return sum(len(table) for table in self._tables) + self._listed

    def add(self, hashes: NDArray[np.uint8], numbers: NDArray[np.int64]) -> None:
        """Take in hashes, uint8[n, 32], with their numbers."""
        slots = _slots(hashes)
        if len(slots) != len(numbers):
            raise ValueError(f"{len(slots)} hashes and {len(numbers)} numbers")
        end = self._listed + len(slots)
        if end < _LIST_MOST:
            self._list[self._listed : end] = slots
            self._list_numbers[self._listed : end] = numbers
            self._listed = end
            return
        kept = len(self._tables)
        while kept and len(self._tables[kept - 1]) < 2 * end:
            kept -= 1
            end += len(self._tables[kept])
        self._tables[kept:] = [self._joined(self._tables[kept:], slots, numbers)]
        self._listed = 0

    def look_up(self, asked: NDArray[np.uint8], radius: int = MAX_RADIUS) -> NearPairs:
        """Return every pair of a hash of `asked`, uint8[m, 32], and one held at most `radius` bits (0–31) apart.

        From some 1,000 hashes on it is several times faster to ask for all at once than for one after the other.
        """
        if not 0 <= radius <= MAX_RADIUS:
            raise ValueError(f"a radius from 0 to {MAX_RADIUS} bits is searched, not {radius}")
        slots = _slots(asked)
        if not len(slots) or not len(self):
            return join_pairs([])
        parts = [table.look_up(slots, radius) for table in self._tables]
        if self._listed:
            from seawall.index.hamming_kernel import scan  # compiles: only when needed

            found = scan(self._list[: self._listed].view(np.uint64), slots.view(np.uint64), radius)
            parts.append(pairs_of(found, self._list_numbers))
        return join_pairs(parts)

    def write(self, path: Path) -> None:
        """Write all hashes and numbers to a file, as one table (`hamming_file.py`); OSError where it can't be."""
        if len(self._tables) != 1 or self._listed:
            none = np.empty((0, HASH_OCTETS // 2), dtype=np.uint16)
            self._tables = [self._joined(self._tables, none, np.empty(0, dtype=np.int64))]
            self._listed = 0
        write_table(self._tables[0], path)

    @classmethod
    def read(cls, path: Path) -> NearHashes:
        """Map the hashes in a file that `write` made; HammingFileError where it is none or was damaged."""
        hashes = cls()
        table = read_table(path)
        hashes._tables = [table] if len(table) else []
        return hashes

    def _joined(
        self, tables: list[HammingTable], slots: NDArray[np.uint16], numbers: NDArray[np.int64]
    ) -> HammingTable:
        """Return one table of these tables, of the list, and of more hashes."""
        return HammingTable.of(
            np.concatenate([*(table.slots for table in tables), self._list[: self._listed], slots]),
            np.concatenate([*(table.numbers for table in tables), self._list_numbers[: self._listed], numbers]),
        )


def _slots(hashes: NDArray[np.uint8]) -> NDArray[np.uint16]:
    if hashes.ndim != 2 or hashes.shape[1] != HASH_OCTETS or hashes.dtype != np.uint8:
        raise ValueError(f"hashes are uint8[n, {HASH_OCTETS}], not {hashes.dtype}{list(hashes.shape)}")
    words = np.ascontiguousarray(hashes).view(np.uint64)
    return (words if words.flags.aligned else words.copy()).view(np.uint16)
