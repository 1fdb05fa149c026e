"""How do rows leave the store for good? Files that hold them are rewritten without them, and so are the key runs.

One commit for all tables. Files without a chosen row are left alone after a look at the columns that decide. Memory is
that of one row group: removed keys go to scratch runs, which the key runs are then filtered by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from seawall.corpus.committer import Committer
from seawall.corpus.errors import CorpusDamagedError
from seawall.corpus.keys import KEY_BYTES
from seawall.corpus.manifest import StoredFile, TableEntry
from seawall.corpus.records import Numbers, first_of_key, key_halves, keyed, sort_order
from seawall.corpus.run_set import RunSet
from seawall.corpus.runs import SLICE_RECORDS, Run, write_run
from seawall.corpus.table_files import write_rows
from seawall.corpus.transaction import Transaction

__all__ = ["Progress", "RowChoice", "holds_keys", "no_progress", "read_groups", "remove_rows"]

Progress = Callable[[int, int], None]


def no_progress(done_bytes: int, total_bytes: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChoice:
    """Which rows of a table: `chosen` says so of each row of a piece that has (at least) these `columns`."""

    columns: tuple[str, ...]
    chosen: Callable[[pa.Table], npt.NDArray[np.bool_]]


@dataclass(slots=True, kw_only=True)
class _Tombstones:
    """Keys removed so far, spilled as sorted scratch runs."""

    transaction: Transaction
    runs: list[StoredFile] = field(default_factory=list)
    at_hand: list[Numbers] = field(default_factory=list)
    count: int = 0

    def add(self, halves: Numbers) -> None:
        self.at_hand.append(halves)
        self.count += len(halves)
        if sum(map(len, self.at_hand)) >= SLICE_RECORDS:
            self.spill()

    def spill(self) -> None:
        if self.at_hand:
            halves = np.concatenate(self.at_hand)
            ordered = halves[sort_order(halves)]
            self.runs.append(write_run(self.transaction.new_run("removed"), [keyed(ordered[first_of_key(ordered)], 0)]))
            self.at_hand = []


def remove_rows(committer: Committer, choices: Mapping[str, RowChoice], progress: Progress) -> dict[str, int]:
    """Erase the chosen rows of each table in one commit; return how many went, by table."""
    total = sum(file.byte_count for name in choices for file in committer.entry(name).files)
    done = 0
    removed: dict[str, int] = {}
    tables: dict[str, TableEntry] = {}
    erased: list[str] = []
    with committer.transaction() as transaction:
        for name, choice in choices.items():
            entry = committer.entry(name)
            tombstones = _Tombstones(transaction=transaction)
            files: list[StoredFile] = []
            for file in entry.files:
                if _any_chosen(committer, file, choice):
                    files += _without(committer, transaction, name, file, choice, tombstones)
                    erased.append(file.name)
                else:
                    files.append(file)
                done += file.byte_count
                progress(done, total)
            tombstones.spill()
            sightings = _filtered(committer, transaction, name, entry.sightings, tombstones)
            tables[name] = TableEntry(files=tuple(files), sightings=sightings)
            removed[name] = tombstones.count
        if erased:
            after = msgspec.structs.replace(committer.manifest, tables={**committer.manifest.tables, **tables})
            committer.commit(transaction, after, erased=erased)
    return removed


def read_groups(committer: Committer, file: StoredFile, columns: tuple[str, ...] | None = None) -> Iterator[pa.Table]:
    """Walk a data file one row group at a time; what cannot be read is damage, and the file is named."""
    path = committer.data_path / file.name
    try:
        with pq.ParquetFile(path) as parquet:
            for group in range(parquet.num_row_groups):
                yield parquet.read_row_group(group, columns=list(columns) if columns else None)
    except (FileNotFoundError, pa.ArrowException) as error:
        raise CorpusDamagedError(f"{path} is damaged: {error}", file=path, reason=str(error)) from error


def holds_keys(committer: Committer, table: str, keys: pa.Array) -> npt.NDArray[np.bool_]:
    """Say of each 16-byte key whether the table has a row of it."""
    halves = key_halves(keys.cast(pa.binary(KEY_BYTES)))
    order = sort_order(halves)
    held = np.zeros(len(halves), dtype=bool)
    with RunSet(committer.keys_path, committer.entry(table).sightings) as runs:
        held[order] = _present(runs, halves[order])
    return held


def _any_chosen(committer: Committer, file: StoredFile, choice: RowChoice) -> bool:
    return any(bool(choice.chosen(rows).any()) for rows in read_groups(committer, file, choice.columns))


def _without(
    committer: Committer,
    transaction: Transaction,
    name: str,
    file: StoredFile,
    choice: RowChoice,
    tombstones: _Tombstones,
) -> list[StoredFile]:
    def kept() -> Iterator[pa.Table]:
        for rows in read_groups(committer, file):
            chosen = choice.chosen(rows)
            tombstones.add(key_halves(rows.column("key").filter(pa.array(chosen))))
            if not chosen.all():
                yield rows.filter(pa.array(~chosen)).cast(committer.tables[name])

    draft = transaction.new_data(name)
    entry = write_rows(draft, committer.tables[name], kept())
    if entry.rows:
        return [entry]
    draft.discard()
    return []


def _filtered(
    committer: Committer,
    transaction: Transaction,
    name: str,
    sightings: tuple[StoredFile, ...],
    tombstones: _Tombstones,
) -> tuple[StoredFile, ...]:
    if not tombstones.runs:
        return sightings
    left: list[StoredFile] = []
    with RunSet(committer.keys_path, tombstones.runs) as gone:
        for entry in sightings:
            with Run(committer.keys_path, entry) as run:
                if not any(bool(run.find(piece[:, :2])[0].any()) for piece in gone.merged(lambda records: records)):
                    left.append(entry)
                    continue
                draft = transaction.new_run(name)
                kept = write_run(draft, (piece[~_present(gone, piece)] for piece in run.slices()))
            if kept.rows:
                left.append(kept)
            else:
                draft.discard()
    return tuple(left)


def _present(gone: RunSet, piece: Numbers) -> Any:
    first = first_of_key(piece)
    return gone.contains(piece[first][:, :2])[np.cumsum(first) - 1]
