"""The engine port: SQL and Arrow functions over snapshots, with DuckDB in the process as the embedded default."""

from seawall.bulk.duckdb_engine import DuckDBEngine
from seawall.bulk.engine import Engine
from seawall.bulk.errors import BulkError, EngineFullError, QueryError, QueryNotFoundError
from seawall.bulk.queries import load_query

__all__ = [
    "BulkError",
    "DuckDBEngine",
    "Engine",
    "EngineFullError",
    "QueryError",
    "QueryNotFoundError",
    "load_query",
]
