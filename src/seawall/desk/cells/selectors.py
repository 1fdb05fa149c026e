"""Which cells did the newest search find, who belongs to them, and what became of them over time?"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, Q, QuerySet

from seawall.desk.cells.models import Cell, CellKinship, CellLine, CellMember, CellRun, CellSample, CellTie
from seawall.desk.sources.models import OPEN_STATES, Run

__all__ = [
    "cell_in_full",
    "cells_of",
    "earlier_cells",
    "kin_of",
    "members_of",
    "named_or_not",
    "newest_run",
    "open_search",
    "sample_of",
    "ties_of",
    "ties_with_names",
]

ORDERS: Final = ("certainty", "size", "newest")


def newest_run() -> CellRun | None:
    """Return the last search that came to its end."""
    return CellRun.objects.select_related("asked_by", "previous").order_by("-pk").first()


def open_search() -> Run | None:
    """Return the search that waits or runs now."""
    return Run.objects.filter(kind=Run.Kind.CELLS, state__in=OPEN_STATES).first()


def cells_of(run: CellRun, *, order: str = "certainty", lawful: str = "") -> QuerySet[Cell]:
    """Return the cells of a search: the surest first, or the largest, or those that acted last.

    `lawful` is "named" for those with a lawful alternative, "none" for those without.
    """
    cells = Cell.objects.filter(run=run).select_related("line", "run")
    if lawful == "named":
        cells = cells.filter(has_alternative=True)
    elif lawful == "none":
        cells = cells.filter(has_alternative=False)
    if order == "size":
        return cells.order_by("-size", "number")
    if order == "newest":
        return cells.order_by("-ends_at", "number")
    return cells.order_by(F("certainty").desc(nulls_last=True), "-size", "number")


def cell_in_full(number: int) -> Cell | None:
    """Return one cell with its search and its line."""
    return Cell.objects.select_related("run", "run__asked_by", "line", "line__begun_in").filter(pk=number).first()


def members_of(cell: Cell, *, words: str = "") -> QuerySet[CellMember]:
    """Return the members in order of their number; `words` is a whole pseudonym or the beginning of one."""
    members = CellMember.objects.filter(cell=cell).order_by("number")
    return members.filter(pseudonym__startswith=words.strip().lower()) if words.strip() else members


def ties_of(cell: Cell, *, member: int | None = None, weakest_first: bool = False) -> QuerySet[CellTie]:
    """Return the ties, the most surprising first or last; those of one member where one is given."""
    ties = CellTie.objects.filter(cell=cell)
    if member is not None:
        ties = ties.filter(Q(left=member) | Q(right=member))
    return ties.order_by("bits" if weakest_first else "-bits", "pk")


def sample_of(cell: Cell, number: int | None) -> CellSample | None:
    """Return the sample of that number, else the first one."""
    samples = CellSample.objects.filter(cell=cell)
    chosen = samples.filter(number=number).first() if number is not None else None
    return chosen or samples.order_by("number").first()


def kin_of(cell: Cell) -> dict[str, QuerySet[CellKinship]]:
    """Return where a cell comes from, and what became of it in the next search."""
    return {
        "before": CellKinship.objects.filter(after=cell).select_related("before__run", "before__line"),
        "after": CellKinship.objects.filter(before=cell).select_related("after__run", "after__line"),
    }


def earlier_cells(line: CellLine) -> QuerySet[Cell]:
    """Return the cells of a line, the newest first."""
    return Cell.objects.filter(line=line).select_related("run").order_by("-run_id")


def named_or_not(members: QuerySet[CellMember] | list[CellMember], *, named: bool) -> list[dict[str, Any]]:
    """Return members as rows, called by pseudonym, or by account where they may be named."""
    return [{"member": one, "name": one.key if named else one.pseudonym, "named": named} for one in members]


def ties_with_names(cell: Cell, ties: list[CellTie], *, named: bool) -> list[dict[str, Any]]:
    """Return ties as rows with the members at both ends, called as `named_or_not` calls them."""
    numbers = {number for tie in ties for number in (tie.left, tie.right)}
    members = CellMember.objects.filter(cell=cell, number__in=numbers)
    rows = {row["member"].number: row for row in named_or_not(members, named=named)}
    return [{"tie": tie, "left": rows[tie.left], "right": rows[tie.right]} for tie in ties]
