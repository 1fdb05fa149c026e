"""What does the page of a cell show? All of it, with members called by pseudonym unless the reader may see names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language_bidi

from seawall.desk.cases.models import Case, CaseState
from seawall.desk.cells import selectors
from seawall.desk.cells.breaches import LEAST_BREACHED, breached_members, cases_of_members
from seawall.desk.cells.models import Cell, CellMember, CellReveal, CellSample
from seawall.desk.cells.services.guards import WORKERS
from seawall.desk.cells.services.revealing import standing_reveal
from seawall.desk.cells.spread_chart import SpreadArrival, SpreadChart, draw_spread
from seawall.desk.people.models import StaffMember

__all__ = ["CellPage", "cell_page"]

_MEMBERS_SHOWN: Final = 25
_TIES_SHOWN: Final = 10
_REVEALS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPage:
    """All that the template needs; rows are what `selectors` gives."""

    members: list[dict[str, Any]]
    weakest: list[dict[str, Any]]
    samples: list[CellSample]
    sample: CellSample | None
    chart: SpreadChart | None
    kin: dict[str, Any]
    line: list[Cell]
    breached: int
    least_breached: int
    reveal: CellReveal | None
    reveals: list[CellReveal]
    is_drawn: bool
    may_work: bool

    @property
    def may_ask_names(self) -> bool:
        """Say whether the rule for names is met and names are not shown yet."""
        return self.may_work and self.reveal is None and self.breached >= self.least_breached


def cell_page(cell: Cell, *, reader: StaffMember, sample: str = "") -> CellPage:
    """Gather the page of a cell for a reader; `sample` is the number of what is played, as the address says it."""
    reveal = standing_reveal(cell, reader=reader)
    named = reveal is not None
    shown = list(selectors.members_of(cell)[:_MEMBERS_SHOWN])
    cases = cases_of_members(cell)
    rows = selectors.named_or_not(shown, named=named)
    for row in rows:
        row["case"] = _case_words(cases.get(row["member"].number))
    chosen = selectors.sample_of(cell, int(sample) if sample.isdecimal() and len(sample) < 7 else None)
    return CellPage(
        members=rows,
        weakest=selectors.ties_with_names(
            cell, list(selectors.ties_of(cell, weakest_first=True)[:_TIES_SHOWN]), named=named
        ),
        samples=list(cell.samples.all()),
        sample=chosen,
        chart=_chart(cell, chosen, named=named) if chosen else None,
        kin=selectors.kin_of(cell),
        line=list(selectors.earlier_cells(cell.line)),
        breached=len(breached_members(cell)),
        least_breached=LEAST_BREACHED,
        reveal=reveal,
        reveals=list(cell.reveals.select_related("staff")[:_REVEALS_SHOWN]),
        is_drawn=any(member.x is not None for member in shown),
        may_work=bool(reader.roles & WORKERS),
    )


def _chart(cell: Cell, sample: CellSample, *, named: bool) -> SpreadChart:
    numbers = {slot["member"] for slot in sample.slots}
    members = CellMember.objects.filter(cell=cell, number__in=numbers)
    labels = {row["member"].number: row["name"] for row in selectors.named_or_not(members, named=named)}
    arrivals = [
        SpreadArrival(number=slot["member"], label=labels[slot["member"]], at=datetime.fromisoformat(slot["at"]))
        for slot in sample.slots
    ]
    return draw_spread(arrivals, mirrored=get_language_bidi())


def _case_words(case: Case | None) -> dict[str, Any] | None:
    """Return how the newest case about a member stands, without its reference, which would name the account."""
    if case is None:
        return None
    decided = case.state == CaseState.DECIDED
    return {"words": case.get_outcome_display() if decided else case.get_state_display(), "decided": decided}
