"""What does the browser draw a cell from? Members with their place, size and name, ties with their strength.

Places are worked out by the engine and stored; where there are none, nothing is drawn and the tables stand alone. Lists
rather than objects, since a cell of 5,000 members has tens of thousands of ties.
"""

from __future__ import annotations

from typing import Any, Final

from seawall.desk.cells.models import Cell, CellMember, CellTie

__all__ = ["MOST_TIES", "network_data"]

MOST_TIES: Final = 50_000
"""Ties drawn, the most surprising ones; the table has all of them."""
_FULL_BITS: Final = 64.0


def network_data(cell: Cell, *, named: bool) -> dict[str, Any]:
    """Return nodes [number, x, y, ties, core, name] and edges [number, number, strength 0–1]."""
    members = CellMember.objects.filter(cell=cell, x__isnull=False).order_by("number")
    columns = members.values_list(
        "number", "x", "y", "tie_count", "is_core", "pseudonym", "platform", "account_id", named=True
    )
    ties = CellTie.objects.filter(cell=cell).order_by("-bits", "pk").values_list("left", "right", "bits")
    drawn = ties[:MOST_TIES] if members.exists() else ()
    return {
        "nodes": [
            [
                one.number,
                round(one.x or 0.0, 5),
                round(one.y or 0.0, 5),
                one.tie_count,
                int(one.is_core),
                f"{one.platform}:{one.account_id}" if named else one.pseudonym,
            ]
            for one in columns.iterator(chunk_size=2_000)
        ],
        "edges": [[left, right, round(min(bits, _FULL_BITS) / _FULL_BITS, 3)] for left, right, bits in drawn],
        "left_out": max(0, cell.tie_count - MOST_TIES),
    }
