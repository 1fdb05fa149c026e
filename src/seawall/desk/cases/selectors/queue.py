"""Which cases wait, and in which order? By priority, then by rank where a ranker may order, then by age.

A rank moves a case only among those of its own priority, and a case without one comes after those that have one.

The filters of the queue page are a value (`QueueFilter`), read from the address and written back to it, so that a
view of the queue can be saved as a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from seawall.desk.cases.models import UNDECIDED_STATES, Case, CaseState, Decision, Finding
from seawall.desk.cases.selectors.conflicts import conflicts_about_subject
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = ["ORDER", "QueueFilter", "banks_in_queue", "claimable_cases", "platforms_in_queue", "queue"]

ORDER: Final = ("priority", F("rank__score").desc(nulls_last=True), "opened_at", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the reader wants to see; absent parts don't narrow. `state` "waiting" means every undecided state."""

    state: str = "waiting"
    mine: bool = False
    platform: str | None = None
    bank: str | None = None
    priority: int | None = None
    outcome: str | None = None


def queue(wanted: QueueFilter, *, reader: StaffMember) -> QuerySet[Case]:
    """Return the cases that `wanted` names, in the order of the queue, each with who is on it."""
    cases = Case.objects.select_related("claimed_by").order_by(*ORDER)
    if wanted.state == "waiting":
        cases = cases.filter(state__in=UNDECIDED_STATES)
    elif wanted.state != "all":
        cases = cases.filter(state=wanted.state)
    if wanted.mine:
        decided = Decision.objects.filter(case=OuterRef("pk"), by=reader, undone_at__isnull=True)
        cases = cases.filter(Q(claimed_by=reader) | Exists(decided))
    if wanted.platform:
        cases = cases.filter(platform=wanted.platform)
    if wanted.bank:
        of_bank = Finding.objects.filter(case=OuterRef("pk"), bank=wanted.bank, withdrawn_at__isnull=True)
        cases = cases.filter(Exists(of_bank))
    if wanted.priority:
        cases = cases.filter(priority=wanted.priority)
    if wanted.outcome:
        cases = cases.filter(outcome=wanted.outcome)
    return cases


def claimable_cases(staff: StaffMember, now: datetime) -> QuerySet[Case]:
    """Return the cases that this person could take now, next one first."""
    decided = Decision.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), by=staff, undone_at__isnull=True)
    states = UNDECIDED_STATES if Role.LEGAL in staff.roles else (CaseState.OPEN, CaseState.SECOND_LOOK)
    free = Q(claimed_by__isnull=True) | Q(claimed_until__lte=now)
    return (
        Case.objects.filter(free, state__in=states)
        .exclude(Exists(decided))
        .exclude(Exists(conflicts_about_subject(staff)))
        .order_by(*ORDER)
    )


def platforms_in_queue() -> list[str]:
    """Return the platforms that cases are about, in alphabetical order."""
    return list(Case.objects.order_by("platform").values_list("platform", flat=True).distinct())


def banks_in_queue() -> list[str]:
    """Return the banks whose findings rest in cases, in alphabetical order."""
    return list(Finding.objects.filter(case__isnull=False).order_by("bank").values_list("bank", flat=True).distinct())
