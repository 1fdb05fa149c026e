"""What did the store hold at one moment? A consistent view that later commits don't change.

A snapshot holds a lease (lease.py) while it is in use, so compaction leaves its files alone. Erasure, withdrawal and
retention don't wait for readers: a snapshot that meets their work raises SnapshotExpiredError, and the reader takes a
new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from seawall.corpus.batches import Batch
from seawall.corpus.errors import CorpusDamagedError, SchemaMismatchError, SnapshotExpiredError
from seawall.corpus.folder import DATA, MANIFEST
from seawall.corpus.lease import Lease
from seawall.corpus.manifest import Manifest, StoredFile, TableEntry, decode

__all__ = ["Snapshot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One version of a store; made by `TableStore.snapshot`. Release it, use it as a context manager, or drop it."""

    path: Path
    schemas: Mapping[str, pa.Schema]
    manifest: Manifest = field(repr=False)
    lease: Lease | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Let the store remove files that only this snapshot needs."""
        if self.lease is not None:
            self.lease.release()

    @property
    def version(self) -> int:
        """Return the version; it grows by one with every commit, 0 is the empty store."""
        return self.manifest.version

    @property
    def batches(self) -> tuple[Batch, ...]:
        """Return all batches, oldest first, withdrawn ones included."""
        return tuple(Batch.from_entry(entry) for entry in self.manifest.batches)

    def files(self, table: str) -> tuple[Path, ...]:
        """Return the Parquet files of a table, oldest first; none for an empty table."""
        return tuple(self.path / DATA / file.name for file in self._entry(table).files)

    def row_count(self, table: str) -> int:
        """Return how many rows a table has."""
        return self._entry(table).row_count

    def scan(
        self, table: str, columns: Sequence[str] | None = None, *, batch_rows: int = 1 << 16
    ) -> Iterator[pa.RecordBatch]:
        """Walk the rows of a table in record batches, in no order that anyone may rely on.

        Raises:
            SnapshotExpiredError: a file was erased since; take a new snapshot.
            CorpusDamagedError: a file is missing or unreadable.
        """
        for file in self._entry(table).files:
            self._require(file)
            try:
                with pq.ParquetFile(self.path / DATA / file.name) as parquet:
                    yield from parquet.iter_batches(batch_size=batch_rows, columns=columns)
            except FileNotFoundError:
                self._require(file)
                raise
            except (pa.ArrowInvalid, OSError) as error:
                raise self._damaged(file, str(error)) from error

    def check(self) -> None:
        """Look at every file's presence and size: raise what `scan` would, reading nothing."""
        for file in self.manifest.data_files():
            self._require(file)

    def _entry(self, table: str) -> TableEntry:
        if table not in self.schemas:
            raise SchemaMismatchError(
                f"no table {table!r}; there are {', '.join(self.schemas)}", table=table, column=None
            )
        return self.manifest.tables.get(table, TableEntry())

    def _require(self, file: StoredFile) -> None:
        path = self.path / DATA / file.name
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            if file.name not in self._current_names():
                raise SnapshotExpiredError(
                    f"{path} was erased after version {self.version}: take a new snapshot",
                    version=self.version,
                    file=path,
                ) from None
            raise self._damaged(file, "it is missing") from None
        if size != file.byte_count:
            raise self._damaged(file, f"it has {size:,} bytes instead of {file.byte_count:,}")

    def _current_names(self) -> set[str]:
        manifest_path = self.path / MANIFEST
        manifest = decode(manifest_path.read_bytes(), manifest_path)
        return {file.name for file in manifest.data_files()}

    def _damaged(self, file: StoredFile, reason: str) -> CorpusDamagedError:
        path: Any = self.path / DATA / file.name
        return CorpusDamagedError(f"{path} is damaged: {reason}; restore it from a backup", file=path, reason=reason)
