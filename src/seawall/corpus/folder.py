"""Where do the files of a store lie, and how does a file get onto the disk for good?

    manifest.json   the commit point: which files belong to the store (manifest.py)
    data/           Parquet files, one table each
    keys/           sorted runs of keys, read by writers only (runs.py)
    leases/         one empty file a version, locked by its readers (lease.py)
    writer.lock     held by the one writer (lock.py)

A new file is written whole, flushed to the disk and only then named in a manifest. A full disk is told as
StoreFullError, whoever meets it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from seawall.corpus.errors import StoreFullError
from seawall.corpus.manifest import StoredFile
from seawall.durable import replace_durably

__all__ = [
    "DATA",
    "DRAFT",
    "KEYS",
    "LEASES",
    "LOCK",
    "MANIFEST",
    "NewFile",
    "full_disk_is_told",
    "replace_manifest",
]

MANIFEST: Final = "manifest.json"
DRAFT: Final = "manifest.json.new"  # a writer that was killed leaves it behind
LOCK: Final = "writer.lock"
DATA: Final = "data"
KEYS: Final = "keys"
LEASES: Final = "leases"

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextlib.contextmanager
def full_disk_is_told(path: Path) -> Iterator[None]:
    """Turn the operating system's "no space left" into StoreFullError; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StoreFullError(
            f"the disk of {path} is full; nothing was half written: make room and run it again", path=path
        ) from error


def replace_manifest(path: Path, content: bytes) -> None:
    """Put `content` in the place of the manifest of the store at `path`: readers see the old one or the new one."""
    with full_disk_is_told(path):
        replace_durably(path / MANIFEST, [content], draft=path / DRAFT)


class NewFile:
    """A file being written: counts and digests its bytes as they pass, and is removed unless it is finished.

    It is what Parquet and key-run writers write to; neither ever seeks back.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Create `folder/name`; an existing file of that name is an orphan and is overwritten."""
        self.name = name
        self.path = folder / name
        self._file: IO[bytes] = self.path.open("wb")
        self._state = hashlib.sha256()
        self._byte_count = 0

    @property
    def closed(self) -> bool:
        """Say whether the file is closed (Arrow asks)."""
        return self._file.closed

    def write(self, content: Any) -> int:
        """Append bytes or any buffer; a full disk raises OSError."""
        view = memoryview(content).cast("B")
        self._file.write(view)
        self._state.update(view)
        self._byte_count += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._byte_count

    def flush(self) -> None:
        """Hand buffered bytes to the operating system."""
        self._file.flush()

    def close(self) -> None:
        """Do nothing: `finish` or `discard` close the file, not the Parquet writer."""

    def finish(self, *, rows: int) -> StoredFile:
        """Flush to the disk and return the manifest's entry for the file."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return StoredFile(name=self.name, rows=rows, byte_count=self._byte_count, sha256=self._state.hexdigest())

    def discard(self) -> None:
        """Close and remove the file."""
        with contextlib.suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)
