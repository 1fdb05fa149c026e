"""What has been said of a finding before? The last state of each, so that a change becomes the next revision.

Held in arrays, 32 octets a finding, and only for findings that were held back, withdrawn or changed: of all others the
first revision, raised, is what the store has if it has anything. Hence a raised finding begins with revision 0 and one
held back with revision 1, whichever came before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus import Snapshot

__all__ = ["History", "state_digest"]

_COLUMNS = ("finding_id", "revision", "raised", "withdrawn", "because")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Last states, ordered by the finding's id; `ids` has two numbers a row, the halves of the id."""

    ids: NDArray[np.uint64]
    revisions: NDArray[np.int64]
    states: NDArray[np.uint64]

    @classmethod
    def read(cls, findings: Snapshot) -> History:
        """Read what a findings store knows."""
        ids, revisions, states = [np.zeros((0, 2), np.uint64)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
        for batch in findings.scan("findings", list(_COLUMNS)):
            kept = batch.filter(pc.or_(pc.invert(batch.column("raised")), pc.greater(batch.column("revision"), 0)))
            ids.append(id_halves(kept.column("finding_id")))
            revisions.append(np.asarray(kept.column("revision")).astype(np.int64))
            states.append(_states(kept))
        every_id, every_revision = np.concatenate(ids), np.concatenate(revisions)
        order = np.lexsort((every_revision, every_id[:, 1], every_id[:, 0]))
        ordered = every_id[order]
        last = np.ones(len(order), dtype=np.bool_)
        last[:-1] = (ordered[1:] != ordered[:-1]).any(axis=1)
        chosen = order[last]
        return cls(ids=every_id[chosen], revisions=every_revision[chosen], states=np.concatenate(states)[chosen])

    def revisions_for(self, finding_ids: Any, states: NDArray[np.uint64], raised: NDArray[np.bool_]) -> pa.Array:
        """Return the revision under which each finding is to be stored: the last one's where its state is the same."""
        halves = id_halves(finding_ids)
        revisions = np.where(raised, 0, 1).astype(np.int64)
        place = np.searchsorted(self.ids[:, 0], halves[:, 0], side="left")
        open_rows = np.arange(len(halves))
        while len(open_rows):  # once for nearly all; again only where two ids share their first half
            inside = place[open_rows] < len(self.ids)
            open_rows = open_rows[inside]
            open_rows = open_rows[self.ids[place[open_rows], 0] == halves[open_rows, 0]]
            hit = self.ids[place[open_rows], 1] == halves[open_rows, 1]
            rows, at = open_rows[hit], place[open_rows[hit]]
            revisions[rows] = self.revisions[at] + (self.states[at] != states[rows])
            open_rows = open_rows[~hit]
            place[open_rows] += 1
        return pa.array(revisions, pa.int32())


@lru_cache(maxsize=65_536)
def state_digest(because: str, *, raised: bool, withdrawn: bool) -> int:
    """Return a 64-bit digest of what a reviewer is told of a finding."""
    told = f"{int(raised)}{int(withdrawn)}{because}".encode()
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big")


def _states(findings: Any) -> NDArray[np.uint64]:
    columns = (findings.column(name).to_pylist() for name in ("because", "raised", "withdrawn"))
    digests = [
        state_digest(because, raised=raised, withdrawn=withdrawn)
        for because, raised, withdrawn in zip(*columns, strict=True)
    ]
    return np.array(digests, dtype=np.uint64)


def id_halves(ids: Any) -> NDArray[np.uint64]:
    """Return 16-byte ids as two numbers each."""
    if not len(ids):
        return np.zeros((0, 2), dtype=np.uint64)
    content = np.frombuffer(ids.buffers()[1], dtype=">u8")
    return content[2 * ids.offset : 2 * (ids.offset + len(ids))].astype(np.uint64).reshape(-1, 2)
