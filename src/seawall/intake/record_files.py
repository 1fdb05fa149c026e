"""Which records stand in this file of a structured format? A JSON document, read piece by piece, or JSON lines.

A record is a row: an element of the format's list, a line, or the whole document where it is one record. A record that
is broken JSON, or that the format can't use, is a reject. Memory holds one chunk of records, never the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import BrokenInputError
from seawall.intake.json_elements import MAX_ELEMENT_BYTES, walk_json
from seawall.intake.lines import Unreadable, read_lines
from seawall.intake.observed import Gatherer, Observed, UnfitRecordError
from seawall.intake.rows import CHUNK_BYTES, Chunk

__all__ = ["RECORDS_PER_CHUNK", "RecordFormat", "RecordReading", "is_whole_record", "read_record_chunks"]

RECORDS_PER_CHUNK: Final = 16_384


class RecordReading(Protocol):
    """One pass over one file; keeps what the document says once (the chat's name) for the records that follow."""

    def note(self, path: str, value: Any) -> None:
        """Take a value of the document that is no record."""

    def convert(self, path: str, record: dict[str, Any]) -> Observed:
        """Return what a record tells; raises `UnfitRecordError`."""


class RecordFormat(Protocol):
    """A structured format: a plugin kind (entry points `seawall.record_formats`).

    `PLACES` are the paths of the document that are walked into; `TEXT_KINDS` the interactions to read out of texts.
    """

    @property
    def NAME(self) -> str:  # noqa: N802
        """Return the permanent name."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """Return the title that people read."""

    @property
    def PLACES(self) -> frozenset[str]:  # noqa: N802
        """Return the places that are walked into."""

    @property
    def TEXT_KINDS(self) -> tuple[str, ...]:  # noqa: N802
        """Return the kinds of interaction that texts tell."""

    def examples(self) -> tuple[bytes, ...]:
        """Return small documents in this format; each gives at least one post."""

    def recognise(self, keys: frozenset[str], record: dict[str, Any]) -> str | None:
        """Say why a document with these top-level keys and this first record is of this format; None if it is not."""

    def unfold(self, line: dict[str, Any]) -> list[Any]:
        """Return the records that one line of JSON lines holds."""

    def begin(self, now: datetime) -> RecordReading:
        """Begin a pass over one file."""


def is_whole_record(record_format: RecordFormat, keys: frozenset[str]) -> bool:
    """Say whether a document with these top-level keys is one record, and no list of them."""
    return not any(place.partition(".")[0] in keys for place in record_format.PLACES if place)


def read_record_chunks(
    source: ByteSource,
    record_format: RecordFormat,
    now: datetime,
    *,
    layout: str,
    whole: bool = False,
    after_row: int = 0,
    past: tuple[str, ...] = (),
) -> Iterator[Chunk]:
    """Give the chunks after row `after_row`; `layout` is `json` or `jsonl`.

    Raises `BrokenInputError` after the last good record.
    """
    reading = record_format.begin(now)
    places: frozenset[str] = frozenset() if whole else record_format.PLACES
    elements = _lines(source, record_format) if layout == "jsonl" else _elements(source, places)
    gatherer = Gatherer(text_kinds=record_format.TEXT_KINDS, begins_after=after_row, past=past)
    row = byte_count = 0
    broken: BrokenInputError | None = None
    try:
        for path, raw in elements:
            if path and not path.endswith("*"):
                _note(reading, path, raw)
                continue
            row += 1
            if row <= after_row:
                continue
            byte_count += _take(gatherer, reading, row, path, raw)
            if len(gatherer) >= RECORDS_PER_CHUNK or byte_count >= CHUNK_BYTES:
                yield from gatherer.chunks(row)
                gatherer, byte_count = Gatherer(text_kinds=record_format.TEXT_KINDS, begins_after=row), 0
    except BrokenInputError as error:
        broken = error
    if len(gatherer):
        yield from gatherer.chunks(row)
    if broken is not None:
        raise broken


def _elements(source: ByteSource, places: frozenset[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
    too_long = Unreadable(reason=f"a record of more than {MAX_ELEMENT_BYTES:,} bytes", raw=b"")
    for path, raw in walk_json(source, places.__contains__):
        yield path, too_long if raw is None else raw


def _lines(source: ByteSource, record_format: RecordFormat) -> Iterator[tuple[str, bytes | Unreadable]]:
    for line in read_lines(source, max_bytes=MAX_ELEMENT_BYTES):
        if isinstance(line, Unreadable):
            yield "*", line
        elif line.strip():
            try:
                value = msgspec.json.decode(line, type=dict[str, Any])
                unfolded = record_format.unfold(value)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                yield "*", line
                continue
            for record in unfolded:
                yield "*", line if record is value else msgspec.json.encode(record)


def _note(reading: RecordReading, path: str, raw: bytes | Unreadable) -> None:
    if isinstance(raw, bytes):
        try:
            reading.note(path, msgspec.json.decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return  # what is no record and can't be read is not needed either


def _take(gatherer: Gatherer, reading: RecordReading, row: int, path: str, raw: bytes | Unreadable) -> int:
    if isinstance(raw, Unreadable):
        gatherer.reject(row, raw.reason, raw.raw)
        return 0
    try:
        gatherer.add(reading.convert(path, msgspec.json.decode(raw, type=dict[str, Any])))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, UnfitRecordError) as error:
        gatherer.reject(row, str(error), raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # a record may have any shape; what a format did not expect is a reject, not the end of the import
        gatherer.reject(row, f"not the shape of a record of this format: {type(error).__name__} {error}", raw)
    return len(raw)
