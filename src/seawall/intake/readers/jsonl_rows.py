"""Which rows stand in this file of JSON lines? One object a line, decoded by msgspec.

A line that is no JSON object is a reject. Blank lines are skipped, but they count as line numbers. A column name with
dots (`author.id`) that is no key itself is looked up in nested objects. Values of mixed types become text. Left out:
JSON documents of one big list (`formats/`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import pyarrow as pa

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import BrokenInputError, MapColumnError
from seawall.intake.lines import Unreadable, read_lines
from seawall.intake.rows import CHUNK_BYTES, CHUNK_ROWS, RawChunk, Reject, bounded_raw

__all__ = ["decode_object", "read_jsonl_rows"]

_SAMPLE_ROWS: Final = 1_000
_DECODER: Final = msgspec.json.Decoder()


def decode_object(line: bytes) -> dict[str, Any] | str:
    """Return the JSON object on this line, or the reason why there is none."""
    try:
        value = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _undecodable(line, error)
    if not isinstance(value, dict):
        return f"a JSON object is expected, this is {'a list' if isinstance(value, list) else repr(value)[:40]}"
    return value


def _undecodable(line: bytes, error: Exception) -> str:
    try:
        line.decode()
    except UnicodeDecodeError as wrong:
        return f"byte 0x{line[wrong.start]:02X} at position {wrong.start + 1} of the line is not utf-8"
    return "the JSON is nested too deeply" if isinstance(error, RecursionError) else str(error)


def read_jsonl_rows(source: ByteSource, columns: Sequence[str], *, after_row: int = 0) -> Iterator[RawChunk]:
    """Give the rows after line `after_row`, with these `columns`.

    Raises `MapColumnError` where none of the first rows has a column, `BrokenInputError` after the last good row.
    """
    broken: BrokenInputError | None = None
    buffer = _Buffer()
    number = 0
    checked = after_row > 0
    try:
        for number, line in enumerate(read_lines(source), start=1):
            if number <= after_row or not line:
                continue
            buffer.add(number, line)
            if buffer.is_full:
                checked = checked or _require_columns(source, buffer.objects[:_SAMPLE_ROWS], columns)
                yield buffer.chunk(columns, number)
                buffer = _Buffer()
    except BrokenInputError as error:
        broken = error
    if buffer.objects or buffer.rejects:
        checked = checked or _require_columns(source, buffer.objects[:_SAMPLE_ROWS], columns)
        yield buffer.chunk(columns, number)
    if broken is not None:
        raise broken


class _Buffer:
    """Rows gathered for one chunk."""

    def __init__(self) -> None:
        self.objects: list[dict[str, Any]] = []
        self.rejects: list[Reject] = []
        self._numbers: list[int] = []
        self._byte_count = 0

    def add(self, number: int, line: bytes | Unreadable) -> None:
        if isinstance(line, Unreadable):
            self.rejects.append(Reject(row=number, reason=line.reason, raw=bounded_raw(line.raw)))
        elif not line.isspace():
            found = decode_object(line)
            if isinstance(found, str):
                self.rejects.append(Reject(row=number, reason=found, raw=bounded_raw(line)))
            else:
                self.objects.append(found)
                self._numbers.append(number)
                self._byte_count += len(line)

    @property
    def is_full(self) -> bool:
        return len(self.objects) + len(self.rejects) >= CHUNK_ROWS or self._byte_count >= CHUNK_BYTES

    def chunk(self, columns: Sequence[str], last_row: int) -> RawChunk:
        return RawChunk(
            table=pa.table([_column(self.objects, name) for name in columns], names=list(columns)),
            numbers=pa.array(self._numbers, pa.int64()),
            rejects=tuple(self.rejects),
            last_row=last_row,
        )


def _require_columns(source: ByteSource, sample: Sequence[dict[str, Any]], columns: Sequence[str]) -> bool:
    """Return whether there were rows to judge by; raises `MapColumnError` where none has a column."""
    for name in columns if sample else ():
        if not any(_has(row, name) for row in sample):
            keys = tuple(dict.fromkeys(key for row in sample for key in row))
            raise MapColumnError(
                f"{source.path.name}: no row has the map's column {name!r}; the rows have: {', '.join(keys)}",
                column=name,
                columns=keys,
            )
    return bool(sample)


def _has(row: dict[str, Any], name: str) -> bool:
    head, dot, rest = name.partition(".")
    if name in row or not dot:
        return name in row
    inner = row.get(head)
    return isinstance(inner, dict) and _has(inner, rest)


def _lookup(row: dict[str, Any], name: str) -> Any:
    if name in row:
        return row[name]
    head, dot, rest = name.partition(".")
    inner = row.get(head) if dot else None
    return _lookup(inner, rest) if isinstance(inner, dict) else None


def _column(rows: Sequence[dict[str, Any]], name: str) -> pa.Array:
    values = [row.get(name) for row in rows] if "." not in name else [_lookup(row, name) for row in rows]
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([_as_text(value) for value in values], pa.string())


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
