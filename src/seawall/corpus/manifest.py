"""Which files belong to the store? The manifest says so, and replacing it is the one act that commits.

`manifest.json` holds one JSON object: `body`, and the SHA-256 of the body's bytes, so that damage is noticed before it
is believed. The body names every data file and key run with its rows, bytes and digest, every batch with its state, and
the files that compaction replaced but that older readers may still hold (`retired`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from seawall.corpus.errors import CorpusDamagedError, StoreFormatError

__all__ = ["FORMAT_VERSION", "BatchEntry", "Manifest", "RetiredFile", "StoredFile", "TableEntry", "decode", "encode"]

FORMAT_VERSION: Final = 1


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable file: its name, how many rows or records it holds, its size and digest."""

    name: str
    rows: int
    byte_count: int
    sha256: str


class RetiredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A data file that left the store in `version`; readers of older versions may still need it."""

    name: str
    version: int


class TableEntry(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one table: its rows, and the runs of (key, batch) that say which batch saw which key."""

    files: tuple[StoredFile, ...] = ()
    sightings: tuple[StoredFile, ...] = ()

    @property
    def row_count(self) -> int:
        """Return how many rows the table has."""
        return sum(file.rows for file in self.files)


class BatchEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One batch as stored: where it came from and how far it got."""

    batch_id: str
    number: int
    source: str
    name: str
    fingerprint: str
    map_name: str
    acquired_at: datetime
    state: str  # running, finished, withdrawn or expired
    position: dict[str, Any] = {}
    counts: dict[str, Any] = {}
    stored: dict[str, int] = {}  # rows that this batch added, by table
    repeats: dict[str, int] = {}  # rows that the store had already, by table
    occurrences: tuple[StoredFile, ...] = ()  # how often each id-less post was met, while running


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the store, whole."""

    version: int
    next_batch: int
    tables: dict[str, TableEntry]
    batches: tuple[BatchEntry, ...] = ()
    retired: tuple[RetiredFile, ...] = ()

    def data_files(self) -> Iterator[StoredFile]:
        """Walk the Parquet files of all tables."""
        for table in self.tables.values():
            yield from table.files

    def key_files(self) -> Iterator[StoredFile]:
        """Walk the key runs of all tables and running batches."""
        for table in self.tables.values():
            yield from table.sightings
        for batch in self.batches:
            yield from batch.occurrences


class _Envelope(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    format_version: int
    sha256: str
    body: msgspec.Raw


_FORMAT: Final = "seawall-store"


def encode(manifest: Manifest) -> bytes:
    """Return the bytes of `manifest.json`."""
    body = msgspec.json.encode(manifest)
    envelope = _Envelope(
        format=_FORMAT,
        format_version=FORMAT_VERSION,
        sha256=hashlib.sha256(body).hexdigest(),
        body=msgspec.Raw(body),
    )
    return msgspec.json.encode(envelope) + b"\n"


def decode(content: bytes, path: Path) -> Manifest:
    """Read a manifest; `path` is named in the error.

    Raises:
        CorpusDamagedError: not a manifest, or its digest does not fit.
        StoreFormatError: written by a newer Seawall.
    """
    try:
        envelope = msgspec.json.decode(content, type=_Envelope)
        if envelope.format_version > FORMAT_VERSION:
            raise StoreFormatError(
                f"{path} has store format {envelope.format_version}, this Seawall knows up to {FORMAT_VERSION}",
                path=path,
            )
        if envelope.format != _FORMAT or hashlib.sha256(bytes(envelope.body)).hexdigest() != envelope.sha256:
            raise _damaged(path, "its digest does not fit its content")
        return msgspec.json.decode(envelope.body, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged(path, f"it is not a manifest ({error})") from error


def _damaged(path: Path, reason: str) -> CorpusDamagedError:
    return CorpusDamagedError(f"{path} is damaged: {reason}; restore it from a backup", file=path, reason=reason)
