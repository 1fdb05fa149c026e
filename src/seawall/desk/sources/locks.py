"""Is somebody working on this run right now? Whoever does holds a lock that the kernel takes back when they die.

So a run that was killed is told from one that is slow, at once and without a clock. The lock file lies in the data
folder, beside the corpus, which all workers share.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["hold_run", "is_held"]


@contextmanager
def hold_run(folder: Path, number: int) -> Iterator[bool]:
    """Hold the lock of a run for the block; yields False where another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(_path(folder, number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def is_held(folder: Path, number: int) -> bool:
    """Say whether a process is working on the run."""
    try:
        descriptor = os.open(_path(folder, number), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number}.lock"
