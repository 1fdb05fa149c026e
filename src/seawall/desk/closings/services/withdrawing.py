"""Take a signed account out of the bank: nothing is compared with it from that moment on, and its links go with it.

A reinstatement says so by itself (`Withdrawing.REINSTATED`), and both kinds name a reason.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.closings.models import ClosedAccount, ClosingState, Withdrawing
from seawall.desk.closings.services.guards import require_proposer, stated_reason
from seawall.desk.closings.services.locking import lock_account, lock_closings, next_version
from seawall.desk.linking.services import withdraw_links
from seawall.desk.people.models import StaffMember

__all__ = ["withdraw_closing"]


@transaction.atomic
def withdraw_closing(account: ClosedAccount, *, how: Withdrawing, reason: str, acting: StaffMember) -> ClosedAccount:
    """Withdraw a signed account, or one whose account was reinstated.

    Raises:
        ClosingRoleError: not a role that withdraws.
        ClosingReasonError: without a reason.
        ClosingStateError: it is not signed.
    """
    require_proposer(acting)
    reason = stated_reason(reason)
    version = lock_closings()
    current = lock_account(account, ClosingState.SIGNED)
    current.state, current.withdrawn_how, current.ended_reason = ClosingState.WITHDRAWN, Withdrawing(how), reason
    current.ended_by, current.ended_at, current.changed_in = acting, utc_now(), next_version(version)
    current.save(update_fields=["state", "withdrawn_how", "ended_reason", "ended_by", "ended_at", "changed_in"])
    payload = {"how": current.withdrawn_how, "reason": reason, "list": current.listed_id}
    record("closing_withdrawn", acting=acting, subject=current.ledger_subject, payload=payload)
    withdraw_links([current], because=_because(current), acting=acting, now=current.ended_at)
    return current


def _because(closed: ClosedAccount) -> str:
    if closed.withdrawn_how == Withdrawing.REINSTATED:
        return _("The closed account that it rests on was reinstated.")
    return _("The closed account that it rests on should not have stood in the bank.")
