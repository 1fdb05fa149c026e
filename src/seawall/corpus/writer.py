"""What may the one writer do? Open batches, and change the store as a whole: withdraw, erase, retain, compact.

Each of these is done whole or not at all. Removed bytes are unlinked right after the commit; if the process is killed
in between, the next writer does it. `progress` is called with (done, total) bytes of the files looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from seawall.corpus.batch_writer import BatchWriter
from seawall.corpus.batches import EXPIRED, WITHDRAWN, BatchOrigin, new_entry
from seawall.corpus.committer import Committer
from seawall.corpus.compaction import GROUP_ROWS, Compacted, compact
from seawall.corpus.erasure import erase_account, erase_post, erase_post_by_key
from seawall.corpus.errors import UnknownBatchError
from seawall.corpus.manifest import BatchEntry, Manifest
from seawall.corpus.release import Released, release_batches
from seawall.corpus.removal import Progress, RowChoice, holds_keys, no_progress, remove_rows
from seawall.corpus.retention import RetentionRule, expired_batches

__all__ = ["StoreWriter"]


class StoreWriter:
    """The one writer of a store; made by `TableStore.write` and valid inside its block."""

    def __init__(self, path: Path, tables: Mapping[str, pa.Schema], manifest: Manifest) -> None:
        """Go on from `manifest`, the version on disk."""
        self._committer = Committer(path, tables, manifest)

    def open_batch(self, origin: BatchOrigin) -> BatchWriter:
        """Resume the running batch of the same source, fingerprint and map, or begin a new one."""
        committer = self._committer
        for entry in committer.manifest.batches:
            if origin.resumes(entry):
                return BatchWriter(committer, entry)
        number = committer.manifest.next_batch
        entry = new_entry(origin, number)
        batches = (*committer.manifest.batches, entry)
        with committer.transaction() as transaction:
            after = msgspec.structs.replace(committer.manifest, next_batch=number + 1, batches=batches)
            committer.commit(transaction, after)
        return BatchWriter(committer, entry)

    def withdraw_batch(self, batch_id: str, *, progress: Progress = no_progress) -> Released:
        """Take back a whole import: its rows go, but a row that another batch saw too passes on to that batch.

        Args:
            batch_id: the id, or a beginning of it that fits one batch only.
            progress: see the module.

        Raises:
            UnknownBatchError: no batch, or more than one, is called so.
        """
        entry = self._find_batch(batch_id)
        return release_batches(self._committer, {entry.number: WITHDRAWN}, progress)

    def apply_retention(
        self, rules: Sequence[RetentionRule], now: datetime, *, progress: Progress = no_progress
    ) -> Released:
        """Let go of every batch whose time is over by `rules`, as `withdraw_batch` would; their state says expired."""
        due = expired_batches(self._committer.manifest.batches, rules, now)
        return release_batches(self._committer, dict.fromkeys(due, EXPIRED), progress)

    def erase_account(self, platform: str, account_id: str, *, progress: Progress = no_progress) -> dict[str, int]:
        """Erase an account: its profiles, posts, media, interactions by it and at it; return rows removed by table."""
        return erase_account(self._committer, platform, account_id, progress)

    def erase_post(self, platform: str, post_id: str, *, progress: Progress = no_progress) -> dict[str, int]:
        """Erase every version of a post, its media and interactions; return rows removed by table."""
        return erase_post(self._committer, platform, post_id, progress)

    def erase_post_by_key(self, key: bytes, *, progress: Progress = no_progress) -> dict[str, int]:
        """Erase one version of a post, or a post without id, by its key; return rows removed by table."""
        return erase_post_by_key(self._committer, key, progress)

    def remove_rows(self, choices: Mapping[str, RowChoice], *, progress: Progress = no_progress) -> dict[str, int]:
        """Erase the rows that `choices` (by table) choose, whatever the tables mean; return rows removed by table."""
        return remove_rows(self._committer, choices, progress)

    def holds(self, table: str, keys: pa.Array) -> npt.NDArray[np.bool_]:
        """Say of each 16-byte key whether the table has a row of it; looks into the key runs, not at the rows."""
        return holds_keys(self._committer, table, keys)

    def compact(self, *, group_rows: int = GROUP_ROWS, progress: Progress = no_progress) -> Compacted:
        """Merge small files into larger, sorted ones; the same rows, and readers of older snapshots go on reading."""
        return compact(self._committer, progress, group_rows=group_rows)

    def _find_batch(self, batch_id: str) -> BatchEntry:
        found = [entry for entry in self._committer.manifest.batches if entry.batch_id.startswith(batch_id)]
        exact = [entry for entry in found if entry.batch_id == batch_id]
        if exact or (batch_id and len(found) == 1):
            return (exact or found)[0]
        why = "several batches begin with" if batch_id and found else "no batch is called"
        raise UnknownBatchError(f"{why} {batch_id!r}", batch_id=batch_id)
