"""Close a case without a decision, and open a closed one again. Both need a reason in words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.errors import CaseStateError
from seawall.desk.cases.models import UNDECIDED_STATES, Case, CaseState
from seawall.desk.cases.reasons import written_reason
from seawall.desk.cases.selectors.case import cases_of_subject
from seawall.desk.cases.services.guards import (
    lock_case,
    require_no_foreign_claim,
    require_unbarred,
    require_undecided,
    require_worker,
)
from seawall.desk.people.models import StaffMember

__all__ = ["close_case", "close_without_grounds", "reopen_case", "require_no_other_open_case"]


@transaction.atomic
def close_case(case: Case, *, acting: StaffMember, because: str, now: datetime | None = None) -> Case:
    """Close an undecided case; the reason is kept with it."""
    moment = now or utc_now()
    require_worker(acting)
    require_unbarred(case, acting)
    written = written_reason(because)
    fresh = lock_case(case)
    require_undecided(fresh)
    require_no_foreign_claim(fresh, acting, moment)
    close_without_grounds(fresh, acting=acting, because=written, now=moment)
    return fresh


@transaction.atomic
def reopen_case(case: Case, *, acting: StaffMember, because: str) -> Case:
    """Open a closed case for a new round. A decided case is corrected instead."""
    require_worker(acting)
    require_unbarred(case, acting)
    written = written_reason(because)
    fresh = lock_case(case)
    if fresh.state != CaseState.CLOSED:
        raise CaseStateError(_("Only a closed case is reopened; a decided one is corrected."), state=fresh.state)
    require_no_other_open_case(fresh)
    fresh.state, fresh.round = CaseState.OPEN, fresh.round + 1
    fresh.closed_at = fresh.closed_because = None
    fresh.second_needed = False
    fresh.save()
    record("case_reopened", acting=acting, subject=fresh.ledger_subject, payload={"because": written})
    return fresh


def close_without_grounds(case: Case, *, acting: StaffMember | str, because: str, now: datetime) -> None:
    """Close a case that the caller has locked; used where its grounds fell away, too."""
    case.state, case.closed_at, case.closed_because = CaseState.CLOSED, now, because
    case.claimed_by = case.claimed_until = None
    case.save()
    record("case_closed", acting=acting, subject=case.ledger_subject, payload={"because": because})


def require_no_other_open_case(case: Case) -> None:
    """Refuse to open this case again while another one about the same subject is open."""
    other = cases_of_subject(case).filter(state__in=UNDECIDED_STATES).exclude(pk=case.pk).first()
    if other is not None:
        raise CaseStateError(
            _("%(reference)s about the same subject is open: work there.") % {"reference": other.reference},
            reference=other.reference,
        )
