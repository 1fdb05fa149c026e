"""How do the pictures look that were read among the files of the corpus? PDQ by the files' SHA-256, quick to look up.

The hashes are those of the store of media signals (`media_signals.py`): as the pictures are, not mirrored or trimmed,
and of none that is too plain to be compared. Left out: reading files (`media_reading.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus import TableStore
from seawall.corpus.columns import whole_column
from seawall.pipeline.media_signals import picture_hashes

__all__ = ["SeenPictures", "read_seen_pictures"]

_PREFIX: Final = "sha256:"
_DIGITS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenPictures:
    """PDQ as four words of pictures, by the octets of their SHA-256, ascending; of which version of the store."""

    version: int
    digests: Any
    words: NDArray[np.uint64]

    def among(self, names: pa.Array) -> dict[str, NDArray[np.uint64]]:
        """Return those of some names (`sha256:…`) that were read and are not too plain to be compared."""
        known = pc.match_substring_regex(names, f"^{_PREFIX}[0-9a-f]{{{_DIGITS}}}$")
        asked = names.filter(pc.fill_null(known, fill_value=False))
        if not len(asked) or not len(self.digests):
            return {}
        wanted = _octets(asked)
        at = np.minimum(np.searchsorted(self.digests, wanted), len(self.digests) - 1)
        found = np.flatnonzero(self.digests[at] == wanted)
        told = asked.take(pa.array(found)).to_pylist()
        return dict(zip(told, self.words[at[found]], strict=True))


def read_seen_pictures(store: TableStore) -> SeenPictures:
    """Return all pictures that a store of media signals holds.

    Raises:
        CorpusDamagedError: the store can't be read.
    """
    with store.snapshot() as snapshot:
        version = snapshot.version  # first: what comes meanwhile is read again, not never
    table = picture_hashes(store)
    table = table.filter(pc.is_null(table["mark"]))  # as it is: not mirrored, trimmed or turned
    digests = _octets(whole_column(table["media"]).cast(pa.string()))
    digests, first = np.unique(digests, return_index=True)
    values = whole_column(table["value"]).cast(pa.string()).take(pa.array(first)).to_pylist()
    words = np.frombuffer(b"".join(map(bytes.fromhex, values)), np.uint64).reshape(len(values), 4)
    return SeenPictures(version=version, digests=digests, words=words)


def _octets(names: Any) -> Any:
    """Return the digits of digests as fixed octets, which compare as they are."""
    return np.array([name.removeprefix(_PREFIX).encode() for name in names.to_pylist()], f"S{_DIGITS}")
