"""What does an archive hold, and which names may it hold? The list of contents is a file of the archive itself.

`seawall-backup.json` names each other member with its size and SHA-256, the format's version, when and from which
version of Seawall it was made. A member's name is a relative path below one of the known places, so that no archive
can write outside the folder it is restored into.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

import msgspec

__all__ = [
    "CONTENTS",
    "DATABASE",
    "FOLDERS",
    "FORMAT_VERSION",
    "KEY_FILE",
    "PLACES",
    "STORES",
    "Contents",
    "Member",
    "is_safe_name",
]

CONTENTS: Final = "seawall-backup.json"
DATABASE: Final = "desk.sqlite3"
KEY_FILE: Final = "secret_key"
STORES: Final = ("corpus", "findings")
FOLDERS: Final = ("evidence", "rejects", "runs", "uploads")
PLACES: Final = (*STORES, *FOLDERS)
FORMAT_VERSION: Final = 1

_FOREIGN: Final = re.compile(r"[\\:\0-\x1f]")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its path, how many bytes it has, and their SHA-256."""

    name: str
    byte_count: int
    sha256: str


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The list of contents. `database` says where the desk's tables are: `sqlite` in the archive, `elsewhere` not."""

    format: str
    format_version: int
    made_at: datetime
    seawall: str
    database: str
    members: tuple[Member, ...]


def is_safe_name(name: str) -> bool:
    """Say whether a member may have this name.

    >>> is_safe_name("corpus/data/posts-1.parquet"), is_safe_name("corpus/../../etc/passwd")
    (True, False)
    """
    if name in {DATABASE, KEY_FILE}:
        return True
    first, *rest = name.split("/")
    return first in PLACES and bool(rest) and all(_is_safe_part(part) for part in rest)


def _is_safe_part(part: str) -> bool:
    """Refuse the empty part, `.`, `..` and hidden files, which are drafts, and what other systems take for a path."""
    return bool(part) and not part.startswith(".") and not _FOREIGN.search(part)
