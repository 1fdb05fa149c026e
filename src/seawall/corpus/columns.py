"""How does a column that came in pieces become one array?"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

__all__ = ["whole_column"]


def whole_column(column: Any) -> Any:
    """Return an Arrow column, chunked or not, as one array; texts that 32-bit offsets can't join have wider ones."""
    if not isinstance(column, pa.ChunkedArray):  # an array, or a list where one is as good
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    joined = column.combine_chunks()
    if not isinstance(joined, pa.ChunkedArray):
        return joined
    if joined.num_chunks < 2:
        return joined.chunk(0) if joined.num_chunks else pa.array([], joined.type)
    return pa.concat_arrays([chunk.cast(pa.large_string()) for chunk in joined.chunks])
