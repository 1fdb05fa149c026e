"""Many byte strings in one buffer: how the engine holds a column of values without making a Python object of each.

Value `i` is `data[starts[i]:ends[i]]`, UTF-8. Unlike an Arrow string array the values may have gaps between them and
may overlap, so parts of one buffer can be named without copying it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["Slices", "string_buffers"]

_FEW: Final = 256  # texts that are put together quicker than Arrow does it


@dataclass(frozen=True, slots=True, kw_only=True)
class Slices:
    """Byte strings in one buffer."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the values."""
        return len(self.starts)

    def value(self, place: int) -> str:
        """Return one value as text."""
        return self.octets(place).decode("utf-8", "replace")

    def octets(self, place: int) -> bytes:
        """Return one value as bytes."""
        return self.data[self.starts[place] : self.ends[place]].tobytes()

    @classmethod
    def of(cls, values: Sequence[str]) -> Slices:
        """Put texts into one buffer."""
        if not 0 < len(values) <= _FEW:
            return cls.from_arrow(pa.array(values, pa.large_string()))
        encoded = [value.encode() for value in values]
        edges = np.fromiter(accumulate(map(len, encoded), initial=0), np.int64, len(encoded) + 1)
        return cls(data=np.frombuffer(b"".join(encoded), np.uint8), starts=edges[:-1], ends=edges[1:])

    @classmethod
    def from_arrow(cls, column: pa.Array) -> Slices:
        """View an Arrow string array; null and "" are both empty."""
        data, offsets = string_buffers(column)
        return cls(data=data, starts=offsets[:-1], ends=offsets[1:])


def string_buffers(column: Any) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the UTF-8 octets and the offsets (one more than rows) of a string column, without copying the octets.

    A null is an empty string. Takes arrays and chunked arrays of string, large_string and their dictionaries.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):  # pyarrow keeps chunks apart that 32-bit offsets can't join
            column = pa.concat_arrays([chunk.cast(pa.large_string()) for chunk in column.chunks])
    if column.type not in (pa.string(), pa.large_string()):
        column = column.cast(pa.large_string())
    if column.null_count:
        column = column.fill_null("")
    _, offset_buffer, data_buffer = column.buffers()
    width: Any = np.int64 if column.type == pa.large_string() else np.int32
    if len(column) == 0 or offset_buffer is None:
        return np.zeros(0, np.uint8), np.zeros(len(column) + 1, np.int64)
    offsets = np.frombuffer(offset_buffer, width)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(data_buffer, np.uint8) if data_buffer is not None else np.zeros(0, np.uint8)
    return data, offsets.astype(np.int64)
