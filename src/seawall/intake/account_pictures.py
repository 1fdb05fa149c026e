"""How do the avatars of a folder look? PDQ hashes of its pictures, by the name under which accounts know them.

A picture is known by its file's name, with or without ending, or by `sha256:` and the digest of its bytes. Only
pictures that an account names are decoded; one that is too plain to be compared, or that can't be decoded, has no hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.signals.errors import PictureError
from seawall.signals.pdq_hash import MIN_PDQ_QUALITY, pdq_of
from seawall.signals.picture_decoding import decode_pictures

__all__ = ["read_pictures"]


def read_pictures(folder: Path | None, accounts: pa.Table) -> dict[str, NDArray[np.uint64]]:
    """Return PDQ as four words, by avatar or banner of these accounts.

    Args:
        folder: where the pictures lie, folders below included; None: there are none.
        accounts: a table with the columns avatar and banner.
    """
    if folder is None:
        return {}
    wanted = {name for column in ("avatar", "banner") for name in accounts[column].unique().to_pylist() if name}
    by_digest = any(name.startswith("sha256:") for name in wanted)
    found: dict[str, NDArray[np.uint64]] = {}
    for path in sorted(file for file in folder.rglob("*") if file.is_file()) if wanted else ():
        names = [name for name in _names(path, folder, by_digest=by_digest) if name in wanted and name not in found]
        words = _words(path) if names else None
        if words is not None:
            found.update(dict.fromkeys(names, words))
    return found


def _names(path: Path, folder: Path, *, by_digest: bool) -> Iterator[str]:
    yield path.name
    yield path.stem
    yield path.relative_to(folder).as_posix()
    yield f"{folder.name}/{path.relative_to(folder).as_posix()}"
    if by_digest:
        with path.open("rb") as stream:
            yield f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _words(path: Path) -> NDArray[np.uint64] | None:
    try:
        first = decode_pictures(path)[0]
    except (PictureError, IndexError, OSError):
        return None
    made = pdq_of(first.pixels)
    return np.frombuffer(made.bits, dtype=np.uint64).copy() if made.quality >= MIN_PDQ_QUALITY else None
