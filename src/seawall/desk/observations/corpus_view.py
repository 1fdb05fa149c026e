"""Which snapshot and which engine do the desk's pages read? One of each a process, renewed when the corpus changes.

Opening an engine and reading the footers of a large corpus takes longer than a page may, so both are kept until a
newer version is published. Pages that are still reading the older version finish on it. A snapshot that expired in
between (something was erased) is taken anew, once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import pyarrow as pa
from django.conf import settings

from seawall.bulk import DuckDBEngine, Engine, load_query
from seawall.corpus import Batch, Snapshot, SnapshotExpiredError, open_corpus

__all__ = ["CorpusView", "current_view", "read_corpus"]

Answer = TypeVar("Answer")

_MEMORY_SHARE: Final = 2
"""Pages take at most this part of the memory that Seawall may use (one half): imports and scans need the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusView:
    """One version of the corpus and an engine over it; several threads may use it."""

    snapshot: Snapshot
    engine: Engine

    @property
    def version(self) -> int:
        """Return the version of the corpus."""
        return self.snapshot.version

    @property
    def batches(self) -> tuple[Batch, ...]:
        """Return all batches, oldest first."""
        return self.snapshot.batches

    def row_count(self, table: str) -> int:
        """Return how many rows a table has."""
        return self.snapshot.row_count(table)

    def rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run a named query of this package and return its rows as dictionaries."""
        found: list[dict[str, Any]] = self.engine.table(load_query(__package__, query), parameters).to_pylist()
        return found

    def stream(self, query: str, parameters: Mapping[str, Any] | None = None) -> pa.RecordBatchReader:
        """Run a named query of this package and stream its record batches."""
        return self.engine.read(load_query(__package__, query), parameters)


class _Holder:
    """The view of one corpus folder that this process uses now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._view: CorpusView | None = None

    def current(self) -> CorpusView:
        """Return a view of the newest version."""
        path = settings.SEAWALL.corpus_path
        with self._lock:
            snapshot = open_corpus(path).snapshot()
            if self._view is not None and self._path == path and self._view.snapshot.manifest == snapshot.manifest:
                snapshot.release()
                return self._view
            engine = DuckDBEngine(
                memory_bytes=settings.SEAWALL.memory_bytes // _MEMORY_SHARE,
                threads=settings.SEAWALL.threads,
                spill_path=settings.SEAWALL.home / "spill",
            )
            engine.attach(snapshot)
            self._path, self._view = path, CorpusView(snapshot=snapshot, engine=engine)
            return self._view

    def forget(self) -> None:
        """Let go of the present view."""
        with self._lock:
            self._view = None


_HOLDER: Final = _Holder()


def current_view() -> CorpusView:
    """Return the newest view; a damaged corpus raises what `TableStore.snapshot` raises."""
    return _HOLDER.current()


def read_corpus(read: Callable[[CorpusView], Answer]) -> Answer:
    """Return `read(view)`, once more with a new view where the first expired under it."""
    try:
        return read(current_view())
    except SnapshotExpiredError:
        _HOLDER.forget()
        return read(current_view())
