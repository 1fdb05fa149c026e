"""The embedded engine: DuckDB in this process, bounded in memory, spilling to a folder, shut off from all else.

Queries may read the files of the attached snapshots and the spill folder, nothing more: no other path, no network, no
extension, no Python variable of the caller; the configuration is locked before the first query. Each read has a
cursor of its own, so several may stream at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb
import pyarrow as pa

from seawall.bulk.errors import EngineFullError, QueryError
from seawall.corpus import TIME, Snapshot

__all__ = ["DuckDBEngine"]

_BATCH_ROWS: Final = 1 << 16


class DuckDBEngine:
    """An `Engine` on DuckDB; use it as a context manager, and read its streams inside the block.

    Args:
        memory_bytes: what DuckDB may hold before it spills.
        threads: how many threads it may use.
        spill_path: folder for what does not fit; made if need be.
    """

    def __init__(self, *, memory_bytes: int, threads: int, spill_path: Path) -> None:
        """Describe the engine; the database is opened by the first query, when all snapshots are known."""
        self._memory_bytes = memory_bytes
        self._threads = threads
        self._spill_path = spill_path
        self._held: list[Snapshot] = []
        self._tables: dict[str, Snapshot] = {}
        self._connections: list[duckdb.DuckDBPyConnection] = []
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._held.clear()
        self._tables.clear()
        self._open = False

    def attach(self, snapshot: Snapshot) -> None:
        """Make one view for each table of `snapshot`; tables of a later snapshot replace those of the same name.

        The engine keeps the snapshot, and with it its lease, until it is closed.
        """
        self._held.append(snapshot)
        self._tables.update(dict.fromkeys(snapshot.schemas, snapshot))
        self._open = False  # earlier streams go on with their own database

    def read(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.RecordBatchReader:
        """Run a query and stream its rows in record batches.

        Raises:
            QueryError: DuckDB refuses the query.
            EngineFullError: out of memory and out of room to spill; also while streaming.
            SnapshotExpiredError, CorpusDamagedError: a file is gone; also while streaming.
        """
        with self._told(sql):
            relation = self._cursor().sql(sql, params=dict(parameters) if parameters else None)
            if relation is None:
                raise QueryError(f"this statement gives no rows: {_first_line(sql)}", query=sql)
            reader = relation.to_arrow_reader(_BATCH_ROWS)
        schema = _with_utc(reader.schema)
        return pa.RecordBatchReader.from_batches(schema, self._streamed(reader, schema, sql))

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return all of its rows."""
        return self.read(sql, parameters).read_all()

    def map_arrow(
        self,
        sql: str,
        function: Callable[[pa.RecordBatch], pa.RecordBatch],
        schema: pa.Schema,
        parameters: Mapping[str, Any] | None = None,
    ) -> pa.RecordBatchReader:
        """Stream a query's rows through `function`, batch by batch; what it returns has `schema`."""
        batches = self.read(sql, parameters)
        return pa.RecordBatchReader.from_batches(schema, (function(batch) for batch in batches))

    def _streamed(self, reader: pa.RecordBatchReader, schema: pa.Schema, sql: str) -> Iterator[pa.RecordBatch]:
        with self._told(sql):
            for batch in reader:
                yield batch.cast(schema)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if not self._open:
            self._connections.append(self._connect())
            self._open = True
        return self._connections[-1].cursor()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        self._spill_path.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{self._memory_bytes}B",
                "threads": self._threads,
                "temp_directory": str(self._spill_path),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "python_enable_replacements": False,
                "preserve_insertion_order": False,
            },
        )
        files: list[str] = []
        for table, snapshot in self._tables.items():
            files += _make_view(connection, snapshot, table)
        connection.execute("SET TimeZone = 'UTC'")
        # SET takes no parameters: paths are quoted as SQL text
        connection.execute(f"SET allowed_paths = [{', '.join(map(_quoted, files))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection

    @contextmanager
    def _told(self, sql: str) -> Iterator[None]:
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise EngineFullError(
                f"a query needs more than {self._memory_bytes:,} bytes of memory and finds no room to spill in "
                f"{self._spill_path}: {_first_line(str(error))}",
                spill_path=self._spill_path,
            ) from error
        except (duckdb.Error, OSError, pa.ArrowException) as error:
            for snapshot in self._tables.values():
                snapshot.check()
            raise QueryError(f"{_first_line(str(error))} (in: {_first_line(sql)})", query=sql) from error


def _make_view(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, table: str) -> list[str]:
    files = [str(path) for path in snapshot.files(table)]
    if files:
        connection.read_parquet(files).create_view(table, replace=True)
    else:
        connection.from_arrow(snapshot.schemas[table].empty_table()).create(table)
    return files


def _with_utc(schema: pa.Schema) -> pa.Schema:
    # DuckDB writes the zone as "Etc/UTC"; the published schemas say "UTC"
    named = [
        field.with_type(TIME) if pa.types.is_timestamp(field.type) and field.type.tz is not None else field
        for field in schema
    ]
    return pa.schema(named)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
