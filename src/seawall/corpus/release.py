"""What happens to the rows of a batch that is withdrawn or expired? They go, unless another batch saw them too.

The sightings of the batch are dropped from the key runs first; a row whose key still has one then passes on to the
oldest batch that saw it (its batch, source and time of acquisition), and every other row of the batch is erased. One
commit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus.committer import Committer
from seawall.corpus.manifest import BatchEntry, Manifest, StoredFile, TableEntry
from seawall.corpus.records import Numbers, key_halves, sort_order
from seawall.corpus.removal import Progress, read_groups
from seawall.corpus.run_set import RunSet
from seawall.corpus.runs import Run, write_run
from seawall.corpus.table_files import write_rows
from seawall.corpus.transaction import Transaction

__all__ = ["Released", "release_batches"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a release did: the batches let go, rows removed and rows handed on to other batches, both by table."""

    batch_ids: tuple[str, ...]
    removed: Mapping[str, int]
    handed_on: Mapping[str, int]


def release_batches(committer: Committer, states: Mapping[int, str], progress: Progress) -> Released:
    """Let go of the batches numbered in `states`, which says what each becomes (withdrawn, expired)."""
    leaving = {entry.number: entry for entry in committer.manifest.batches if entry.number in states}
    if not leaving:
        return Released(batch_ids=(), removed={}, handed_on={})
    total = sum(file.byte_count for name in committer.tables for file in committer.entry(name).files)
    done = 0
    heirs: dict[str, Counter[int]] = {}
    removed: dict[str, int] = {}
    tables: dict[str, TableEntry] = {}
    erased: list[str] = []
    with committer.transaction() as transaction:
        for name in committer.tables:
            entry = committer.entry(name)
            sightings = _without_batches(committer, transaction, name, entry.sightings, tuple(leaving))
            files: list[StoredFile] = []
            rewriting = _Rewriting(committer, transaction, name, tuple(e.batch_id for e in leaving.values()))
            with RunSet(committer.keys_path, sightings) as runs:
                for file in entry.files:
                    replacement = rewriting.rewrite(file, runs)
                    if replacement is None:
                        files.append(file)
                    else:
                        files += replacement
                        erased.append(file.name)
                    done += file.byte_count
                    progress(done, total)
            tables[name] = TableEntry(files=tuple(files), sightings=sightings)
            heirs[name] = rewriting.heirs
            removed[name] = rewriting.removed
        committer.commit(transaction, _after(committer.manifest, states, tables, heirs), erased=erased)
    return Released(
        batch_ids=tuple(entry.batch_id for entry in leaving.values()),
        removed=removed,
        handed_on={name: counter.total() for name, counter in heirs.items()},
    )


class _Rewriting:
    """Rewrites the files of one table, counting what goes and who inherits."""

    def __init__(self, committer: Committer, transaction: Transaction, name: str, batch_ids: Sequence[str]) -> None:
        self._committer = committer
        self._transaction = transaction
        self._name = name
        self._batch_ids = pa.array(batch_ids, pa.string())
        self._numbers = np.array([entry.number for entry in committer.manifest.batches], dtype=np.uint64)
        self.heirs: Counter[int] = Counter()
        self.removed = 0

    def rewrite(self, file: StoredFile, runs: RunSet) -> list[StoredFile] | None:
        """Return what takes the file's place (nothing, or one file); None when it holds no row of the batches."""
        if not any(self._leaving(rows).any() for rows in read_groups(self._committer, file, ("batch",))):
            return None
        draft = self._transaction.new_data(self._name)
        entry = write_rows(draft, self._committer.tables[self._name], self._kept(file, runs))
        if entry.rows:
            return [entry]
        draft.discard()
        return []

    def _leaving(self, rows: pa.Table) -> Any:
        return pc.is_in(rows.column("batch"), value_set=self._batch_ids).to_numpy().astype(bool)

    def _kept(self, file: StoredFile, runs: RunSet) -> Iterator[pa.Table]:
        schema = self._committer.tables[self._name]
        for rows in read_groups(self._committer, file):
            leaving = self._leaving(rows)
            stays = ~leaving
            own = rows.filter(pa.array(stays))
            if own.num_rows:
                yield own.cast(schema)
            going = rows.filter(pa.array(leaving))
            found, heir = _in_order(runs, key_halves(going.column("key")))
            self.removed += int((~found).sum())
            if found.any():
                self.heirs.update(heir[found].astype(int).tolist())
                yield self._handed_on(going.filter(pa.array(found)), heir[found]).cast(schema)

    def _handed_on(self, rows: pa.Table, heir: Numbers) -> pa.Table:
        batches = self._committer.manifest.batches
        place = pa.array(np.searchsorted(self._numbers, heir))
        for column, values in (
            ("batch", [entry.batch_id for entry in batches]),
            ("source", [entry.source for entry in batches]),
            ("acquired_at", [entry.acquired_at for entry in batches]),
        ):
            field = rows.schema.field(column)
            rows = rows.set_column(rows.schema.get_field_index(column), field, pa.array(values, field.type).take(place))
        return rows


def _in_order(runs: RunSet, halves: Numbers) -> tuple[Any, Numbers]:
    order = sort_order(halves)
    found, values = np.zeros(len(halves), dtype=bool), np.zeros(len(halves), dtype=np.uint64)
    found[order], values[order] = runs.least_values(halves[order])
    return found, values


def _without_batches(
    committer: Committer,
    transaction: Transaction,
    name: str,
    sightings: Sequence[StoredFile],
    numbers: Sequence[int],
) -> tuple[StoredFile, ...]:
    leaving = np.array(numbers, dtype=np.uint64)
    left: list[StoredFile] = []
    for entry in sightings:
        with Run(committer.keys_path, entry) as run:
            if not any(bool(np.isin(piece[:, 2], leaving).any()) for piece in run.slices()):
                left.append(entry)
                continue
            draft = transaction.new_run(name)
            kept = write_run(draft, (piece[~np.isin(piece[:, 2], leaving)] for piece in run.slices()))
        if kept.rows:
            left.append(kept)
        else:
            draft.discard()
    return tuple(left)


def _after(
    manifest: Manifest,
    states: Mapping[int, str],
    tables: Mapping[str, TableEntry],
    heirs: Mapping[str, Counter[int]],
) -> Manifest:
    def changed(entry: BatchEntry) -> BatchEntry:
        if entry.number in states:
            return msgspec.structs.replace(entry, state=states[entry.number], occurrences=())
        gained = {name: counter[entry.number] for name, counter in heirs.items() if counter[entry.number]}
        if not gained:
            return entry
        # what was a repeat of the batch is now stored by it, so that stored + repeats stays the rows it read
        return msgspec.structs.replace(
            entry,
            stored={name: entry.stored.get(name, 0) + gained.get(name, 0) for name in (*entry.stored, *gained)},
            repeats={name: count - gained.get(name, 0) for name, count in entry.repeats.items()},
        )

    batches = tuple(changed(entry) for entry in manifest.batches)
    return msgspec.structs.replace(manifest, batches=batches, tables={**manifest.tables, **tables})
