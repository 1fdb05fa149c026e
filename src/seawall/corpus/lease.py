"""Does anyone still read that version? A reader holds a shared lock on the version's lease file; the kernel lets it go.

Compaction replaces files that an older snapshot may still name. They are removed once no lease below the version that
replaced them is held. Without a clock: a reader that is killed loses its lease at once, one that works for hours keeps
it. Erasure does not ask: what must go goes.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import weakref
from pathlib import Path

__all__ = ["Lease", "make_lease", "oldest_leased", "take_lease"]


class Lease:
    """A shared lock on one version, given up by `release`, or when nothing refers to it any more."""

    def __init__(self, descriptor: int) -> None:
        """Own `descriptor`, which holds the lock."""
        self.release = weakref.finalize(self, os.close, descriptor)


def make_lease(folder: Path, version: int) -> None:
    """Create the lease file of a version that is about to be published."""
    (folder / str(version)).touch()


def take_lease(folder: Path, version: int) -> Lease | None:
    """Lock the lease of `version` for reading; None when the version was swept meanwhile (read the manifest again)."""
    try:
        descriptor = os.open(folder / str(version), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if os.fstat(descriptor).st_nlink == 0:
        os.close(descriptor)
        return None
    return Lease(descriptor)


def oldest_leased(folder: Path, current: int) -> int:
    """Sweep the leases that nobody holds below `current`; return the oldest version still read, or `current`."""
    older = (path for path in folder.iterdir() if path.name.isdigit() and int(path.name) < current)
    return min((int(path.name) for path in older if not _swept(path)), default=current)


def _swept(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
    return True
