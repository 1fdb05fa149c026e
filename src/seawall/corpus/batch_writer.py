"""How do rows get into the store? In appends of one batch, each of them one atomic commit.

A row whose key the store has already is a repeat: it is not stored again, but the sighting (key, batch) is remembered,
so that withdrawing the batch that brought it first hands the row on instead of losing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus.batches import FINISHED, RUNNING, Appended
from seawall.corpus.committer import Committer
from seawall.corpus.errors import BatchClosedError, SchemaMismatchError
from seawall.corpus.keys import KEY_BYTES, anonymous_post_keys, identified_post_keys, nth_key
from seawall.corpus.manifest import BatchEntry, StoredFile, TableEntry
from seawall.corpus.occurrences import OccurrenceCounter
from seawall.corpus.records import first_of_key, key_halves, keyed, sort_order
from seawall.corpus.run_set import RunSet, add_counts, drop_doubles
from seawall.corpus.runs import write_run
from seawall.corpus.table_files import conform, write_rows
from seawall.corpus.transaction import Transaction

__all__ = ["BatchWriter"]


class BatchWriter:
    """One running batch; made by `StoreWriter.open_batch`."""

    def __init__(self, committer: Committer, entry: BatchEntry) -> None:
        """Go on from the batch's last commit."""
        self._committer = committer
        self._number = entry.number
        self._occurrences = OccurrenceCounter(committer.keys_path, entry.occurrences)

    @property
    def batch_id(self) -> str:
        """Return the permanent id."""
        return self._entry.batch_id

    @property
    def position(self) -> dict[str, Any]:
        """Return how far the import had got at the last commit, as the importer wrote it; empty at the start."""
        return dict(self._entry.position)

    @property
    def counts(self) -> dict[str, Any]:
        """Return the importer's own counts at the last commit."""
        return dict(self._entry.counts)

    @property
    def stored(self) -> dict[str, int]:
        """Return how many rows this batch has added, by table."""
        return dict(self._entry.stored)

    @property
    def repeats(self) -> dict[str, int]:
        """Return how many of its rows the store had already, by table."""
        return dict(self._entry.repeats)

    def post_keys(self, posts: pa.Table) -> pa.Array:
        """Return the key of each post.

        Posts without id are counted as they come, so hand each row in once, in the order of the file, and append all
        that were keyed since the last append together: that append commits the counts.
        """
        if "post_id" not in posts.schema.names:
            posts = posts.append_column("post_id", pa.nulls(posts.num_rows, pa.string()))
        anonymous = pc.is_null(posts.column("post_id"))
        keys = np.empty((posts.num_rows, KEY_BYTES), dtype=np.uint8)
        without_id = anonymous.to_numpy(zero_copy_only=False).astype(bool)
        if not without_id.all():
            keys[~without_id] = _as_bytes(identified_post_keys(posts.filter(pc.invert(anonymous))))
        if without_id.any():
            keys[without_id] = self._numbered(posts.filter(anonymous))
        return _as_keys(keys)

    def append(
        self,
        tables: Mapping[str, pa.Table],
        *,
        position: Mapping[str, Any] | None = None,
        counts: Mapping[str, Any] | None = None,
    ) -> dict[str, Appended]:
        """Store the new rows of each table and remember where the import is: one commit, whole or not at all.

        Args:
            tables: rows by table name, with `key`, without batch, source and acquired_at.
            position: replaces the batch's position (plain JSON values).
            counts: replaces the batch's counts.

        Raises:
            SchemaMismatchError: a table or column that is not published, or a required value missing.
            StoreFullError: nothing was stored; make room, then open the batch again.
            BatchClosedError: the batch is finished.
        """
        self._require_running()
        appended: dict[str, Appended] = {}
        entries: dict[str, TableEntry] = {}
        with self._committer.transaction() as transaction:
            for name, rows in tables.items():
                entries[name], appended[name] = self._add_rows(transaction, name, rows)
            occurrences = self._written_occurrences(transaction)
            entry = msgspec.structs.replace(
                self._entry,
                position=dict(position) if position is not None else self._entry.position,
                counts=dict(counts) if counts is not None else self._entry.counts,
                stored=_added(self._entry.stored, {name: done.stored for name, done in appended.items()}),
                repeats=_added(self._entry.repeats, {name: done.repeats for name, done in appended.items()}),
                occurrences=occurrences,
            )
            self._committer.commit(transaction, self._committer.replace_batch(entry, entries))
        self._occurrences.committed(occurrences)
        return appended

    def finish(self, *, counts: Mapping[str, Any] | None = None) -> None:
        """Close the batch: it is complete, and the same file opens a new one."""
        self._require_running()
        entry = msgspec.structs.replace(
            self._entry,
            state=FINISHED,
            counts=dict(counts) if counts is not None else self._entry.counts,
            occurrences=(),
        )
        with self._committer.transaction() as transaction:
            self._committer.commit(transaction, self._committer.replace_batch(entry))

    @property
    def _entry(self) -> BatchEntry:
        # as last committed: the writer may have withdrawn this batch, or handed it rows of another
        return self._committer.batch(self._number)

    def _add_rows(self, transaction: Transaction, name: str, rows: pa.Table) -> tuple[TableEntry, Appended]:
        schema = self._committer.tables.get(name)
        if schema is None:
            raise SchemaMismatchError(f"no table {name!r}", table=name, column=None)
        entry = self._committer.entry(name)
        if not rows.num_rows:
            return entry, Appended(stored=0, repeats=0)
        provenance = {
            "batch": self._entry.batch_id,
            "source": self._entry.source,
            "acquired_at": self._entry.acquired_at,
        }
        table = conform(name, rows, schema, provenance)
        halves = key_halves(table.column("key"))
        order = sort_order(halves)
        ordered = halves[order]
        first = first_of_key(ordered)
        distinct = ordered[first]
        with RunSet(self._committer.keys_path, entry.sightings) as runs:
            known = runs.contains(distinct)
        fresh = np.sort(order[first][~known])
        files = entry.files
        if len(fresh):
            kept = table if len(fresh) == table.num_rows else table.take(pa.array(fresh))
            files = (*files, write_rows(transaction.new_data(name), schema, [kept]))
        run = write_run(transaction.new_run(name), [keyed(distinct, self._entry.number)])
        sightings = self._committer.add_run(transaction, name, entry.sightings, run, drop_doubles)
        return (
            TableEntry(files=files, sightings=sightings),
            Appended(stored=len(fresh), repeats=table.num_rows - len(fresh)),
        )

    def _numbered(self, posts: pa.Table) -> Any:
        keys = anonymous_post_keys(posts)
        numbers = self._occurrences.number(key_halves(keys))
        written = _as_bytes(keys).copy()
        for row in np.flatnonzero(numbers):
            written[row] = np.frombuffer(nth_key(written[row].tobytes(), int(numbers[row])), dtype=np.uint8)
        return written

    def _written_occurrences(self, transaction: Transaction) -> tuple[StoredFile, ...]:
        entries = self._occurrences.entries
        pending = self._occurrences.pending
        if not len(pending):
            return entries
        run = write_run(transaction.new_run("occurrences"), [pending])
        return self._committer.add_run(transaction, "occurrences", entries, run, add_counts)

    def _require_running(self) -> None:
        if self._entry.state != RUNNING:
            raise BatchClosedError(f"batch {self.batch_id} is {self._entry.state}", batch_id=self.batch_id)


def _as_bytes(keys: Any) -> Any:
    start = KEY_BYTES * keys.offset
    content = np.frombuffer(keys.buffers()[1], dtype=np.uint8)[start : start + KEY_BYTES * len(keys)]
    return content.reshape(-1, KEY_BYTES)


def _as_keys(written: Any) -> pa.Array:
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(KEY_BYTES), len(written), [None, pa.py_buffer(written)])


def _added(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {name: before.get(name, 0) + more.get(name, 0) for name in (*before, *more)}
