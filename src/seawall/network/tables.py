"""What did a search find, as Arrow tables? Pairs, cells and accounts, for notebooks, files and the desk alike.

Accounts stand under the names that `named` gives them: pseudonyms unless somebody revealed them (`pseudonyms.py`).
Probabilities are logarithms to base 10, since most are too small to be written otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import pyarrow as pa

from seawall.corpus import TIME
from seawall.network.cells import Cell, TieEvidence
from seawall.network.lawful import alternatives_of
from seawall.network.roles import roles_of, targets_of
from seawall.network.search import CellSearch
from seawall.network.slots import Ints

__all__ = ["ACCOUNTS", "CELLS", "PAIRS", "account_table", "cell_of_accounts", "cell_table", "pair_table"]

_ROLE: Final = pa.struct(
    [
        ("role", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
        ("sentence", pa.string()),
        ("cell", pa.int32()),  # the other cell that the sentence names
    ]
)
_ALTERNATIVE: Final = pa.struct(
    [
        ("name", pa.string()),
        ("sentence", pa.string()),
        ("features", pa.list_(pa.string())),
        ("against", pa.list_(pa.string())),
    ]
)

PAIRS: Final = pa.schema(
    [
        ("account_a", pa.string()),
        ("account_b", pa.string()),
        ("cell", pa.int32()),  # null: the two are in no cell, or not in the same one
        ("kind", pa.string()),  # of the test in which they are most surprising, as the next columns
        ("window_seconds", pa.float64()),
        ("co_slots", pa.int64()),
        ("items", pa.int64()),
        ("expected", pa.float64()),
        ("bits", pa.float64()),
        ("log10_p", pa.float64()),
        ("log10_q", pa.float64()),
        ("a_first_share", pa.float64()),
        ("median_lag_seconds", pa.float64()),
        ("by_group", pa.bool_()),  # true: counts among the ties of one group only, not among all pairs
    ]
)
CELLS: Final = pa.schema(
    [
        ("cell", pa.int32()),
        ("accounts", pa.int32()),
        ("core_accounts", pa.int32()),
        ("certainty", pa.float64()),
        ("density", pa.float64()),
        ("median_bits", pa.float64()),
        ("weakest_bits", pa.float64()),
        ("co_slots", pa.int64()),
        ("items", pa.int64()),
        ("traces", pa.list_(pa.struct([("test", pa.string()), ("ties", pa.int64()), ("co_slots", pa.int64())]))),
        ("begins", TIME),
        ("ends", TIME),
        ("median_lag_seconds", pa.float64()),
        ("alternatives", pa.list_(_ALTERNATIVE)),
        ("targets", pa.list_(pa.string())),
    ]
)
ACCOUNTS: Final = pa.schema(
    [
        ("account", pa.string()),
        ("cell", pa.int32()),  # null: tied to somebody, but in no cell
        ("is_core", pa.bool_()),
        ("hold", pa.float64()),
        ("ties", pa.int64()),
        ("strongest_bits", pa.float64()),
        ("weakest_bits", pa.float64()),
        ("slots", pa.int64()),
        ("roles", pa.list_(_ROLE)),
    ]
)


def cell_of_accounts(search: CellSearch) -> Ints:
    """Return by account the number of its cell, 0 where it is in none."""
    of = np.zeros(len(search.slots.accounts), np.int64)
    for cell in search.cells:
        of[cell.members] = cell.number
    return of


def pair_table(search: CellSearch, named: Sequence[str]) -> pa.Table:
    """Return the significant pairs, the most surprising first."""
    told, evidence = search.pairs, search.evidence
    of = cell_of_accounts(search)
    cell = np.where(of[told.left] == of[told.right], of[told.left], 0)
    lag, first_share = _manner(evidence, told.left, len(told))
    tests = [(test.kind, test.window_seconds) for test in told.tests]
    order = np.lexsort((told.pairs, told.log_p))
    columns: dict[str, Any] = {
        "account_a": _names(named, told.left[order]),
        "account_b": _names(named, told.right[order]),
        "cell": _absent_zero(cell[order]),
        "kind": [tests[best][0] for best in told.best[order].tolist()],
        "window_seconds": [tests[best][1] for best in told.best[order].tolist()],
        "co_slots": told.co_slots[order],
        "items": told.items[order],
        "expected": told.expected[order],
        "bits": told.bits[order],
        "log10_p": told.log_p[order] / math.log(10),
        "log10_q": told.log_q[order] / math.log(10),
        "a_first_share": first_share[order],
        "median_lag_seconds": lag[order],
        "by_group": told.by_group[order],
    }
    return _table(columns, PAIRS)


def cell_table(search: CellSearch) -> pa.Table:
    """Return the cells, the largest first."""
    return pa.Table.from_pylist([_cell_row(search, cell) for cell in search.cells], schema=CELLS)


def account_table(search: CellSearch, named: Sequence[str]) -> pa.Table:
    """Return the accounts of cells, cell by cell, and after them those that have a significant tie alone."""
    told = search.pairs
    slots = sum(
        (np.bincount(one.account, minlength=len(search.slots.accounts)) for one in search.slots),
        np.zeros(len(search.slots.accounts), np.int64),
    )
    ends = np.concatenate((told.left, told.right))
    bits = np.tile(told.bits, 2)
    strongest, weakest = np.zeros(len(slots)), np.full(len(slots), np.inf)
    np.maximum.at(strongest, ends, bits)
    np.minimum.at(weakest, ends, bits)
    ties = np.bincount(ends, minlength=len(slots))
    rows: list[tuple[int, int | None, bool | None, float | None]] = []
    for cell in search.cells:
        holds = [None] * len(cell.members) if cell.hold is None else cell.hold.tolist()
        for member, core, hold in zip(cell.members.tolist(), cell.is_core.tolist(), holds, strict=True):
            rows.append((member, cell.number, core, hold))
    in_cell = {row[0] for row in rows}
    rows += [(account, None, None, None) for account in np.unique(ends).tolist() if account not in in_cell]
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    roles = {member: claims for cell in search.cells for member, claims in roles_of(search, cell).items()}
    columns: dict[str, Any] = {
        "account": _names(named, numbers),
        "cell": [row[1] for row in rows],
        "is_core": [row[2] for row in rows],
        "hold": [row[3] for row in rows],
        "ties": ties[numbers],
        "strongest_bits": strongest[numbers],
        "weakest_bits": weakest[numbers],
        "slots": slots[numbers],
        "roles": [[asdict(claim) for claim in roles.get(account, ())] for account in numbers.tolist()],
    }
    return _table(columns, ACCOUNTS)


def _cell_row(search: CellSearch, cell: Cell) -> dict[str, Any]:
    told, evidence = search.pairs, search.evidence
    inside = np.isin(evidence.pair, cell.pairs)
    tests = Counter(told.best[cell.pairs].tolist())
    tests_of = told.best[evidence.pair[inside]]
    co_slots = Counter(tests_of.tolist())
    time, lag = evidence.time[inside], evidence.lag[inside]
    items = np.unique(np.stack((evidence.test[inside], evidence.item[inside])), axis=1).shape[1]
    bits = told.bits[cell.pairs]
    return {
        "cell": cell.number,
        "accounts": len(cell.members),
        "core_accounts": int(cell.is_core.sum()),
        "certainty": cell.certainty,
        "density": cell.density,
        "median_bits": float(np.median(bits)),
        "weakest_bits": float(bits.min()),
        "co_slots": int(inside.sum()),
        "items": items,
        "traces": [
            {"test": told.tests[test].name, "ties": ties, "co_slots": co_slots[test]}
            for test, ties in sorted(tests.items(), key=lambda one: (-one[1], one[0]))
        ],
        "begins": int(time.min()),
        "ends": int((time + lag).max()),
        "median_lag_seconds": float(np.median(lag)) / 1e6,
        "alternatives": [asdict(one) for one in alternatives_of(search, cell)],
        "targets": [one.item for one in targets_of(search, cell)],
    }


def _manner(evidence: TieEvidence, left: Ints, count: int) -> tuple[Any, Any]:
    """Return by pair the median lag in seconds, and the share of its co-slots in which the first account goes first."""
    seen = np.bincount(evidence.pair, minlength=count)
    goes_first = np.bincount(evidence.pair[evidence.first == left[evidence.pair]], minlength=count)
    order = np.lexsort((evidence.lag, evidence.pair))
    begins = np.concatenate(([0], np.cumsum(seen)[:-1])).astype(np.int64)
    lag = evidence.lag[order]
    low, high = begins + (seen - 1) // 2, begins + seen // 2
    return (lag[low] + lag[high]) / 2e6, goes_first / seen


def _table(columns: dict[str, Any], schema: pa.Schema) -> pa.Table:
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def _names(named: Sequence[str], numbers: Ints) -> list[str]:
    return [named[number] for number in numbers.tolist()]


def _absent_zero(numbers: Ints) -> list[int | None]:
    return [number or None for number in numbers.tolist()]
