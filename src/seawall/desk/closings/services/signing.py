"""Sign a list: from then on its accounts are compared with. By another person than brought it in, after a look."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.closings.errors import ClosingStateError, OwnSignatureError, SampleUnseenError, SignerBarredError
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState, SampleLook
from seawall.desk.closings.sample import barred_in, sample_of
from seawall.desk.closings.services.expiring import expire_closings
from seawall.desk.closings.services.guards import require_signer
from seawall.desk.closings.services.locking import lock_closings, lock_waiting_list, next_version
from seawall.desk.people.models import StaffMember

__all__ = ["sign_list"]


@transaction.atomic
def sign_list(listed: ClosingList, *, acting: StaffMember) -> int:
    """Sign what a list proposes and return how many accounts are compared with from now on.

    Raises:
        ClosingRoleError: not a role that signs.
        ClosingStateError: nothing of it waits for a signature.
        OwnSignatureError: `acting` brought it in.
        SampleUnseenError: `acting` has not looked at its sample, or it is another one by now.
        SignerBarredError: `acting` declared a conflict of interest about one of the accounts.
    """
    require_signer(acting)
    now = utc_now()
    expire_closings(now=now)
    version = lock_closings()
    current = lock_waiting_list(listed)
    if current.imported_by_id == acting.pk:
        raise OwnSignatureError
    if barred := barred_in(current, acting):
        raise SignerBarredError(count=barred)
    look = SampleLook.objects.filter(listed=current, staff=acting).first()
    if look is None or not {account.pk for account in sample_of(current, reader=acting)} <= set(look.shown):
        raise SampleUnseenError
    current.signed_by, current.signed_at, current.look = acting, now, look
    current.save(update_fields=["signed_by", "signed_at", "look"])
    waiting = ClosedAccount.objects.filter(listed=current, state=ClosingState.PROPOSED)
    number = next_version(version)
    count = waiting.update(state=ClosingState.SIGNED, signed_by=acting, signed_at=now, changed_in=number)
    if not count:
        raise ClosingStateError(_("Nothing waits for a signature in this list."))
    brought = current.imported_by.ledger_name
    payload = {"signed": count, "look": look.pk, "shown": len(look.shown), "imported_by": brought}
    record("closing_list_signed", acting=acting, subject=current.ledger_subject, payload=payload)
    return count
