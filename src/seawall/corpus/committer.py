"""How does one version of the store follow another? Holds the manifest as last committed, and commits the next.

Writing batches, erasing, compacting: all change the store through here, so that a failure leaves the old version whole
and superseded files are removed no sooner and no later than they may be.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import pyarrow as pa

from seawall.corpus.folder import DATA, KEYS, MANIFEST
from seawall.corpus.manifest import BatchEntry, Manifest, RetiredFile, StoredFile, TableEntry, decode
from seawall.corpus.run_set import Reduce, RunSet, runs_to_merge
from seawall.corpus.runs import write_run
from seawall.corpus.sweep import needed_still, remove_files
from seawall.corpus.transaction import Transaction

__all__ = ["Committer"]


class Committer:
    """The store as its one writer sees it; valid while the writer lock is held."""

    def __init__(self, path: Path, tables: Mapping[str, pa.Schema], manifest: Manifest) -> None:
        """Go on from `manifest`, the version on disk."""
        self.path = path
        self.tables = tables
        self.manifest = manifest

    @property
    def data_path(self) -> Path:
        """Return the folder of Parquet files."""
        return self.path / DATA

    @property
    def keys_path(self) -> Path:
        """Return the folder of key runs."""
        return self.path / KEYS

    def entry(self, table: str) -> TableEntry:
        """Return the files of a table; none yet for a table that is new."""
        return self.manifest.tables.get(table, TableEntry())

    def batch(self, number: int) -> BatchEntry:
        """Return the batch of that number."""
        return next(entry for entry in reversed(self.manifest.batches) if entry.number == number)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Begin a commit; whatever fails inside leaves the store as it was."""
        try:
            with Transaction(self.path, self.manifest) as transaction:
                yield transaction
        except BaseException:
            with contextlib.suppress(OSError):
                self.manifest = decode((self.path / MANIFEST).read_bytes(), self.path / MANIFEST)
            raise

    def commit(self, transaction: Transaction, after: Manifest, *, erased: Sequence[str] = ()) -> None:
        """Publish `after`, then remove what it no longer needs.

        Data files that left the manifest are retired (kept while older readers hold them) unless they are `erased`.
        """
        before = self.manifest
        left = {file.name for file in before.data_files()} - {file.name for file in after.data_files()}
        retired = [RetiredFile(name=name, version=transaction.version) for name in sorted(left - set(erased))]
        earlier = () if erased else needed_still(self.path, before)
        after = msgspec.structs.replace(after, version=transaction.version, retired=(*earlier, *retired))
        transaction.publish(after)
        self.manifest = after
        kept = {file.name for file in needed_still(self.path, after)}
        gone = [*erased, *(file.name for file in (*before.retired, *retired) if file.name not in kept)]
        old_runs = {file.name for file in before.key_files()} - {file.name for file in after.key_files()}
        remove_files(self.path, [*(f"{DATA}/{name}" for name in gone), *(f"{KEYS}/{name}" for name in old_runs)])

    def add_run(
        self, transaction: Transaction, of: str, entries: Sequence[StoredFile], new: StoredFile, reduce: Reduce
    ) -> tuple[StoredFile, ...]:
        """Return `entries` and `new`, with the fullest size class merged into one run if it is full."""
        together = (*entries, new)
        chosen = runs_to_merge(together)
        if not chosen:
            return together
        with RunSet(self.path / KEYS, chosen) as runs:
            merged = write_run(transaction.new_run(of), runs.merged(reduce))
        return (*(entry for entry in together if entry not in chosen), merged)

    def replace_batch(self, entry: BatchEntry, tables: Mapping[str, TableEntry] | None = None) -> Manifest:
        """Return the manifest with one batch's entry, and these tables, in the place of the old ones."""
        batches = tuple(entry if old.number == entry.number else old for old in self.manifest.batches)
        return msgspec.structs.replace(
            self.manifest, batches=batches, tables={**self.manifest.tables, **(tables or {})}
        )
