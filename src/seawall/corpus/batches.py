"""What is a batch? One import of one file from one source: the unit that is resumed, counted and withdrawn whole.

A batch is *running* until it is finished; the same source, fingerprint and map name resume it. *Withdrawn* batches
stay in the list, without their rows; so do *expired* ones, which retention let go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from seawall.clock import require_aware
from seawall.corpus.manifest import BatchEntry

__all__ = ["EXPIRED", "FINISHED", "RUNNING", "WITHDRAWN", "Appended", "Batch", "BatchOrigin", "new_entry"]

RUNNING: Final = "running"
FINISHED: Final = "finished"
WITHDRAWN: Final = "withdrawn"
EXPIRED: Final = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrigin:
    """Where the rows of a batch come from.

    `source` is the permanent name that retention goes by; `name` what people call this import (a file name);
    `fingerprint` a digest of the bytes read; `map_name` the map that turned them into rows; `acquired_at` is aware.
    """

    source: str
    name: str
    fingerprint: str
    map_name: str
    acquired_at: datetime

    def resumes(self, entry: BatchEntry) -> bool:
        """Say whether a running batch is this import, begun earlier."""
        ours = (self.source, self.fingerprint, self.map_name)
        return entry.state == RUNNING and ours == (entry.source, entry.fingerprint, entry.map_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch as a snapshot saw it; `stored` and `repeats` count rows by table."""

    batch_id: str
    origin: BatchOrigin
    state: str
    position: Mapping[str, Any]
    counts: Mapping[str, Any]
    stored: Mapping[str, int]
    repeats: Mapping[str, int]

    @classmethod
    def from_entry(cls, entry: BatchEntry) -> Batch:
        """Read a batch from its manifest entry."""
        origin = BatchOrigin(
            source=entry.source,
            name=entry.name,
            fingerprint=entry.fingerprint,
            map_name=entry.map_name,
            acquired_at=entry.acquired_at,
        )
        return cls(
            batch_id=entry.batch_id,
            origin=origin,
            state=entry.state,
            position=entry.position,
            counts=entry.counts,
            stored=entry.stored,
            repeats=entry.repeats,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What one append did to one table, in rows: `stored` are new, `repeats` the store had already."""

    stored: int
    repeats: int


def new_entry(origin: BatchOrigin, number: int) -> BatchEntry:
    """Return the entry of a batch that begins; its id tells the store's count and six digits of its origin."""
    written = f"{origin.source}\0{origin.fingerprint}\0{origin.map_name}"
    return BatchEntry(
        batch_id=f"b{number:06d}-{hashlib.sha256(written.encode()).hexdigest()[:6]}",
        number=number,
        source=origin.source,
        name=origin.name,
        fingerprint=origin.fingerprint,
        map_name=origin.map_name,
        acquired_at=require_aware(origin.acquired_at),
        state=RUNNING,
    )
