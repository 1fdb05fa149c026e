"""What does bulk work need of an engine? SQL over the tables of snapshots, and Arrow functions over what it gives.

DuckDB in this process is the embedded answer (duckdb_engine.py); Spark is the one when a corpus outgrows it, with the
same SQL and, through `mapInArrow`, the same functions. Callers know this port only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pyarrow as pa

from seawall.corpus import Snapshot

__all__ = ["Engine"]


class Engine(Protocol):
    """SQL and Arrow over attached snapshots."""

    def attach(self, snapshot: Snapshot) -> None:
        """Make one view for each table of `snapshot`; tables of a later snapshot replace those of the same name."""

    def read(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.RecordBatchReader:
        """Run a query and stream its rows; `parameters` are bound to `$name`, never written into the text."""

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return all of its rows."""

    def map_arrow(
        self,
        sql: str,
        function: Callable[[pa.RecordBatch], pa.RecordBatch],
        schema: pa.Schema,
        parameters: Mapping[str, Any] | None = None,
    ) -> pa.RecordBatchReader:
        """Stream a query's rows through `function`, batch by batch; what it returns has `schema`."""
