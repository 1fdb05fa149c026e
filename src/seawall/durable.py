"""How does a file get onto the disk for good, so that a power cut leaves the old one or the new one?

Written beside its place, flushed, moved into it, and the folder flushed. Left out: what an error means to whoever
writes (a full disk, a folder without right to write): `OSError` passes as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

__all__ = ["replace_durably", "sync_folder"]


def sync_folder(path: Path) -> None:
    """Flush a folder's entries to the disk, so that new and renamed files outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_durably(path: Path, pieces: Iterable[Any], *, draft: Path | None = None) -> None:
    """Put the pieces, bytes or buffers, in the place of `path` at one stroke: readers see the old file or the new one.

    The draft has the process's number in its name, so that two processes never write into one; who holds a lock may
    name it, and find it again after a kill. Short of a kill it is gone afterwards.
    """
    draft = draft or path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
