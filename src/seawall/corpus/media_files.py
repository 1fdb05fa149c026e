"""Where do the bytes of media lie? In one folder, each file under its own SHA-256, stored once however often it is met.

`sha256/ab/ab12…` below the evidence folder. A file is written beside its place, flushed and renamed, so a name that is
there has the whole content. Left out: custody (the ledger keeps it) and renditions for a reviewer's screen (the desk).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO, Final

from seawall.corpus.errors import StoreFullError
from seawall.digests import Digest, digest_stream

__all__ = ["keep_media_file", "media_file_path"]

_COPY_BYTES: Final = 1 << 20


def media_file_path(evidence: Path, digest: Digest) -> Path:
    """Return where the file of this digest lies, whether it is there or not."""
    return evidence / digest.algorithm / digest.value[:2] / digest.value


def keep_media_file(evidence: Path, file: Path) -> Digest:
    """Copy `file` to its place under `evidence`, unless it is there already, and return its SHA-256.

    Raises:
        StoreFullError: no room; what was written of it is gone again.
    """
    with file.open("rb") as source:
        digest = digest_stream(source)
        place = media_file_path(evidence, digest)
        if place.is_file():
            return digest
        source.seek(0)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_whole(source, place)
        except OSError as error:
            raise StoreFullError(f"{place.parent} can't take a file: {error.strerror}", path=place) from error
    return digest


def _write_whole(source: BinaryIO, place: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as target:
            while chunk := source.read(_COPY_BYTES):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
