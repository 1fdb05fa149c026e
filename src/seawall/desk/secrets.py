"""Secrets that are made at first start and kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["read_or_make_secret"]


def read_or_make_secret(path: Path) -> str:
    """Return the secret kept at `path`; the first call makes it (50 random bytes, mode 0600).

    Two processes that start together agree: the file is created exclusively, and who comes second reads it.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret
