"""Secrets that are made at first start and kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

__all__ = ["read_or_make_secret"]


def read_or_make_secret(path: Path) -> str:
    """Return the secret kept at `path`; the first call makes it (50 random bytes, mode 0600).

    Two processes that start together agree: the file gets its name once it is written, and who comes second reads it.
    """
    with contextlib.suppress(FileNotFoundError):
        return path.read_text("ascii").strip()
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
    return path.read_text("ascii").strip()
