"""Refuse a list or one account of it: nothing was compared with it, and nothing will be."""

from __future__ import annotations

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState
from seawall.desk.closings.services.guards import require_refuser, stated_reason
from seawall.desk.closings.services.locking import lock_account, lock_closings, lock_waiting_list
from seawall.desk.people.models import StaffMember

__all__ = ["refuse_account", "refuse_list"]


@transaction.atomic
def refuse_list(listed: ClosingList, *, reason: str, acting: StaffMember) -> ClosingList:
    """Refuse what a list proposes; who brought it in may take it back so.

    Raises:
        ClosingRoleError: not a role that proposes or signs.
        ClosingReasonError: without a reason.
        ClosingStateError: nothing of it waits for a signature.
    """
    require_refuser(acting)
    reason, now = stated_reason(reason), utc_now()
    lock_closings()
    current = lock_waiting_list(listed)
    current.refused_by, current.refused_at, current.refused_reason = acting, now, reason
    current.save(update_fields=["refused_by", "refused_at", "refused_reason"])
    waiting = ClosedAccount.objects.filter(listed=current, state=ClosingState.PROPOSED)
    count = waiting.update(state=ClosingState.REFUSED, ended_by=acting, ended_at=now, ended_reason=reason)
    payload = {"refused": count, "reason": reason}
    record("closing_list_refused", acting=acting, subject=current.ledger_subject, payload=payload)
    return current


@transaction.atomic
def refuse_account(account: ClosedAccount, *, reason: str, acting: StaffMember) -> ClosedAccount:
    """Refuse one account of a list; the rest can be signed without it.

    Raises:
        ClosingRoleError: not a role that proposes or signs.
        ClosingReasonError: without a reason.
        ClosingStateError: it waits for no signature.
    """
    require_refuser(acting)
    reason = stated_reason(reason)
    lock_closings()
    current = lock_account(account, ClosingState.PROPOSED)
    current.state, current.ended_reason = ClosingState.REFUSED, reason
    current.ended_by, current.ended_at = acting, utc_now()
    current.save(update_fields=["state", "ended_by", "ended_at", "ended_reason"])
    payload = {"list": current.listed_id, "reason": reason}
    record("closing_refused", acting=acting, subject=current.ledger_subject, payload=payload)
    return current
