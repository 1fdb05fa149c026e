"""A cell's members or ties as a CSV file that a spreadsheet may open without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

__all__ = ["csv_pieces"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_pieces(table: pa.Table) -> Iterator[bytes]:
    """Yield the octets of a CSV file with a header, UTF-8, lines ended by CR LF (RFC 4180)."""
    yield _line(table.column_names)
    for row in table.to_pylist():
        yield _line([_plain(row[name]) for name in table.column_names])


def _line(cells: list[Any]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    """Set an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
