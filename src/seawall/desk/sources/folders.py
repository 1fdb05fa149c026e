"""Where do uploads, rejects and run locks lie in the data folder, and what may a file there be called?"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from django.conf import settings

__all__ = ["lock_folder", "rejects_folder", "safe_name", "spool_folder", "upload_folder", "uploads_folder"]

_LONGEST_NAME: Final = 100
_UNSAFE: Final = re.compile(r"[^\w.()+ -]+")


def uploads_folder() -> Path:
    """Return the folder of all uploads."""
    folder: Path = settings.SEAWALL.home / "uploads"
    return folder


def spool_folder() -> Path:
    """Return the folder in which an upload is written while it comes in; made if need be."""
    folder = uploads_folder() / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def upload_folder(number: int) -> Path:
    """Return the folder of the upload of one run."""
    return uploads_folder() / str(number)


def rejects_folder() -> Path:
    """Return the folder with the rejects of each batch."""
    folder: Path = settings.SEAWALL.home / "rejects"
    return folder


def lock_folder() -> Path:
    """Return the folder of run locks."""
    folder: Path = settings.SEAWALL.home / "runs"
    return folder


def safe_name(written: str) -> str:
    """Return a file name that leads nowhere else: letters and digits of any script, `. _ - + ( )` and spaces.

    >>> safe_name("../../etc/passwd"), safe_name("posts (1).csv.gz"), safe_name("...")
    ('passwd', 'posts (1).csv.gz', 'upload')
    """
    last = unicodedata.normalize("NFC", written).replace("\\\\", "/").rpartition("/")[2]
    kept = _UNSAFE.sub("_", last).strip(" ._-")
    stem, dot, ending = kept.partition(".")
    if len(kept) > _LONGEST_NAME:
        kept = stem[: _LONGEST_NAME - 20] + dot + ending[-19:]
    return kept or "upload"
