"""What can go wrong with a store of observations, and how it is called.

Full and busy disks, damage and outdated snapshots are told apart, because each asks for another remedy: make room,
wait, restore a backup, or take a new snapshot.
"""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "BatchClosedError",
    "CorpusDamagedError",
    "CorpusError",
    "RetentionRuleError",
    "SchemaMismatchError",
    "SnapshotExpiredError",
    "StoreBusyError",
    "StoreFormatError",
    "StoreFullError",
    "UnknownBatchError",
]


class CorpusError(SeawallError):
    """The store of observations could not do what was asked."""


class StoreBusyError(CorpusError):
    """Another process writes to this store; wait for it or stop it.

    Facts: `pid`.
    """


class StoreFullError(CorpusError):
    """The disk is full; nothing was half written, make room and run it again.

    Facts: `path`.
    """


class CorpusDamagedError(CorpusError):
    """A file of the store is missing or damaged; restore it from a backup.

    Facts: `file`, `reason`.
    """


class SnapshotExpiredError(CorpusError):
    """Files of this snapshot were erased since it was taken; take a new snapshot.

    Facts: `version`, `file`.
    """


class StoreFormatError(CorpusError):
    """This store was written by a newer version of Seawall."""


class SchemaMismatchError(CorpusError):
    """These rows do not have the published columns of their table.

    Facts: `table`, `column`.
    """


class UnknownBatchError(CorpusError):
    """No batch of this store has that id.

    Facts: `batch_id`.
    """


class BatchClosedError(CorpusError):
    """This batch is finished or withdrawn and takes no more rows.

    Facts: `batch_id`.
    """


class RetentionRuleError(CorpusError):
    """A retention rule needs an age of at least one second, or a source to forget wholly."""
