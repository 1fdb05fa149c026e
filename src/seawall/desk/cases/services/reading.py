"""Note who looked at a case and in which capacity; take a reviewer's declaration of a conflict of interest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import Case, ConflictOfInterest, Consultation
from seawall.desk.cases.reasons import written_reason
from seawall.desk.cases.services.guards import WORKERS, lock_case, require_reader, require_unbarred, require_worker
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = ["ONE_LOOK_LASTS", "consult_case", "declare_conflict"]

ONE_LOOK_LASTS: Final = timedelta(minutes=15)
"""Within this time a second opening of the same page by the same person is the same look."""


@transaction.atomic
def consult_case(case: Case, *, acting: StaffMember, now: datetime | None = None) -> Consultation:
    """Note that `acting` reads the case, and return the note.

    Raises:
        RoleMissingError: this person may not read cases.
        CaseBarredError: this person declared a conflict of interest about its subject.
    """
    moment = now or utc_now()
    require_reader(acting)
    require_unbarred(case, acting)
    why = _capacity(case, acting)
    recent = Consultation.objects.filter(case=case, staff=acting, why=why, at__gt=moment - ONE_LOOK_LASTS).first()
    if recent is not None:
        return recent
    note = Consultation.objects.create(case=case, staff=acting, why=why, at=moment)
    record("case_viewed", acting=acting, subject=case.ledger_subject, payload={"why": str(why)})
    return note


@transaction.atomic
def declare_conflict(
    case: Case, *, acting: StaffMember, reason: str, now: datetime | None = None
) -> ConflictOfInterest:
    """Bar oneself from every case about this subject; a claim on it ends. Declared twice, it stands once."""
    require_worker(acting)
    written = written_reason(reason)
    fresh = lock_case(case)
    conflict, is_new = ConflictOfInterest.objects.get_or_create(
        case=fresh, staff=acting, defaults={"declared_at": now or utc_now(), "reason": written}
    )
    if is_new:
        if fresh.claimed_by_id == acting.pk:
            fresh.claimed_by = fresh.claimed_until = None
            fresh.save(update_fields=["claimed_by", "claimed_until"])
        record("conflict_declared", acting=acting, subject=fresh.ledger_subject, payload={"reason": written})
    return conflict


def _capacity(case: Case, acting: StaffMember) -> Consultation.Why:
    if case.claimed_by_id == acting.pk:
        return Consultation.Why.WORK
    if acting.roles & WORKERS:
        return Consultation.Why.READING
    return Consultation.Why.APPROVAL if Role.APPROVER in acting.roles else Consultation.Why.AUDIT
