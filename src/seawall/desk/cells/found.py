"""How does what the engine found become what the desk keeps? Cell by cell, from arrays to values, deciding nothing.

Members are ordered by the strength of their ties, so that member 1 is the best tied. A tie's trace is the one in which
the two surprise most.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import numpy as np

from seawall.desk.cells.records import CellRecord, MemberRecord, SearchRecord, TieRecord
from seawall.desk.cells.samples import samples_of
from seawall.network import Cell, CellSearch, account_table, cell_table, pair_table
from seawall.network.cells import tie_weights
from seawall.network.layout import lay_out
from seawall.network.roles import RoleClaim, roles_of, targets_of

__all__ = ["record_search"]

Reaching = Callable[[list[str]], dict[str, Any] | None]

_TARGETS: Final = 20
_OPTIONS: Final = (
    "windows_seconds", "neighbours", "false_discovery_rate", "least_accounts", "resamples", "seed",
)  # fmt: skip


def record_search(
    search: CellSearch, *, begun_at: datetime, corpus_version: int, reach: Reaching = lambda _: None
) -> SearchRecord:
    """Return what is kept of a search; `reach` gives the reach of these accounts together."""
    return SearchRecord(
        begun_at=begun_at,
        corpus_version=corpus_version,
        options=_plain(search.options),
        figures=_figures(search),
        control=None if search.control is None else dataclasses.asdict(search.control),
        cells=tuple(_cells(search, reach)),
    )


def _plain(options: Any) -> dict[str, Any]:
    given = {name: getattr(options, name) for name in _OPTIONS}
    return given | {"windows_seconds": list(options.windows_seconds)}


def _figures(search: CellSearch) -> dict[str, Any]:
    return {
        "slots": len(search.slots),
        "accounts": len(search.slots.accounts),
        "kinds": {one.kind: len(one) for one in search.slots},
        "likely_pairs": sum(len(test.pairs) for test in search.pairs.tests),
        "significant_pairs": len(search.pairs),
        "cells": len(search.cells),
        "accounts_in_cells": int(sum(len(cell.members) for cell in search.cells)),
    }


def _cells(search: CellSearch, reach: Reaching) -> Iterator[CellRecord]:
    names = search.slots.accounts.to_pylist()
    accounts = _by_cell(account_table(search, names).to_pylist())
    pairs = _by_cell(pair_table(search, names).to_pylist())
    for row, cell in zip(cell_table(search).to_pylist(), search.cells, strict=True):
        members = sorted(accounts[cell.number], key=lambda one: (-one["ties"], -one["strongest_bits"], one["account"]))
        roles = {names[number]: claims for number, claims in roles_of(search, cell).items()}
        places = _places(search, cell, names)
        place = {one["account"]: at for at, one in enumerate(members)}
        yield CellRecord(
            number=cell.number,
            members=tuple(_member(one, roles, places) for one in members),
            ties=tuple(_tie(one, place) for one in pairs[cell.number]),
            samples=samples_of(search, cell, place),
            lawful=tuple(row["alternatives"]),
            lawful_checked=True,
            targets=tuple(_as_dict(one) for one in targets_of(search, cell)[:_TARGETS]),
            reach=reach(list(place)),
            certainty=cell.certainty,
            density=cell.density,
            median_bits=row["median_bits"],
            weakest_bits=row["weakest_bits"],
            co_slots=row["co_slots"],
            item_count=row["items"],
            traces=tuple(_trace(one) for one in row["traces"]),
            begins_at=row["begins"],
            ends_at=row["ends"],
            median_lag_seconds=row["median_lag_seconds"],
        )


def _by_cell(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["cell"] is not None:
            found.setdefault(row["cell"], []).append(row)
    return found


def _member(
    row: dict[str, Any],
    roles: Mapping[str, tuple[RoleClaim, ...]],
    places: Mapping[str, tuple[float, float]],
) -> MemberRecord:
    return MemberRecord(
        account=row["account"],
        is_core=row["is_core"],
        hold=row["hold"],
        tie_count=row["ties"],
        strongest_bits=row["strongest_bits"],
        weakest_bits=row["weakest_bits"],
        slot_count=row["slots"],
        roles=tuple(_as_dict(claim) for claim in roles.get(row["account"], ())),
        place=places.get(row["account"]),
    )


def _tie(row: dict[str, Any], place: dict[str, int]) -> TieRecord:
    left, right = place[row["account_a"]], place[row["account_b"]]
    turned = left > right
    share = row["a_first_share"]
    return TieRecord(
        left=min(left, right),
        right=max(left, right),
        kind=row["kind"],
        window_seconds=row["window_seconds"],
        co_slots=row["co_slots"],
        item_count=row["items"],
        expected=row["expected"],
        bits=row["bits"],
        log10_q=row["log10_q"],
        left_first_share=1.0 - share if turned else share,
        median_lag_seconds=row["median_lag_seconds"],
    )


def _trace(row: dict[str, Any]) -> dict[str, Any]:
    kind, _, window = row["test"].rpartition("@")
    return {
        "kind": kind,
        "window_seconds": float(window.removesuffix("s")),
        "ties": row["ties"],
        "co_slots": row["co_slots"],
    }


def _places(search: CellSearch, cell: Cell, names: list[str]) -> dict[str, tuple[float, float]]:
    """Return where each member stands in the drawing."""
    told = search.pairs
    left = np.searchsorted(cell.members, told.left[cell.pairs])
    right = np.searchsorted(cell.members, told.right[cell.pairs])
    weight = tie_weights(told)[cell.pairs]
    x, y = lay_out(left, right, weight, len(cell.members), seed=search.options.seed)
    return {
        names[member]: (float(one), float(other))
        for member, one, other in zip(cell.members.tolist(), x.tolist(), y.tolist(), strict=True)
    }


def _as_dict(value: Any) -> dict[str, Any]:
    """Return a value of the engine's as plain JSON knows it."""
    return {name: list(one) if isinstance(one, tuple) else one for name, one in dataclasses.asdict(value).items()}
