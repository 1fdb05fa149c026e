"""Observations and where they are kept: published Arrow schemas and an append-only Parquet store."""

from seawall.corpus.batch_writer import BatchWriter
from seawall.corpus.batches import Appended, Batch, BatchOrigin
from seawall.corpus.compaction import Compacted
from seawall.corpus.errors import (
    BatchClosedError,
    CorpusDamagedError,
    CorpusError,
    RetentionRuleError,
    SchemaMismatchError,
    SnapshotExpiredError,
    StoreBusyError,
    StoreFormatError,
    StoreFullError,
    UnknownBatchError,
)
from seawall.corpus.keys import observation_keys, row_keys
from seawall.corpus.release import Released
from seawall.corpus.removal import RowChoice
from seawall.corpus.retention import RetentionRule
from seawall.corpus.schemas import INTERACTION_KINDS, POST_KINDS, PROVENANCE, TABLES, TIME
from seawall.corpus.snapshot import Snapshot
from seawall.corpus.store import TableStore, open_corpus
from seawall.corpus.verify import Problem
from seawall.corpus.writer import StoreWriter

__all__ = [
    "INTERACTION_KINDS",
    "POST_KINDS",
    "PROVENANCE",
    "TABLES",
    "TIME",
    "Appended",
    "Batch",
    "BatchClosedError",
    "BatchOrigin",
    "BatchWriter",
    "Compacted",
    "CorpusDamagedError",
    "CorpusError",
    "Problem",
    "Released",
    "RetentionRule",
    "RetentionRuleError",
    "RowChoice",
    "SchemaMismatchError",
    "Snapshot",
    "SnapshotExpiredError",
    "StoreBusyError",
    "StoreFormatError",
    "StoreFullError",
    "StoreWriter",
    "TableStore",
    "UnknownBatchError",
    "observation_keys",
    "open_corpus",
    "row_keys",
]
