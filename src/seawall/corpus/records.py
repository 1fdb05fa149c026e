"""Sixteen-byte keys as numbers: sorted arrays of (high half, low half, value) that NumPy can compare fast.

A record is three unsigned 64-bit numbers, an array of records has shape (n, 3). The order is that of the keys' bytes,
then of the value. What the value means is the owner's affair: a batch number for sightings, a count for occurrences.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = [
    "RECORD_BYTES",
    "Numbers",
    "count_up_to",
    "empty_records",
    "find_sorted",
    "first_of_key",
    "key_halves",
    "keyed",
    "sort_order",
    "sort_records",
]

Numbers: TypeAlias = npt.NDArray[np.uint64]

RECORD_BYTES: Final = 24


def key_halves(keys: Any) -> Numbers:
    """Return an Arrow array of 16-byte keys as numbers of shape (n, 2); the order of numbers is the order of bytes."""
    array = keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys
    if isinstance(array, pa.ChunkedArray):  # an empty chunked array stays chunked
        return np.empty((0, 2), dtype=np.uint64)
    content = array.buffers()[1]
    if content is None or not len(array):
        return np.empty((0, 2), dtype=np.uint64)
    start = 2 * array.offset
    numbers = np.frombuffer(content, dtype=">u8")[start : start + 2 * len(array)]
    return numbers.astype(np.uint64).reshape(-1, 2)


def empty_records() -> Numbers:
    """Return an array of no records."""
    return np.empty((0, 3), dtype=np.uint64)


def keyed(halves: Numbers, value: int | Numbers) -> Numbers:
    """Return records of these keys with one value, or a value each."""
    records = np.empty((len(halves), 3), dtype=np.uint64)
    records[:, :2] = halves
    records[:, 2] = value
    return records


def sort_order(halves: Numbers) -> npt.NDArray[np.intp]:
    """Return the stable order of keys."""
    order = np.argsort(halves[:, 0], kind="stable")
    high = halves[order, 0]
    if bool((high[1:] == high[:-1]).any()):
        return np.lexsort((halves[:, 1], halves[:, 0]))
    return order


def sort_records(records: Numbers) -> Numbers:
    """Return the records in order of key and value."""
    order = np.argsort(records[:, 0], kind="stable")
    high = records[order, 0]
    if not bool((high[1:] == high[:-1]).any()):
        return records[order]
    return records[np.lexsort((records[:, 2], records[:, 1], records[:, 0]))]


def first_of_key(ordered: Numbers) -> npt.NDArray[np.bool_]:
    """Say of each row of a sorted array whether its key differs from the one before."""
    first = np.ones(len(ordered), dtype=bool)
    if len(ordered) > 1:
        first[1:] = (ordered[1:, 0] != ordered[:-1, 0]) | (ordered[1:, 1] != ordered[:-1, 1])
    return first


def count_up_to(ordered: Numbers, bound: Numbers) -> int:
    """Count the records of a sorted array that are not above `bound` (one record)."""
    low, high = 0, len(ordered)
    for column in range(3):
        part = np.ascontiguousarray(ordered[low:high, column])
        number = bound[column]
        start = int(np.searchsorted(part, number, side="left"))
        end = int(np.searchsorted(part, number, side="right"))
        low, high = low + start, low + end
        if start == end:
            return low
    return high


def find_sorted(ordered: Numbers, high: Numbers, keys: Numbers) -> tuple[npt.NDArray[np.bool_], Numbers]:
    """Look up sorted keys in sorted records, whose high halves are `high`.

    Returns, for each key, whether a record has it, and the value of the first that does (0 where none does).
    """
    found = np.zeros(len(keys), dtype=bool)
    values = np.zeros(len(keys), dtype=np.uint64)
    asked = np.arange(len(keys))
    position = np.searchsorted(high, np.ascontiguousarray(keys[:, 0]), side="left")
    while len(asked):  # once for most; again only where two keys tie in their high half
        inside = position < len(high)
        asked, position = asked[inside], position[inside]
        tied = high[position] == keys[asked, 0]
        asked, position = asked[tied], position[tied]
        hit = ordered[position, 1] == keys[asked, 1]
        found[asked[hit]] = True
        values[asked[hit]] = ordered[position[hit], 2]
        asked, position = asked[~hit], position[~hit] + 1
    return found, values
