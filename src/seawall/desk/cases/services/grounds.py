"""What happens to a case that lost one of its findings?

Undecided and resting on nothing else, it is closed, with the reason. Resting on more, it stays open and counts what is
left. Decided, it keeps its decision and gets a ledger row and a notice on its page: only people take decisions back.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from seawall.desk.audit.services import record
from seawall.desk.cases.models import UNDECIDED_STATES, Case, CaseState
from seawall.desk.cases.services.closing import close_without_grounds
from seawall.desk.cases.services.guards import lock_case
from seawall.desk.people.models import StaffMember

__all__ = ["review_grounds"]


def review_grounds(case: Case, *, acting: StaffMember | str, because: str, now: datetime) -> Case:
    """Count what the case still rests on and close it where that is nothing. Call it inside a transaction."""
    fresh = lock_case(case)
    fresh.finding_count = fresh.findings.filter(withdrawn_at__isnull=True).count()
    fresh.save(update_fields=["finding_count"])
    if fresh.finding_count:
        return fresh
    if fresh.state in UNDECIDED_STATES:
        reason = _("What it rests on no longer stands: %(reason)s") % {"reason": because}
        close_without_grounds(fresh, acting=acting, because=reason, now=now)
    elif fresh.state == CaseState.DECIDED:
        record("grounds_withdrawn", acting=acting, subject=fresh.ledger_subject, payload={"because": because})
    return fresh
