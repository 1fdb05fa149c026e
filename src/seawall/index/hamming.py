"""Which entries look like this picture? PDQ hashes within 31 of 256 bits, every pair that there is (`near_hashes.py`).

Up to 10 bits the picture is the *same*: what a new compression or a smaller size does. Up to 31, where peers draw the
line, it is *near*: another crop, a caption, a logo; there the weight falls, to 0.7 of it at 31. Of unlike pictures the
nearest measured were 64 bits apart, so no *look* tier follows. Left out: hashing (`seawall.signals.pdq_hash`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.hamming_table import HASH_OCTETS, MAX_RADIUS
from seawall.index.hits import Hits, Way, join_hits
from seawall.index.near_hashes import NearHashes
from seawall.index.tiers import NEAR, SAME
from seawall.signals import SignalColumn, Slices

__all__ = ["SAME_BITS", "HammingIndex"]

SAME_BITS: Final = 10
"""Up to this distance two pictures count as the same."""

_STRENGTH_AT_MOST_BITS: Final = 0.7


def _way(distance_bits: int) -> Way:
    beyond = max(0, distance_bits - SAME_BITS) / (MAX_RADIUS - SAME_BITS)
    return Way(
        stage="pdq",
        detail=f"{distance_bits} of 256 bits differ",
        strength=round(1 - (1 - _STRENGTH_AT_MOST_BITS) * beyond, 3),
    )


_WAYS: Final = np.array([_way(bits) for bits in range(MAX_RADIUS + 1)], dtype=np.object_)


class HammingIndex:
    """PDQ hashes as 64 hexadecimal digits, found where few bits differ."""

    def __init__(self) -> None:
        """Begin empty."""
        self._hashes = NearHashes()

    def __len__(self) -> int:
        """Count the hashes held."""
        return len(self._hashes)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in canonical values with their entry numbers; the next look-up finds them."""
        octets = bytes.fromhex("".join(values))
        self._hashes.add(np.frombuffer(octets, dtype=np.uint8).reshape(-1, HASH_OCTETS), numbers)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return every pair of a hash of `column` and an entry that differ in at most 31 bits."""
        if not len(column) or not len(self):
            return join_hits(())
        pairs = self._hashes.look_up(_hashes_of(column.values))
        return Hits.of(
            rows=column.rows[pairs.queries],
            entries=pairs.numbers,
            places=pairs.queries,
            distances=pairs.distances,
            tiers=np.where(pairs.distances <= SAME_BITS, SAME, NEAR).astype(np.uint8),
            ways=_WAYS[pairs.distances].tolist(),
        )


def _hashes_of(values: Slices) -> NDArray[np.uint8]:
    octets = bytes.fromhex(b"".join(values.octets(place) for place in range(len(values))).decode("ascii"))
    return np.frombuffer(octets, dtype=np.uint8).reshape(-1, HASH_OCTETS)
