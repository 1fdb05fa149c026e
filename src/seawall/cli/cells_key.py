"""Where do the key of pseudonyms and the record of revealed names lie? In the data folder, readable by its owner alone.

The key is the desk's: drawn once, so that an account has the same pseudonym at the desk, here and next week. Revealing
is recorded before anything is written: when, which table, why.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from seawall.desk.cells import pseudonym_key as kept
from seawall.errors import SettingsError

__all__ = ["keep_reveal", "pseudonym_key"]

_REVEALS: Final = "cells_revealed.jsonl"


def pseudonym_key(home: Path) -> bytes:
    """Return the key of pseudonyms, drawn and kept if there is none.

    Raises:
        SettingsError: no file can be made or read.
    """
    path = kept.pseudonym_key_path(home)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return kept.pseudonym_key(home)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the key of pseudonyms can't be kept in {path}: {error}", path=path) from error


def keep_reveal(home: Path, table: Path, reason: str, now: datetime) -> None:
    """Record that names are revealed, by whom the machine runs for, and why.

    Raises:
        SettingsError: there is no reason, or nothing can be recorded.
    """
    if not reason.strip():
        raise SettingsError("names are revealed for a reason only", name="--reveal")
    line = json.dumps(
        {"at": now.isoformat(), "table": str(table.absolute()), "reason": reason.strip(), "uid": os.getuid()},
        ensure_ascii=False,
    )
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (home / _REVEALS).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise SettingsError(f"revealing can't be recorded in {home}: {error.strerror}", path=home) from error
