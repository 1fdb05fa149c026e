"""What does reading a file give? Chunks of raw rows, rejects, and chunks of observations.

A row's number is its place in its file, counted from 1: a line of JSONL, a record of CSV (the header is not counted), a
row of Parquet, an element of a JSON list. Left out: how files are read (`readers/`, `formats/`) and how raw rows become
observations (`mapping.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

__all__ = ["CHUNK_BYTES", "CHUNK_ROWS", "RAW_CHARACTERS", "Chunk", "RawChunk", "Reject", "bounded_raw"]

CHUNK_ROWS: Final = 65_536
CHUNK_BYTES: Final = 32 << 20
RAW_CHARACTERS: Final = 2_000
"""A reject keeps so many characters of its raw row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row that was put aside: its number, why, and the beginning of what stood there."""

    row: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawChunk:
    """Some rows as a file has them.

    `numbers[i]` is the row number of `table`'s row i; `last_row` the last row number read, rejects included.
    """

    table: pa.Table
    numbers: pa.Int64Array
    rejects: tuple[Reject, ...]
    last_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some rows as observations, ready for one commit.

    One row of the file is one row of the table `primary`, or one reject. The other `tables` hold what these rows tell
    besides. `owners` says, for tables whose rows belong to a post, which row of `posts` each row belongs to.
    `resume_at` is where reading goes on after this chunk.
    """

    primary: str
    tables: Mapping[str, pa.Table]
    owners: Mapping[str, pa.Int64Array]
    rejects: tuple[Reject, ...]
    resume_at: Mapping[str, Any]

    @property
    def row_count(self) -> int:
        """Count the rows of the file that this chunk answers for."""
        return int(self.tables[self.primary].num_rows) + len(self.rejects)


def bounded_raw(value: bytes | str | Sequence[Any] | Mapping[str, Any]) -> str:
    r"""Return the first characters of a raw row as text; bytes that are no UTF-8 are written as `\xNN`.

    >>> bounded_raw(b"caf\xe9")
    'caf\\xe9'
    """
    if isinstance(value, bytes):
        return value[: 4 * RAW_CHARACTERS].decode("utf-8", "backslashreplace")[:RAW_CHARACTERS]
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return value[:RAW_CHARACTERS]
