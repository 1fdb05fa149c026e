"""Which rows stand in this CSV file? Python's `csv` over a bounded line source (RFC 4180, strict quoting).

A field may hold line feeds. A row that can't be read is a reject and reading goes on at the next line: a byte that is
not in the file's encoding, a line that is too long, a quote that never closes, too few or too many columns. A quote
counts as never closed when text follows a closing quote, when the columns come out wrong over several lines, or after
`MAX_ROW_LINES` lines. Blank lines are no rows. Left out: what the columns mean (`mapping.py`).
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import BrokenInputError, MapColumnError, UnknownFormatError
from seawall.intake.lines import MAX_LINE_BYTES, Unreadable, read_lines
from seawall.intake.rows import CHUNK_BYTES, CHUNK_ROWS, RawChunk, Reject, bounded_raw

__all__ = ["MAX_ROW_LINES", "CsvOptions", "read_csv_header", "read_csv_rows"]

MAX_ROW_LINES: Final = 1_000
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvOptions:
    """How a CSV file is written; without `delimiter` the header's most frequent of comma, semicolon, tab and bar."""

    delimiter: str | None = None
    quote: str = '"'
    escape: str | None = None
    encoding: str = "utf-8"


class _UnclosedQuoteError(Exception):
    """The row at hand runs on over too many lines, or into a line that can't be read."""


class _RowLines(Iterator[str]):
    """Feeds `csv.reader` and remembers which lines the row at hand has taken."""

    def __init__(self, lines: Iterator[bytes | Unreadable], encoding: str) -> None:
        self._lines = lines
        self._again: deque[bytes | Unreadable] = deque()
        self._encoding = encoding
        self.taken: list[bytes] = []
        self.taken_bytes = 0
        self.unreadable: Unreadable | None = None
        self.undecodable: str | None = None

    def begin_row(self) -> None:
        self.taken = []
        self.taken_bytes = 0
        self.unreadable = self.undecodable = None

    def give_back(self, *, all_but: int = 0) -> None:
        self._again.extendleft(reversed(self.taken[all_but:]))
        del self.taken[all_but:]

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        if isinstance(line, Unreadable):
            if self.taken:
                self._again.appendleft(line)
                raise _UnclosedQuoteError
            self.unreadable = line
            return ""
        self.taken_bytes += len(line)
        if self.taken and (len(self.taken) >= MAX_ROW_LINES or self.taken_bytes > MAX_LINE_BYTES):
            self._again.appendleft(line)
            raise _UnclosedQuoteError
        self.taken.append(line)
        try:
            return line.decode(self._encoding) + "\n"
        except UnicodeDecodeError as error:
            if self.undecodable is None:
                byte = error.object[error.start]
                self.undecodable = (
                    f"byte 0x{byte:02X} at position {error.start + 1} of the line is not {error.encoding}"
                )
            return line.decode(self._encoding, "replace") + "\n"


class _CsvFile:
    """The header and the records of one CSV file."""

    def __init__(self, source: ByteSource, options: CsvOptions) -> None:
        self._lines = _RowLines(read_lines(source), options.encoding)
        self._options = options
        self._delimiter = options.delimiter or ","
        csv.field_size_limit(2 * MAX_LINE_BYTES)  # process-wide; lines are bounded before csv sees them
        first = next(self._lines, None)
        if first is None or self._lines.unreadable or self._lines.undecodable:
            why = "there is no header line"
            if self._lines.unreadable:
                why = f"the header is {self._lines.unreadable.reason}"
            raise UnknownFormatError(f"{source.path.name}: {self._lines.undecodable or why}", path=source.path)
        if options.delimiter is None:
            self._delimiter = max(_DELIMITERS, key=first.count)
        self._lines.give_back()
        try:
            self.header = next(self._new_reader(self._lines), [])
        except (csv.Error, _UnclosedQuoteError) as error:
            raise UnknownFormatError(
                f"{source.path.name}: the header can't be read: {_quoting_reason(error)}", path=source.path
            ) from error

    def _new_reader(self, lines: _RowLines) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self._delimiter,
            quotechar=self._options.quote,
            escapechar=self._options.escape,
            doublequote=self._options.escape is None,
            strict=True,
        )

    def records(self) -> Iterator[tuple[list[str], str | None, bytes, int]]:
        """Give (fields, why it is a reject or None, the raw first line, bytes) of each record."""
        lines, width = self._lines, len(self.header)
        reader = self._new_reader(lines)
        while True:
            lines.begin_row()
            try:
                fields = next(reader)
            except StopIteration:
                return
            except (csv.Error, _UnclosedQuoteError) as error:
                lines.give_back(all_but=1)
                reader = self._new_reader(lines)
                yield [], _quoting_reason(error), lines.taken[0], lines.taken_bytes
                continue
            if lines.unreadable:
                yield [], lines.unreadable.reason, lines.unreadable.raw, 0
            elif len(fields) == width and lines.undecodable is None:
                yield fields, None, b"", lines.taken_bytes
            elif not fields:
                continue
            elif lines.undecodable:
                yield [], lines.undecodable, b"\n".join(lines.taken), lines.taken_bytes
            else:
                lines.give_back(all_but=1)
                yield [], f"{width} columns expected, {len(fields)} found", lines.taken[0], lines.taken_bytes


def _quoting_reason(error: Exception) -> str:
    if isinstance(error, _UnclosedQuoteError) or "unexpected end of data" in str(error):
        return "a quote opens in this row and never closes"
    return f"the quoting is broken: {error}"


def read_csv_header(source: ByteSource, options: CsvOptions) -> list[str]:
    """Return the column names; raises `UnknownFormatError` where there is no header."""
    return _CsvFile(source, options).header


def read_csv_rows(
    source: ByteSource, options: CsvOptions, columns: Sequence[str], *, after_row: int = 0
) -> Iterator[RawChunk]:
    """Give the rows after row `after_row`, with these `columns` as text.

    Raises `MapColumnError` where the header lacks a column and `BrokenInputError` after the last good row.
    """
    file = _CsvFile(source, options)
    at = [_place(name, file.header, source) for name in columns]
    buffer = _Buffer(columns, at)
    broken: BrokenInputError | None = None
    row = 0
    try:
        for fields, reason, raw, byte_count in file.records():
            row += 1
            if row <= after_row:
                continue
            if reason is None:
                buffer.add(row, fields, byte_count)
            else:
                buffer.rejects.append(Reject(row=row, reason=reason, raw=bounded_raw(raw)))
            if buffer.is_full:
                yield buffer.chunk(row)
                buffer = _Buffer(columns, at)
    except BrokenInputError as error:
        broken = error
    if row > after_row:
        yield buffer.chunk(row)
    if broken is not None:
        raise broken


def _place(name: str, header: Sequence[str], source: ByteSource) -> int:
    if header.count(name) != 1:
        problem = "stands in the header more than once" if name in header else "is not in the header"
        raise MapColumnError(
            f"{source.path.name}: the map's column {name!r} {problem}; the file has: {', '.join(header)}",
            column=name,
            columns=tuple(header),
        )
    return header.index(name)


class _Buffer:
    """Rows gathered for one chunk."""

    def __init__(self, columns: Sequence[str], at: Sequence[int]) -> None:
        self._columns, self._at = columns, at
        self._rows: list[list[str]] = []
        self._numbers: list[int] = []
        self._byte_count = 0
        self.rejects: list[Reject] = []

    def add(self, row: int, fields: list[str], byte_count: int) -> None:
        self._rows.append(fields)
        self._numbers.append(row)
        self._byte_count += byte_count

    @property
    def is_full(self) -> bool:
        return len(self._rows) + len(self.rejects) >= CHUNK_ROWS or self._byte_count >= CHUNK_BYTES

    def chunk(self, last_row: int) -> RawChunk:
        by_place = list(zip(*self._rows, strict=True))
        arrays = [pa.array(by_place[place] if by_place else [], pa.string()) for place in self._at]
        return RawChunk(
            table=pa.table(arrays, names=list(self._columns)),
            numbers=pa.array(self._numbers, pa.int64()),
            rejects=tuple(self.rejects),
            last_row=last_row,
        )
