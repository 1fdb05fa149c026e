"""Where are the observations kept? In one folder: many readers, one writer, a manifest that makes each change whole.

A `TableStore` is generic over its tables: the corpus keeps the tables of `schemas.py`, the findings of the pipeline lie
in another store of the same make. Every schema begins with the provenance columns.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa

from seawall.corpus.errors import CorpusDamagedError, SchemaMismatchError, SnapshotExpiredError
from seawall.corpus.folder import (
    DATA,
    DRAFT,
    KEYS,
    LEASES,
    LOCK,
    MANIFEST,
    full_disk_is_told,
    replace_manifest,
)
from seawall.corpus.lease import make_lease, take_lease
from seawall.corpus.lock import hold_lock
from seawall.corpus.manifest import Manifest, TableEntry, decode, encode
from seawall.corpus.removal import Progress, no_progress
from seawall.corpus.schemas import PROVENANCE, TABLES
from seawall.corpus.snapshot import Snapshot
from seawall.corpus.sweep import sweep
from seawall.corpus.verify import Problem, find_problems
from seawall.corpus.writer import StoreWriter
from seawall.durable import sync_folder

__all__ = ["TableStore", "open_corpus"]

_ATTEMPTS: Final = 1000


def open_corpus(path: Path) -> TableStore:
    """Return the store of observations at `path`; the folder is made by the first writer."""
    return TableStore(path, TABLES)


class TableStore:
    """Tables of observations (or of findings) in a folder; it holds no file open itself."""

    def __init__(self, path: Path, tables: Mapping[str, pa.Schema]) -> None:
        """Describe a store; nothing is read or made yet.

        Raises:
            SchemaMismatchError: a schema does not begin with the provenance columns.
        """
        for name, schema in tables.items():
            if tuple(schema)[: len(PROVENANCE)] != PROVENANCE:
                raise SchemaMismatchError(f"table {name} lacks the provenance columns", table=name, column=None)
        self.path = path
        self.tables = dict(tables)

    def snapshot(self) -> Snapshot:
        """Return the store as it is now; a folder without a store reads as an empty one, version 0.

        Raises:
            CorpusDamagedError: the manifest or a file that it names is missing or damaged; names the file.
        """
        for _ in range(_ATTEMPTS):
            manifest = self._read_manifest()
            if manifest is None:
                return Snapshot(path=self.path, schemas=self.tables, manifest=self._first_manifest())
            lease = take_lease(self.path / LEASES, manifest.version)
            snapshot = Snapshot(path=self.path, schemas=self.tables, manifest=manifest, lease=lease)
            now = self._read_manifest()
            if now is not None and now.version == manifest.version:
                with contextlib.suppress(SnapshotExpiredError):  # an erasure came between: look again
                    snapshot.check()
                    return snapshot
            snapshot.release()
        raise CorpusDamagedError(f"{self.path} changes faster than it can be read", file=self.path, reason="unsteady")

    @contextlib.contextmanager
    def write(self, timeout_seconds: float = 0) -> Iterator[StoreWriter]:
        """Hold the writer lock and yield the writer; what a killed writer left is cleaned first.

        Raises:
            StoreBusyError: another process still writes after `timeout_seconds`; names its pid.
            StoreFullError, CorpusDamagedError: see there.
        """
        with full_disk_is_told(self.path):
            self._require_ours()
            for folder in (DATA, KEYS, LEASES):
                (self.path / folder).mkdir(parents=True, exist_ok=True)
        with hold_lock(self.path / LOCK, timeout_seconds=timeout_seconds):
            manifest = self._read_manifest()
            if manifest is None:
                manifest = self._publish_first()
            sweep(self.path, manifest)
            yield StoreWriter(self.path, self.tables, manifest)

    def verify(self, *, timeout_seconds: float = 0, progress: Progress = no_progress) -> tuple[Problem, ...]:
        """Read every byte and return what is wrong; nothing is changed, and no writer may work meanwhile.

        Args:
            timeout_seconds: how long to wait for a writer to end.
            progress: called with (done, total) bytes.

        Raises:
            StoreBusyError: a writer still works.
        """
        try:
            if self._read_manifest() is None:
                return ()
            with hold_lock(self.path / LOCK, timeout_seconds=timeout_seconds):
                manifest = self._read_manifest() or self._first_manifest()
                return tuple(find_problems(self.path, manifest, progress))
        except CorpusDamagedError as error:
            return (Problem(file=error.facts["file"], reason=error.facts["reason"]),)

    def _read_manifest(self) -> Manifest | None:
        path = self.path / MANIFEST
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            self._require_ours()
            return None
        return decode(content, path)

    def _require_ours(self) -> None:
        """Refuse a folder that holds things but no manifest: a store that lost it, or somebody else's folder."""
        if (self.path / MANIFEST).exists() or not self.path.exists():
            return
        ours = {DATA, KEYS, LEASES, LOCK, DRAFT}
        strange = [entry for entry in self.path.iterdir() if entry.name not in ours]
        rows = [
            file for folder in (DATA, KEYS) if (self.path / folder).exists() for file in (self.path / folder).iterdir()
        ]
        if (strange or rows) and not (self.path / MANIFEST).exists():
            path = self.path / MANIFEST
            raise CorpusDamagedError(
                f"{self.path} is not empty, but has no {MANIFEST}: restore it from a backup, or choose another folder",
                file=path,
                reason="missing",
            )

    def _first_manifest(self) -> Manifest:
        return Manifest(version=0, next_batch=1, tables={name: TableEntry() for name in self.tables})

    def _publish_first(self) -> Manifest:
        manifest = self._first_manifest()
        with full_disk_is_told(self.path):
            make_lease(self.path / LEASES, 0)
            replace_manifest(self.path, encode(manifest))
            sync_folder(self.path.parent)
        return manifest
