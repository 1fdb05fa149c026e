"""Which pictures are nearly the same? Each one is told its group's first: within 31 bits of it, never of a chain.

Pictures are taken in the order given (the most used first). One that is near no first before it becomes a first; the
others go to the nearest of those there are. So a group reaches no further than the limit of the index
(`seawall.index.hamming_table`), and the arithmetic stays that of look-ups: firsts are far apart, hence few of them lie
near one picture. Firsts are compared under every edit that is known of them (mirrored, turned, negative), the others as
they are and without their borders. Pictures are taken in rounds that double, so that what is many times the same is
gone before pairs become many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.index.hamming_table import HASH_OCTETS, MAX_RADIUS, HammingTable
from seawall.network.slots import Ints
from seawall.signals.picture_variants import TRIMS

__all__ = ["PICTURE_HASHES", "first_of_pictures"]

PICTURE_HASHES: Final = pa.schema(
    [
        pa.field("media", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),  # PDQ, 64 hexadecimal digits
        pa.field("mark", pa.string()),  # what was done to the picture first; null: nothing
    ]
)
_FIRST_ROUND: Final = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hashes:
    """Hashes, uint16[n, 16], and the pictures that they are of."""

    slots: NDArray[np.uint16]
    owner: Ints

    def of(self, chosen: NDArray[np.bool_]) -> _Hashes:
        """Return the hashes of the pictures chosen, by number."""
        kept = chosen[self.owner]
        return _Hashes(slots=self.slots[kept], owner=self.owner[kept])


def first_of_pictures(media: Sequence[str], hashes: pa.Table) -> dict[str, str]:
    """Return the first of its group for each picture that has a hash.

    Args:
        media: names of pictures, each once; who comes earlier, is rather a first.
        hashes: a table of `PICTURE_HASHES`; rows of other pictures are passed over.
    """
    every, plain = _hashes_of(media, hashes)
    waiting = np.zeros(len(media), np.bool_)
    waiting[plain.owner] = True
    first = np.where(waiting, np.arange(len(media)), -1)
    size = _FIRST_ROUND
    while waiting.any():
        taken = np.zeros_like(waiting)
        taken[np.flatnonzero(waiting)[:size]] = True
        firsts = _firsts_among(every.of(taken), plain.of(taken), len(media))
        waiting &= ~firsts
        others = plain.of(waiting)
        near, to = _nearest(every.of(firsts), others)
        first[near] = to
        waiting[near] = False
        size *= 2
    return {media[number]: media[one] for number, one in enumerate(first.tolist()) if one >= 0}


def _firsts_among(every: _Hashes, plain: _Hashes, count: int) -> NDArray[np.bool_]:
    """Return which of these pictures are near none of the firsts before them."""
    pairs = HammingTable.of(plain.slots, plain.owner).look_up(every.slots, MAX_RADIUS)
    left, right = every.owner[pairs.queries], pairs.numbers
    earlier, later = np.minimum(left, right), np.maximum(left, right)
    apart = earlier != later
    earlier, later = earlier[apart], later[apart]
    order = np.lexsort((later, earlier))
    earlier, later = earlier[order], later[order]
    firsts = np.zeros(count, np.bool_)
    firsts[plain.owner] = True
    begins = np.flatnonzero(np.diff(earlier, prepend=-1))
    ends = np.append(begins, len(earlier))[1:]
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if firsts[earlier[begin]]:
            firsts[later[begin:end]] = False
    return firsts


def _nearest(firsts: _Hashes, others: _Hashes) -> tuple[Ints, Ints]:
    """Return the pictures that are near a first, each once, and the nearest one."""
    pairs = HammingTable.of(firsts.slots, firsts.owner).look_up(others.slots, MAX_RADIUS)
    picture = others.owner[pairs.queries]
    order = np.lexsort((pairs.numbers, pairs.distances, picture))
    picture, to = picture[order], pairs.numbers[order]
    begins = np.diff(picture, prepend=-1) > 0
    return picture[begins], to[begins]


def _hashes_of(media: Sequence[str], hashes: pa.Table) -> tuple[_Hashes, _Hashes]:
    """Return all hashes of the pictures, and those of the pictures as they are or without their borders."""
    number = {name: place for place, name in enumerate(media)}
    hashes = hashes.filter(pc.is_in(hashes[PICTURE_HASHES.names[0]], value_set=pa.array(media, pa.string())))
    rows = [
        (number[name], value, mark is None or mark in TRIMS)
        for name, value, mark in zip(*(hashes[column].to_pylist() for column in PICTURE_HASHES.names), strict=True)
    ]
    owner = np.array([row[0] for row in rows], np.int64)
    is_plain = np.array([row[2] for row in rows], np.bool_)
    octets = np.frombuffer(bytes.fromhex("".join(row[1] for row in rows)), np.uint8).reshape(-1, HASH_OCTETS)
    slots = np.ascontiguousarray(octets).view(np.uint16)
    return _Hashes(slots=slots, owner=owner), _Hashes(slots=slots[is_plain], owner=owner[is_plain])
