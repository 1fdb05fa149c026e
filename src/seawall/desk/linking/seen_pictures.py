"""How do the avatars and banners of accounts look? PDQ of those that lie among the evidence files and were read.

A scan reads the files that the corpus names by `sha256:` and keeps what it took of them (`seawall.pipeline`); this
looks their hashes up. No picture is opened here, and none is fetched. What was read is kept in this process until
another version of that store is published.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from numpy.typing import NDArray

from seawall.corpus.columns import whole_column
from seawall.identity.closed_bank import Standing
from seawall.pipeline.media_signals import open_media_signals
from seawall.pipeline.seen_pictures import SeenPictures, read_seen_pictures

__all__ = ["pictures_of", "seen_pictures", "unlooked_at"]

_PREFIX: Final = "sha256:"
_COLUMNS: Final = ("avatar", "banner")


class _Holder:
    """What of one store this process has read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._seen: SeenPictures | None = None

    def current(self, path: Path) -> SeenPictures:
        """Return what the newest version of the store holds."""
        store = open_media_signals(path)
        with self._lock:
            with store.snapshot() as snapshot:
                version = snapshot.version
            if self._seen is None or self._path != path or self._seen.version != version:
                self._path, self._seen = path, read_seen_pictures(store)
            return self._seen


_HOLDER: Final = _Holder()


def seen_pictures() -> SeenPictures:
    """Return all pictures that were read."""
    return _HOLDER.current(settings.SEAWALL.media_signals_path)


def pictures_of(accounts: pa.Table) -> Mapping[str, NDArray[np.uint64]]:
    """Return PDQ as four words, by avatar or banner of these accounts, of the pictures that were read.

    Args:
        accounts: a table with the columns avatar and banner.
    """
    names = (
        pa.concat_arrays([whole_column(accounts[column]).cast(pa.string()) for column in _COLUMNS]).drop_null().unique()
    )
    if not pc.any(pc.starts_with(names, _PREFIX)).as_py():
        return {}
    return seen_pictures().among(names)


def unlooked_at(standing: Standing, seen: SeenPictures) -> list[str]:
    """Return the accounts of a bank that were made before one of their pictures was read."""
    found: list[str] = []
    first = 0
    for part in standing.parts:
        lacking = np.zeros(len(part), np.bool_)
        for column in _COLUMNS:
            names = whole_column(part.texts[column]).cast(pa.string())
            known = seen.among(names.drop_null().unique())
            if known:
                there = np.asarray(pc.is_in(names, value_set=pa.array(list(known), pa.string())))
                lacking |= there & ~part.pictures[column].any(axis=1)
        lacking &= standing.present[first : first + len(part)]
        found += part.texts["account"].take(pa.array(np.flatnonzero(lacking))).to_pylist()
        first += len(part)
    return found
