"""Which cell of the searches before is this? Members of earlier cells, as the engine's matching takes them.

An identity is a line of cells (`CellLine`), named by its number. Lines that the last search did not find, but one of
the ten before it did, may return.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from seawall.desk.cells.models import Cell, CellMember, CellRun
from seawall.desk.cells.records import CellRecord, KinRecord
from seawall.network.cell_history import CellStep, match_cells

__all__ = ["with_history"]

_RUNS_BACK: Final = 10


def with_history(cells: tuple[CellRecord, ...]) -> tuple[CellRecord, ...]:
    """Return the cells with the line that each goes on with, what happened to it, and the cells that it comes from."""
    runs = list(CellRun.objects.order_by("-pk").values_list("pk", flat=True)[:_RUNS_BACK])
    if not runs or not cells:
        return cells
    newest: dict[str, Cell] = {}
    for cell in Cell.objects.filter(run__in=runs).order_by("-run_id", "number"):
        newest.setdefault(str(cell.line_id), cell)
    held = {name: _members(cell) for name, cell in newest.items()}
    last = {name: held[name] for name, cell in newest.items() if cell.run_id == runs[0]}
    steps = match_cells(last, {cell.number: _names(cell) for cell in cells}, held)
    by_number = {step.cell: step for step in steps}
    return tuple(_told(cell, by_number[cell.number], newest, held) for cell in cells)


def _told(
    cell: CellRecord, step: CellStep, newest: Mapping[str, Cell], held: Mapping[str, AbstractSet[str]]
) -> CellRecord:
    mine = _names(cell)
    origins = dict.fromkeys([*([step.identity] if step.identity else []), *step.origins])
    kin = []
    for name in origins:
        shared = len(held[name] & mine)
        likeness = shared / len(held[name] | mine)
        kin.append(KinRecord(cell=newest[name].pk, likeness=likeness, shared=shared))
    line = None if step.identity is None else int(step.identity)
    return dataclasses.replace(cell, line=line, kinship=str(step.event), kin=tuple(kin))


def _members(cell: Cell) -> frozenset[str]:
    rows = CellMember.objects.filter(cell=cell).values_list("platform", "account_id")
    return frozenset(f"{platform}:{name}" for platform, name in rows)


def _names(cell: CellRecord) -> frozenset[str]:
    return frozenset(member.account for member in cell.members)
