"""A run is one immutable file of sorted records: which keys does it hold, without loading it?

Layout (little-endian): magic `SWRUN001`, then the records (24 bytes each), then the fences: the high half
of every 1,024th key. Fences alone stay in memory (8 KB a million keys). A look-up reads only the blocks in which a key
can lie, in slices of at most 1.5 MB with plain reads, so resident memory does not grow with the store, as it would with
a memory map.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from seawall.corpus.errors import CorpusDamagedError
from seawall.corpus.folder import NewFile
from seawall.corpus.manifest import StoredFile
from seawall.corpus.records import RECORD_BYTES, Numbers, find_sorted

__all__ = ["SLICE_RECORDS", "Run", "write_run"]

SLICE_RECORDS: Final = 1 << 16
_BLOCK_RECORDS: Final = 1 << 10
_MAGIC: Final = b"SWRUN001"
_HEADER_BYTES: Final = len(_MAGIC)


def write_run(file: NewFile, pieces: Iterable[Numbers]) -> StoredFile:
    """Write sorted pieces of records as one run and return its entry."""
    fences: list[Numbers] = []
    count = 0
    file.write(_MAGIC)
    for piece in pieces:
        if not len(piece):
            continue
        fences.append(piece[(-count) % _BLOCK_RECORDS :: _BLOCK_RECORDS, 0].copy())
        file.write(np.ascontiguousarray(piece))
        count += len(piece)
    if fences:
        file.write(np.concatenate(fences))
    return file.finish(rows=count)


class Run:
    """A run opened for reading; close it, or use it as a context manager."""

    def __init__(self, folder: Path, entry: StoredFile) -> None:
        """Open the file and read its fences; a wrong size or magic raises CorpusDamagedError."""
        self.entry = entry
        self._path = folder / entry.name
        try:
            self._descriptor = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError as error:
            raise self._damaged("it is missing") from error
        try:
            self._fences = self._checked_fences()
        except BaseException:
            os.close(self._descriptor)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def slices(self, records: int = SLICE_RECORDS) -> Iterator[Numbers]:
        """Walk the whole run in order, `records` at a time."""
        for start in range(0, self.entry.rows, records):
            yield self._read(start, min(start + records, self.entry.rows))

    def find(self, keys: Numbers) -> tuple[npt.NDArray[np.bool_], Numbers]:
        """Look up sorted, distinct keys of shape (n, 2).

        Returns, for each, whether the run holds it, and the value of its first record (0 where it holds none).
        """
        found = np.zeros(len(keys), dtype=bool)
        values = np.zeros(len(keys), dtype=np.uint64)
        high = np.ascontiguousarray(keys[:, 0])
        for start, end in self._needed(high):
            piece = self._read(start, end)
            ours = np.ascontiguousarray(piece[:, 0])
            first = int(np.searchsorted(high, ours[0], side="left"))
            last = int(np.searchsorted(high, ours[-1], side="right"))
            if first < last:
                here, theirs = find_sorted(piece, ours, keys[first:last])
                # a key at the edge of two slices is met twice: the earlier record's value stays
                values[first:last] = np.where(found[first:last], values[first:last], theirs)
                found[first:last] |= here
        return found, values

    def _needed(self, high: Numbers) -> Iterator[tuple[int, int]]:
        # a key can lie in block i when fence[i] <= high <= fence[i + 1]; both ends count, since high halves may tie
        if not len(high) or not len(self._fences):
            return
        starts = np.searchsorted(high, self._fences, side="left")
        ends = np.empty_like(starts)
        ends[:-1] = np.searchsorted(high, self._fences[1:], side="right")
        ends[-1] = len(high)
        blocks = np.flatnonzero(ends > starts)
        per_slice = SLICE_RECORDS // _BLOCK_RECORDS
        position = 0
        while position < len(blocks):
            reach = position
            while (
                reach + 1 < len(blocks)
                and blocks[reach + 1] == blocks[reach] + 1
                and blocks[reach + 1] - blocks[position] < per_slice
            ):
                reach += 1
            end = min((int(blocks[reach]) + 1) * _BLOCK_RECORDS, self.entry.rows)
            yield int(blocks[position]) * _BLOCK_RECORDS, end
            position = reach + 1

    def _checked_fences(self) -> Numbers:
        blocks = -(-self.entry.rows // _BLOCK_RECORDS)
        end = _HEADER_BYTES + self.entry.rows * RECORD_BYTES
        if os.fstat(self._descriptor).st_size != end + 8 * blocks:
            raise self._damaged("it has the wrong size")
        if os.pread(self._descriptor, _HEADER_BYTES, 0) != _MAGIC:
            raise self._damaged("it is not a key run")
        return self._read_numbers(end, blocks)

    def _read(self, start: int, end: int) -> Numbers:
        return self._read_numbers(_HEADER_BYTES + start * RECORD_BYTES, 3 * (end - start)).reshape(-1, 3)

    def _read_numbers(self, offset: int, count: int) -> Numbers:
        numbers = np.empty(count, dtype="<u8")
        view = memoryview(numbers.data).cast("B")
        done = 0
        while done < view.nbytes:
            got = os.preadv(self._descriptor, [view[done:]], offset + done)
            if not got:
                raise self._damaged("it ends too early")
            done += got
        return numbers

    def _damaged(self, reason: str) -> CorpusDamagedError:
        return CorpusDamagedError(f"{self._path} is damaged: {reason}", file=self._path, reason=reason)
