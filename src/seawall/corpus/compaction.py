"""How do many small files become few? Groups of them are read, sorted and written as one, the same rows exactly.

The order is platform, account, channel, time, key, as far as a table has these columns: the rows of one account lie
together, so that readers skip row groups by their statistics. A group has at most 262,144 rows, which bounds memory.
Each group is one commit; replaced files stay while a reader of an older snapshot holds its lease. Key runs are merged
into one a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import pyarrow as pa

from seawall.corpus.committer import Committer
from seawall.corpus.manifest import StoredFile, TableEntry
from seawall.corpus.removal import Progress, read_groups
from seawall.corpus.run_set import RunSet, drop_doubles
from seawall.corpus.runs import write_run
from seawall.corpus.table_files import write_rows
from seawall.corpus.transaction import Transaction

__all__ = ["GROUP_ROWS", "Compacted", "compact"]

GROUP_ROWS: Final = 1 << 18
_GROUP_BYTES: Final = 1 << 26  # compressed: some ten times as much in memory
_ORDER: Final = ("platform", "account_id", "channel_id", "posted_at", "observed_at", "occurred_at", "key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """How many data files the store had and has."""

    files_before: int
    files_after: int


def compact(committer: Committer, progress: Progress, *, group_rows: int = GROUP_ROWS) -> Compacted:
    """Merge the small files of every table, group by group, into files of at most `group_rows` rows."""
    before = len(list(committer.manifest.data_files()))
    plan = [(name, group) for name in committer.tables for group in _groups(committer.entry(name).files, group_rows)]
    total = sum(file.byte_count for _, group in plan for file in group)
    done = 0
    for name, group in plan:
        _merge_files(committer, name, group)
        done += sum(file.byte_count for file in group)
        progress(done, total)
    for name in committer.tables:
        _merge_runs(committer, name)
    return Compacted(files_before=before, files_after=len(list(committer.manifest.data_files())))


def _groups(files: Sequence[StoredFile], group_rows: int) -> Iterator[tuple[StoredFile, ...]]:
    group: list[StoredFile] = []
    for file in files:
        if file.rows > group_rows // 2:
            continue
        rows = file.rows + sum(member.rows for member in group)
        size = file.byte_count + sum(member.byte_count for member in group)
        if group and (rows > group_rows or size > _GROUP_BYTES):
            if len(group) > 1:
                yield tuple(group)
            group = []
        group.append(file)
    if len(group) > 1:
        yield tuple(group)


def _merge_files(committer: Committer, name: str, group: Sequence[StoredFile]) -> None:
    schema = committer.tables[name]
    order = [(column, "ascending") for column in _ORDER if column in schema.names]
    rows = pa.concat_tables([piece.cast(schema) for file in group for piece in read_groups(committer, file)])
    entry = committer.entry(name)
    with committer.transaction() as transaction:
        merged = write_rows(transaction.new_data(name), schema, [rows.sort_by(order)])
        files = _in_place_of(entry.files, group, merged)
        _commit_entry(committer, transaction, name, TableEntry(files=files, sightings=entry.sightings))


def _merge_runs(committer: Committer, name: str) -> None:
    entry = committer.entry(name)
    if len(entry.sightings) < 2:
        return
    with committer.transaction() as transaction:
        with RunSet(committer.keys_path, entry.sightings) as runs:
            merged = write_run(transaction.new_run(name), runs.merged(drop_doubles))
        _commit_entry(committer, transaction, name, TableEntry(files=entry.files, sightings=(merged,)))


def _in_place_of(
    files: Sequence[StoredFile], group: Sequence[StoredFile], merged: StoredFile
) -> tuple[StoredFile, ...]:
    position = files.index(group[0])
    rest = [file for file in files if file not in group]
    return (*rest[:position], merged, *rest[position:])


def _commit_entry(committer: Committer, transaction: Transaction, name: str, entry: TableEntry) -> None:
    tables = {**committer.manifest.tables, name: entry}
    committer.commit(transaction, msgspec.structs.replace(committer.manifest, tables=tables))
