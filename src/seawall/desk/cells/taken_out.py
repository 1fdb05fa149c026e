"""What leaves the desk of a cell? Its members and ties as Arrow tables, called by pseudonym unless names were revealed.

The columns are those of `seawall.network.tables`, so that a file from the desk and one from `seawall cells` are read by
the same programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from seawall.desk.cells.models import Cell
from seawall.desk.cells.selectors import members_of, named_or_not, ties_of

__all__ = ["CellTables", "cell_tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTables:
    """Members and ties of one cell; `places` are those of the drawing, by member, where there are any."""

    accounts: pa.Table
    pairs: pa.Table
    places: dict[str, tuple[float, float]]


def cell_tables(cell: Cell, *, named: bool) -> CellTables:
    """Return members, best tied first, and ties, most surprising first."""
    rows = named_or_not(list(members_of(cell)), named=named)
    called = {row["member"].number: row["name"] for row in rows}
    accounts = [_account(cell, row) for row in rows]
    pairs = [
        {
            "account_a": called[tie.left],
            "account_b": called[tie.right],
            "cell": cell.line_id,
            "kind": tie.kind,
            "window_seconds": tie.window_seconds,
            "co_slots": tie.co_slots,
            "items": tie.item_count,
            "expected": tie.expected,
            "bits": tie.bits,
            "log10_q": tie.log10_q,
            "a_first_share": tie.left_first_share,
            "median_lag_seconds": tie.median_lag_seconds,
        }
        for tie in ties_of(cell)
    ]
    places = {
        row["name"]: (row["member"].x, row["member"].y)
        for row in rows
        if row["member"].x is not None and row["member"].y is not None
    }
    return CellTables(accounts=pa.Table.from_pylist(accounts), pairs=pa.Table.from_pylist(pairs), places=places)


def _account(cell: Cell, row: dict[str, Any]) -> dict[str, Any]:
    member = row["member"]
    return {
        "account": row["name"],
        "cell": cell.line_id,
        "is_core": member.is_core,
        "hold": member.hold,
        "ties": member.tie_count,
        "strongest_bits": member.strongest_bits,
        "weakest_bits": member.weakest_bits,
        "slots": member.slot_count,
        "roles": ", ".join(role["role"] for role in member.roles),
    }
