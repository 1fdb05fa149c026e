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
    except (msgspec.DecodeError, RecursionError) as error:
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
    objects: list[dict[str, Any]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    number = byte_count = 0
    checked = after_row > 0

    def chunk() -> RawChunk:
        nonlocal objects, numbers, rejects, byte_count, checked
        if not checked and objects:
            _require_columns(source, objects[:_SAMPLE_ROWS], columns)
            checked = True
        full = RawChunk(
            table=pa.table([_column(objects, name) for name in columns], names=list(columns)),
            numbers=pa.array(numbers, pa.int64()),
            rejects=tuple(rejects),
            last_row=number,
        )
        objects, numbers, rejects, byte_count = [], [], [], 0
        return full

    try:
        for number, line in enumerate(read_lines(source), start=1):
            if number <= after_row:
                continue
            if isinstance(line, Unreadable):
                rejects.append(Reject(row=number, reason=line.reason, raw=bounded_raw(line.raw)))
            elif line and not line.isspace():
                found = decode_object(line)
                if isinstance(found, dict):
                    objects.append(found)
                    numbers.append(number)
                    byte_count += len(line)
                else:
                    rejects.append(Reject(row=number, reason=found, raw=bounded_raw(line)))
            if len(objects) + len(rejects) >= CHUNK_ROWS or byte_count >= CHUNK_BYTES:
                yield chunk()
    except BrokenInputError as error:
        broken = error
    if objects or rejects:
        yield chunk()
    if broken is not None:
        raise broken


def _require_columns(source: ByteSource, sample: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    for name in columns:
        if not any(_has(row, name) for row in sample):
            keys = tuple(dict.fromkeys(key for row in sample for key in row))
            raise MapColumnError(
                f"{source.path.name}: no row has the map's column {name!r}; the rows have: {', '.join(keys)}",
                column=name,
                columns=keys,
            )


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
