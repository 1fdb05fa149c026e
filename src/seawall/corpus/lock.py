"""Who may write? One process at a time: an advisory lock on `writer.lock`, given up by the kernel when its holder dies.

The file keeps the holder's process id, so that whoever finds it busy can say whom to wait for.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from seawall.corpus.errors import StoreBusyError

__all__ = ["hold_lock"]

_PAUSE_SECONDS: Final = 0.02


@contextlib.contextmanager
def hold_lock(path: Path, *, timeout_seconds: float) -> Iterator[None]:
    """Hold the lock while the block runs; StoreBusyError names the holder's pid once `timeout_seconds` are over."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, path, timeout_seconds)
        os.ftruncate(descriptor, 0)
        with contextlib.suppress(OSError):  # a full disk must not keep an erasure from making room
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, timeout_seconds: float) -> None:
    deadline = time.monotonic() + timeout_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                written = os.pread(descriptor, 32, 0).decode("ascii", "replace")
                pid = int(written) if written.isdigit() else None
                holder = f"process {pid}" if pid else "another process"
                raise StoreBusyError(f"{holder} writes to {path.parent}; wait for it or stop it", pid=pid) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return
