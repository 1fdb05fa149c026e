"""Everything that the case page shows, for one reader, in a fixed number of queries.

A second reviewer decides blind: until they have decided, the first decision's content is not in the page at all.
Pictures are for those who decide or approve; the auditor sees their descriptions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from seawall.desk.audit.selectors import NamedRow, custody_of
from seawall.desk.cases.models import UNDECIDED_STATES, Case, CaseState, Decision
from seawall.desk.cases.selectors.case import cases_of_subject
from seawall.desk.cases.selectors.evidence import EvidencePage, HeldBack, against, evidence_page
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = ["CasePage", "case_page", "find_case", "undoable_decision"]

WORKERS: Final = frozenset({Role.ANALYST, Role.LEGAL})
_MEDIA_ROLES: Final = WORKERS | {Role.APPROVER}
_EARLIER_SHOWN: Final = 10
_REFERENCE: Final = re.compile(r"C-[0-9]{4}-[0-9]{6,9}")
_RECENTLY: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case as one reader may see it."""

    case: Case
    evidence: EvidencePage
    held_back: list[HeldBack]
    decisions: list[Decision]
    is_blind: bool
    history: list[NamedRow]
    other_cases: list[Case]
    sees_media: bool
    is_worker: bool
    may_decide: bool
    claimed_by_reader: bool
    claimed_by_other: bool
    correctable: Decision | None


def find_case(reference: str) -> Case | None:
    """Return the case of that reference, with who is on it; None where there is none."""
    if not _REFERENCE.fullmatch(reference):
        return None
    return (
        Case.objects.filter(reference=reference)
        .select_related("claimed_by", "opened_by", "decided_by", "second_by")
        .first()
    )


def case_page(case: Case, *, reader: StaffMember, evidence_number: int, now: datetime) -> CasePage:
    """Return what `reader` sees of the case at `now`."""
    decisions = list(case.decisions.select_related("by", "undone_by").order_by("id"))
    standing = [one for one in decisions if one.undone_at is None and one.round == case.round]
    decided_already = any(one.by_id == reader.pk for one in standing)
    is_worker = bool(reader.roles & WORKERS)
    is_blind = case.state == CaseState.SECOND_LOOK and is_worker and not decided_already
    is_held = case.claimed_until is not None and case.claimed_until > now
    held_by_other = is_held and case.claimed_by_id != reader.pk
    has_turn = not decided_already and (case.state != CaseState.DIFFERING or Role.LEGAL in reader.roles)
    return CasePage(
        case=case,
        evidence=evidence_page(case, evidence_number),
        held_back=against(case),
        decisions=[one for one in decisions if not (is_blind and one in standing)],
        is_blind=is_blind,
        history=custody_of(case.ledger_subject),
        other_cases=list(cases_of_subject(case).exclude(pk=case.pk)[:_EARLIER_SHOWN]),
        sees_media=bool(reader.roles & _MEDIA_ROLES),
        is_worker=is_worker,
        may_decide=is_worker and has_turn and case.state in UNDECIDED_STATES and not held_by_other,
        claimed_by_reader=is_held and case.claimed_by_id == reader.pk,
        claimed_by_other=held_by_other,
        correctable=standing[-1] if standing and is_worker and case.state == CaseState.DECIDED else None,
    )


def undoable_decision(reader: StaffMember, now: datetime) -> Decision | None:
    """Return the reader's latest decision that can still be undone."""
    return (
        Decision.objects.filter(by=reader, undone_at__isnull=True, at__gt=now - _RECENTLY, undo_until__gt=now)
        .select_related("case")
        .order_by("-at", "-id")
        .first()
    )
