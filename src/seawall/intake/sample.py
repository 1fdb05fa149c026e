"""What kind of file is this? Its layout and its columns or keys, from its first megabyte.

Layouts are `parquet`, `csv`, `json` (one document) and `jsonl` (one object a line). Content decides, not the suffix: a
suffix can be wrong, and files come without one.
"""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import BrokenInputError, EmptyInputError, UnknownFormatError
from seawall.intake.json_elements import walk_json
from seawall.intake.lines import read_lines
from seawall.intake.readers import CsvOptions, read_csv_header
from seawall.intake.readers.parquet_rows import open_parquet

__all__ = ["Layout", "Sample", "take_sample"]

Layout = Literal["parquet", "csv", "json", "jsonl"]

_HEAD_BLOCKS: Final = 64
_HEAD_BYTES: Final = 1 << 20
_SAMPLE_RECORDS: Final = 100
_KNOWN_BINARY: Final = {
    b"PK\x03\x04": "a zip archive: unpack it first",
    b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"SQLite format 3": "an SQLite database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file's layout, its columns (tables and lines) or top-level keys (documents), and its first record."""

    path: Path
    layout: Layout
    compression: str | None
    columns: tuple[str, ...]
    record: dict[str, Any] = field(default_factory=dict)


def take_sample(path: Path, places: frozenset[str] = frozenset({""}), options: CsvOptions | None = None) -> Sample:
    """Look at the beginning of `path`.

    `places` are the places where documents may keep their lists, `options` how it is written if it is CSV.

    Raises:
        EmptyInputError: there are no bytes, or only white space.
        UnknownFormatError: it is no text, or a kind of file that holds no rows.
        BrokenInputError: it can't be unpacked at all.
    """
    with ByteSource(path) as source:
        if source.byte_count == 0:
            raise EmptyInputError(f"{path.name} is empty (0 bytes)", path=path)
        head = _head(source)
        compression = source.compression
    if head.startswith(b"PAR1"):
        with ByteSource(path) as source, open_parquet(source) as file:
            return _sample(path, "parquet", compression, tuple(file.schema_arrow.names))
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise EmptyInputError(f"{path.name} holds nothing but white space", path=path)
    _refuse_binary(path, head)
    if text[:1] in b"{[":
        return _json_sample(path, text, compression, places)
    with ByteSource(path) as source:
        header = read_csv_header(source, options or CsvOptions())
    return _sample(path, "csv", compression, tuple(header))


def _sample(
    path: Path, layout: Layout, compression: str | None, columns: tuple[str, ...], record: dict[str, Any] | None = None
) -> Sample:
    return Sample(path=path, layout=layout, compression=compression, columns=columns, record=record or {})


def _head(source: ByteSource) -> bytes:
    head = b""
    with contextlib.suppress(BrokenInputError):  # what could be unpacked may suffice; reading on will tell
        for block in itertools.islice(source, _HEAD_BLOCKS):
            head += block
            if len(head) >= _HEAD_BYTES:
                break
    return head


def _refuse_binary(path: Path, head: bytes) -> None:
    for magic, what in _KNOWN_BINARY.items():
        if head.startswith(magic):
            raise UnknownFormatError(f"{path.name} is {what}", path=path)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnknownFormatError(f"{path.name} is text in UTF-16: save it as UTF-8", path=path)
    if b"\0" in head[:4096]:
        raise UnknownFormatError(f"{path.name} is no text, no Parquet and no compression that Seawall reads", path=path)


def _json_sample(path: Path, text: bytes, compression: str | None, places: frozenset[str]) -> Sample:
    lines = [line for line in itertools.islice(read_lines([text], max_bytes=len(text)), _SAMPLE_RECORDS) if line]
    objects = [found for line in lines if isinstance(line, bytes) and isinstance(found := _decoded(line), dict)]
    keys, record, is_list = _document(text, places)
    if text.startswith(b"{") and 2 * len(objects) >= len(lines) > 0 and not (is_list and len(lines) == 1):
        names = tuple(dict.fromkeys(key for one in objects for key in one))
        return _sample(path, "jsonl", compression, names, objects[0])
    return _sample(path, "json", compression, keys, record)


def _decoded(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _document(text: bytes, places: frozenset[str]) -> tuple[tuple[str, ...], dict[str, Any], bool]:
    """Return a document's top-level keys (as far as we look), its first record, and whether it lists several."""
    keys: dict[str, None] = {}
    whole: dict[str, Any] = {}
    with contextlib.suppress(BrokenInputError, RecursionError):
        for path, raw in walk_json([text], places.__contains__):
            head = path.partition(".")[0]
            if head and head != "*":
                keys.setdefault(head)
            value = _decoded(raw or b"")
            if path.endswith("*") and isinstance(value, dict):
                return tuple(keys), value, True
            if path and "." not in path:
                whole[path] = value
    is_list = "*" in whole or any(place in keys for place in places if place)
    return tuple(keys), {} if is_list else whole, is_list
