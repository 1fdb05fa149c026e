"""Which rows stand in this Parquet file? Batches of the columns asked for; row n is the file's nth row.

Text columns are checked for valid UTF-8, which Parquet files don't promise. A compressed Parquet file (rare) is
unpacked beside the temporary files first, since Parquet is read from its end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import BrokenInputError, MapColumnError
from seawall.intake.rows import CHUNK_ROWS, RawChunk, Reject, bounded_raw

__all__ = ["MAX_UNPACKED_BYTES", "open_parquet", "read_parquet_rows"]

MAX_UNPACKED_BYTES: Final = 8 << 30
"""A compressed Parquet file takes room on the disk while it is read; a bomb shall not take all of it."""


@contextmanager
def open_parquet(source: ByteSource) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file; raises `BrokenInputError` where its footer can't be read."""
    with _seekable(source) as stream:
        try:
            file = pq.ParquetFile(stream, pre_buffer=False)
        except (pa.ArrowInvalid, OSError) as error:
            raise BrokenInputError(
                f"{source.path.name}: no Parquet that can be read: {error}", path=source.path
            ) from error
        yield file


@contextmanager
def _seekable(source: ByteSource) -> Iterator[IO[bytes]]:
    if source.compression is None:
        with source.path.open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as unpacked:
        for block in source:
            unpacked.write(block)
            if unpacked.tell() > MAX_UNPACKED_BYTES:
                raise BrokenInputError(
                    f"{source.path.name} unpacks to more than {MAX_UNPACKED_BYTES:,} bytes: unpack it yourself first",
                    path=source.path,
                )
        unpacked.seek(0)
        yield unpacked


def read_parquet_rows(source: ByteSource, columns: Sequence[str], *, after_row: int = 0) -> Iterator[RawChunk]:
    """Give the rows after row `after_row`, with these `columns`.

    Raises `MapColumnError` where the file lacks a column, `BrokenInputError` where its data can't be read.
    """
    with open_parquet(source) as file:
        names = file.schema_arrow.names
        for name in columns:
            if name not in names:
                raise MapColumnError(
                    f"{source.path.name}: the map's column {name!r} is not in the file; it has: {', '.join(names)}",
                    column=name,
                    columns=tuple(names),
                )
        groups, row = _groups_after(file, after_row)
        try:
            for batch in file.iter_batches(CHUNK_ROWS, row_groups=groups, columns=list(columns)):
                begin, row = row, row + batch.num_rows
                if row > after_row:
                    yield _chunk(batch.slice(max(0, after_row - begin)), row)
        except (pa.ArrowException, OSError) as error:
            raise BrokenInputError(
                f"{source.path.name}: the Parquet data is damaged: {error}", path=source.path
            ) from error


def _groups_after(file: pq.ParquetFile, after_row: int) -> tuple[list[int], int]:
    """Return the row groups that hold rows after `after_row`, and how many rows stand before them."""
    begin = 0
    for group in range(file.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        if begin + rows > after_row:
            return list(range(group, file.num_row_groups)), begin
        begin += rows
    return [], begin


def _chunk(batch: pa.RecordBatch, last_row: int) -> RawChunk:
    numbers = pa.array(range(last_row - batch.num_rows + 1, last_row + 1), pa.int64())
    table = pa.Table.from_batches([batch])
    rejects: tuple[Reject, ...] = ()
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        wrong = {place: name for name in table.column_names for place in _undecodable(batch.column(name))}
        rejects = tuple(
            Reject(row=numbers[place].as_py(), reason=f"column {name!r} is not utf-8", raw=_raw(batch, place))
            for place, name in sorted(wrong.items())
        )
        good = pa.array([place for place in range(batch.num_rows) if place not in wrong], pa.int64())
        table, numbers = table.take(good), numbers.take(good)
    return RawChunk(table=table, numbers=numbers, rejects=rejects, last_row=last_row)


def _undecodable(column: pa.Array) -> Iterator[int]:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return
    binary = column.view(pa.binary() if pa.types.is_string(column.type) else pa.large_binary())
    for place, value in enumerate(binary):
        try:
            (value.as_py() or b"").decode()
        except UnicodeDecodeError:
            yield place


def _raw(batch: pa.RecordBatch, place: int) -> str:
    def show(column: pa.Array) -> Any:
        try:
            return column[place].as_py()
        except UnicodeDecodeError:
            return bounded_raw(bytes(column[place].as_buffer()))

    return bounded_raw({name: show(batch.column(name)) for name in batch.schema.names})
