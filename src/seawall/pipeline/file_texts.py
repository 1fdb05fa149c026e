"""Which texts stand in a file? CSV, JSON lines, Parquet and plain text, in chunks, with the number of each row.

Rows are counted from 1, the header not included; a plain text file has one text a line. A row that can't be read is
told with its number and reason, and the rest goes on. Left out: what columns mean beyond which one holds the text; that
is the business of `seawall.intake`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from seawall.pipeline.errors import MatchFileError

__all__ = ["TEXT_FORMATS", "BadRow", "TextChunk", "text_chunks"]

TEXT_COLUMNS: Final = ("text", "content", "body", "message", "full_text", "post", "tweet", "description", "case_text")
_CHUNK_ROWS: Final = 1 << 15
_MAX_LINE: Final = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was set aside; `row` is None where the whole file is meant."""

    file: Path
    row: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChunk:
    """Texts of consecutive readable rows, with their row numbers."""

    rows: list[int]
    texts: Any  # Arrow string array


Row: TypeAlias = tuple[int, str | BadRow]


def text_chunks(path: Path, *, column: str | None, aside: list[BadRow]) -> Iterator[TextChunk]:
    """Yield the texts of a file; rows that can't be read go to `aside`.

    Raises:
        MatchFileError: the file can't be read at all, or has no such column.
    """
    reader = TEXT_FORMATS[path.suffix.lower()]
    try:
        rows = reader(path, column)
        while piece := list(islice(rows, _CHUNK_ROWS)):
            aside.extend(row for _, row in piece if isinstance(row, BadRow))
            good = [(number, row) for number, row in piece if isinstance(row, str)]
            texts = pa.array([_encodable(text) for _, text in good], pa.large_string())
            yield TextChunk(rows=[number for number, _ in good], texts=texts)
    except (OSError, pa.ArrowException) as error:
        raise MatchFileError(f"{path} can't be read: {error}", file=path) from error


def _encodable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _lines(path: Path) -> Iterator[tuple[int, str | BadRow]]:
    """Yield (line number, text), or why a line is not readable."""
    with path.open("rb") as stream:
        number = 0
        while octets := stream.readline(_MAX_LINE + 1):
            number += 1
            if len(octets) > _MAX_LINE:
                while octets and not octets.endswith(b"\n"):
                    octets = stream.readline(_MAX_LINE)
                yield number, BadRow(file=path, row=number, reason=f"longer than {_MAX_LINE:,} octets")
                continue
            try:
                yield number, octets.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                yield number, BadRow(file=path, row=number, reason=f"not UTF-8 at octet {error.start + 1} of the line")


def _plain(path: Path, column: str | None) -> Iterator[Row]:  # noqa: ARG001 - a line is its text
    for number, line in _lines(path):
        yield number, line.rstrip("\r\n") if isinstance(line, str) else line


def _json_lines(path: Path, column: str | None) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    for number, line in _lines(path):
        if isinstance(line, BadRow):
            yield number, line
        elif line.strip():
            try:
                yield number, _text_of(decoder.decode(line), column)
            except (msgspec.MsgspecError, LookupError, UnicodeEncodeError) as error:
                yield number, BadRow(file=path, row=number, reason=str(error.args[0] if error.args else error))


def _text_of(record: dict[str, Any], column: str | None) -> str:
    name = column or next((name for name in TEXT_COLUMNS if name in record), None)
    if name is None or name not in record:
        raise LookupError(f"no field {column!r}" if column else f"none of the fields {', '.join(TEXT_COLUMNS)}")
    value = record[name]
    if value is not None and not isinstance(value, str):
        raise LookupError(f"the field {name!r} holds no text")
    return value or ""


def _csv(path: Path, column: str | None) -> Iterator[Row]:
    """Read a CSV table row by row; octets that are no UTF-8 spoil their row only."""
    csv.field_size_limit(_MAX_LINE)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        rows = csv.reader(stream)
        header = next(rows, None)
        if header is None:
            return
        place = _column_place(path, header, column)
        number = 0
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield number, BadRow(file=path, row=number, reason=f"not a row of a CSV table: {error}")
                continue
            if row:  # a blank line is no row
                number += 1
                yield number, _csv_text(path, number, row, (place, len(header)))


def _csv_text(path: Path, number: int, row: list[str], shape: tuple[int, int]) -> str | BadRow:
    place, width = shape
    if len(row) != width:
        return BadRow(file=path, row=number, reason=f"{len(row)} fields where the header has {width}")
    if any("\udc80" <= letter <= "\udcff" for letter in row[place]) and not row[place].isascii():
        return BadRow(file=path, row=number, reason="not UTF-8")
    return row[place]


def _column_place(path: Path, header: list[str], column: str | None) -> int:
    names = [name.strip().lower() for name in header]
    wanted = [column.lower()] if column else list(TEXT_COLUMNS)
    found = next((names.index(name) for name in wanted if name in names), None)
    if found is None:
        raise MatchFileError(
            f"{path} has no column {' or '.join(wanted)}; its columns are {', '.join(header)[:500]}. "
            "Name the column of the text with --column.",
            file=path,
        )
    return found


def _parquet(path: Path, column: str | None) -> Iterator[Row]:
    with pq.ParquetFile(path) as table:
        name = table.schema_arrow.names[_column_place(path, table.schema_arrow.names, column)]
        number = 0
        for batch in table.iter_batches(batch_size=_CHUNK_ROWS, columns=[name]):
            texts = batch.column(0).cast(pa.large_string())
            for text in texts:
                number += 1
                try:
                    yield number, text.as_py() or ""
                except UnicodeDecodeError:
                    yield number, BadRow(file=path, row=number, reason="not UTF-8")


TEXT_FORMATS: Final = MappingProxyType[str, Callable[[Path, str | None], Iterator[Row]]](
    {
        ".csv": _csv,
        ".jsonl": _json_lines,
        ".ndjson": _json_lines,
        ".parquet": _parquet,
        ".txt": _plain,
    }
)
"""File ending → reader; a file of another ending is compared by its bytes."""
