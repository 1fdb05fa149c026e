"""Under which key are members called by pseudonym? One for each data folder, drawn once.

Without Django, so that the commands call accounts by the same names as the desk.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from seawall.desk.secrets import read_or_make_secret

__all__ = ["pseudonym_key", "pseudonym_key_path"]

_FILE: Final = "cells_key"


def pseudonym_key_path(home: Path) -> Path:
    """Return where the key of a data folder lies."""
    return home / _FILE


def pseudonym_key(home: Path) -> bytes:
    """Return the key of a data folder, 32 octets, drawn and kept if there is none."""
    return hashlib.sha256(read_or_make_secret(pseudonym_key_path(home)).encode("ascii")).digest()
