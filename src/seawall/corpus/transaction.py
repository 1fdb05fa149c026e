"""One commit: new files first, then the manifest that names them.

A transaction that fails before its manifest is in place removes what it wrote; one that succeeds removes what its
manifest does not name (scratch runs, runs merged at once); one that is killed leaves orphans to the next writer.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from seawall.corpus.folder import DATA, KEYS, LEASES, MANIFEST, NewFile, full_disk_is_told, replace_manifest
from seawall.corpus.lease import make_lease
from seawall.corpus.manifest import Manifest, encode
from seawall.durable import sync_folder

__all__ = ["Transaction"]


class Transaction:
    """The files of the version that comes after `before`; use it as a context manager."""

    def __init__(self, path: Path, before: Manifest) -> None:
        """Begin; nothing is written yet."""
        self._path = path
        self.version = before.version + 1
        self._files: list[NewFile] = []
        self._named: frozenset[str] = frozenset()
        self._published = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            if not self._published or file.name not in self._named:
                file.discard()
        if isinstance(error, OSError):
            with full_disk_is_told(self._path):
                raise error

    def new_data(self, table: str) -> NewFile:
        """Begin a Parquet file of `table`."""
        return self._new(DATA, f"{table}-{self.version:010d}-{len(self._files):04d}.parquet")

    def new_run(self, of: str) -> NewFile:
        """Begin a key run."""
        return self._new(KEYS, f"{of}-{self.version:010d}-{len(self._files):04d}.run")

    def publish(self, after: Manifest) -> None:
        """Commit: flush the folders, then put the new manifest in place."""
        self._named = frozenset(file.name for files in (after.data_files(), after.key_files()) for file in files)
        sync_folder(self._path / DATA)
        sync_folder(self._path / KEYS)
        make_lease(self._path / LEASES, after.version)
        content = encode(after)
        self._published = True  # from here on a failure leaves orphans at worst, never a named file removed
        try:
            replace_manifest(self._path, content)
        except BaseException:
            self._published = (self._path / MANIFEST).read_bytes() == content
            raise

    def _new(self, folder: str, name: str) -> NewFile:
        file = NewFile(self._path / folder, name)
        self._files.append(file)
        return file
