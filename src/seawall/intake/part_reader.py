"""How is one part of an import read? The bridge from a plan's part to its chunks of observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import pyarrow.parquet as pq

from seawall.intake.byte_source import ByteSource
from seawall.intake.map_file import ColumnMap
from seawall.intake.mapping import Mapper
from seawall.intake.plan import Part
from seawall.intake.readers import read_csv_rows, read_jsonl_rows, read_parquet_rows
from seawall.intake.record_files import read_record_chunks
from seawall.intake.rows import Chunk, RawChunk

__all__ = ["PartReader"]


class PartReader:
    """Reads one part; use it in `with`."""

    def __init__(self, part: Part, now: datetime) -> None:
        """Open the part's file."""
        self._part, self._now = part, now
        self._source = ByteSource(part.path)
        self._last_row = 0
        self._row_total: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._source.__exit__(kind, error, trace)

    @property
    def done_fraction(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        if self._row_total is not None:
            return min(1.0, self._last_row / max(1, self._row_total))
        return min(1.0, self._source.consumed_bytes / max(1, self._source.byte_count))

    def chunks(self, resume_at: Mapping[str, Any]) -> Iterator[Chunk]:
        """Give the chunks after `resume_at` (as a chunk said it, or empty); raises `BrokenInputError` at their end."""
        after_row = int(resume_at.get("row", 0))
        guess = self._part.guess
        if guess.record_format is not None:
            yield from read_record_chunks(
                self._source,
                guess.record_format,
                self._now,
                layout=guess.sample.layout,
                whole=guess.whole,
                after_row=after_row,
                past=tuple(resume_at.get("past", ())),
            )
        elif guess.column_map is not None:
            mapper = Mapper(guess.column_map, self._now)
            for raw in self._raw_chunks(guess.column_map, after_row):
                self._last_row = raw.last_row
                yield mapper.apply(raw)

    def _raw_chunks(self, column_map: ColumnMap, after_row: int) -> Iterator[RawChunk]:
        columns = column_map.columns()
        layout = self._part.guess.sample.layout
        if layout == "parquet":
            if self._source.compression is None:
                self._row_total = pq.read_metadata(self._part.path).num_rows
            return read_parquet_rows(self._source, columns, after_row=after_row)
        if layout == "jsonl":
            return read_jsonl_rows(self._source, columns, after_row=after_row)
        return read_csv_rows(self._source, column_map.csv_options(), columns, after_row=after_row)
