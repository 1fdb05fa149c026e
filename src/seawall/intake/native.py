"""Seawall's own layout: tables with the corpus columns, as other Seawalls and the made-up world write them.

A folder of it holds `accounts`, `channels`, `media` and `posts` as files (`posts.parquet`, or a folder `posts/` of
parts), in any format that `readers/` knows. Each column of a corpus table is the field of that name; what a file lacks
is absent. Interactions are derived anew, never imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from seawall.intake.map_file import MAPPED_TABLES, ColumnMap, TableName
from seawall.intake.mapping import observation_schema

__all__ = ["NATIVE", "native_files", "native_map", "native_table"]

NATIVE: Final = "seawall"

_MARKS: Final[dict[TableName, frozenset[str]]] = {
    "posts": frozenset({"platform", "posted_at", "kind"}),
    "accounts": frozenset({"platform", "account_id", "observed_at"}),
    "channels": frozenset({"platform", "channel_id", "observed_at"}),
    "media": frozenset({"platform", "media_id"}),
}
"""Columns that only this table has together."""

_ORDER: Final[tuple[TableName, ...]] = ("accounts", "channels", "media", "posts")


def native_table(columns: Iterable[str]) -> TableName | None:
    """Return the corpus table that these columns are of, or None."""
    present = frozenset(columns)
    return next((table for table in MAPPED_TABLES if _MARKS[table] <= present), None)


def native_map(table: TableName, columns: Iterable[str]) -> ColumnMap:
    """Return the map that takes each column of `table` as it is named."""
    present = frozenset(columns)
    fields: dict[str, object] = {name: name for name in observation_schema(table).names if name in present}
    empty: dict[str, object] = {}
    rules = {name: fields if name == table else empty for name in MAPPED_TABLES}
    return ColumnMap(name=NATIVE, title=f"Seawall's own {table}", table=table, **rules)  # type: ignore[arg-type]


def native_files(folder: Path) -> list[Path]:
    """Return the files of a folder in Seawall's layout, accounts first and posts last; none for another folder."""
    files: list[Path] = []
    for table in _ORDER:
        if (folder / table).is_dir():
            files += sorted(path for path in (folder / table).iterdir() if path.is_file())
        files += sorted(path for path in folder.glob(f"{table}.*") if path.is_file())
    return files
