"""Which of these 256-bit hashes differ from that one in at most 31 bits? A table that finds all of them, and only them.

Every hash is cut into a ring of 16 slots of 16 bits. Let two hashes differ in d₁ … d₁₆ bits of them, r or fewer in
all; let Sₖ be the sum of the first k of dᵢ − r/16, S₀ = 0, and begin after the k < 16 whose Sₖ is largest. For any
length the slots from there differ in at most length · r/16 bits: up to the 16th slot because no Sⱼ is larger than Sₖ,
past it because S₁₆ ≤ 0, so the way round ends at no more than Sⱼ ≤ Sₖ either. Bits are whole: for r = 31 some slot
differs in at most ⌊31/16⌋ = 1 bit, and it and the two after it together in at most ⌊93/16⌋ = 5.

So a hash lies in 16 buckets, one for each slot's value, and there its *print*, the two slots that follow. A query looks
into 16 · 17 buckets, its own and those one bit away (16 where r ≤ 15), and goes on with the prints near enough: 1 in
30,000 of random ones. Those are compared whole, and a pair is told by the first slot that finds it. The first step
alone is multi-index hashing (Norouzi 2012), the sums along the ring the pigeonring principle (Qin, Xiao 2018).
Left out: additions (`near_hashes.py`), files (`hamming_file.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["HASH_OCTETS", "MAX_RADIUS", "HammingTable", "NearPairs", "join_pairs"]

HASH_OCTETS: Final = 32
MAX_RADIUS: Final = 31
"""The largest distance that is found: one bit more, and 16 slots could differ in 2 bits each."""

_TOGETHER_FROM: Final = 1024  # queries; with fewer, sorting the probes costs more than it saves (measured)
_FULL: Final = 64  # hashes, or this part of all, in one bucket: queries are taken singly, and scanned for where it pays
_TOGETHER_MOST: Final = 1 << 14  # queries; their probes are 2.2 MB a slot


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPairs:
    """Pairs of a query and a held hash: `queries` are places among those asked for, `distances` bits that differ."""

    queries: NDArray[np.int64]
    numbers: NDArray[np.int64]
    distances: NDArray[np.int32]

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.queries)


@dataclass(frozen=True, slots=True, kw_only=True)
class HammingTable:
    """Hashes that don't change any more, with their buckets: 168 octets a hash, and 4.2 MB.

    `slots` uint16[n, 16] are the hashes, `numbers` int64[n] what the owner calls them; then by slot: `starts`
    uint32[16, 65537] of the buckets, `places` uint32[16, n] of the hashes in them, `prints` uint32[16, n + 8] (one past
    the end is read).
    """

    slots: NDArray[np.uint16]
    numbers: NDArray[np.int64]
    starts: NDArray[np.uint32]
    places: NDArray[np.uint32]
    prints: NDArray[np.uint32]

    def __len__(self) -> int:
        """Count the hashes."""
        return len(self.slots)

    @classmethod
    def of(cls, slots: NDArray[np.uint16], numbers: NDArray[np.int64]) -> HammingTable:
        """Return a table of these hashes, uint16[n, 16], fewer than 2³² of them."""
        from seawall.index.hamming_kernel import BUCKETS, PAD, SLOTS, fill_table  # compiles: only when needed

        count = len(slots)
        starts = np.zeros((SLOTS, BUCKETS + 1), dtype=np.uint32)
        places = np.empty((SLOTS, count), dtype=np.uint32)
        prints = np.zeros((SLOTS, count + PAD), dtype=np.uint32)
        fill_table(slots, starts, places, prints)
        return cls(slots=slots, numbers=numbers, starts=starts, places=places, prints=prints)

    def look_up(self, asked: NDArray[np.uint16], radius: int) -> NearPairs:
        """Return every pair at most `radius` bits apart (0–31); `asked` is uint16[m, 16]."""
        from seawall.index.hamming_kernel import fullest, probe_each, probe_together

        table = (self.starts, self.places, self.prints, self.slots)
        if len(asked) < _TOGETHER_FROM or fullest(self.starts) > max(_FULL, len(self) // _FULL):
            found, _ = probe_each(table, asked, radius)
            return pairs_of(found, self.numbers)
        parts = []
        for start in range(0, len(asked), _TOGETHER_MOST):
            found = probe_together(table, asked[start : start + _TOGETHER_MOST], radius)
            parts.append(pairs_of(found, self.numbers, start))
        return join_pairs(parts)


def pairs_of(found: NDArray[np.int64], numbers: NDArray[np.int64], first_query: int = 0) -> NearPairs:
    """Return the rows (query, place, distance) of a kernel as pairs."""
    if not len(found):
        return _NO_PAIRS
    return NearPairs(
        queries=found[:, 0] + first_query, numbers=numbers[found[:, 1]], distances=found[:, 2].astype(np.int32)
    )


def join_pairs(parts: Sequence[NearPairs]) -> NearPairs:
    """Return the pairs of all parts."""
    some = [part for part in parts if len(part)]
    if len(some) < 2:
        return some[0] if some else _NO_PAIRS
    return NearPairs(
        queries=np.concatenate([part.queries for part in some]),
        numbers=np.concatenate([part.numbers for part in some]),
        distances=np.concatenate([part.distances for part in some]),
    )


_NO_PAIRS: Final = NearPairs(
    queries=np.zeros(0, dtype=np.int64), numbers=np.zeros(0, dtype=np.int64), distances=np.zeros(0, dtype=np.int32)
)
