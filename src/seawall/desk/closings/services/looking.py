"""Record that somebody opened the sample of a list: the signature rests on it, and it is a consultation."""

from __future__ import annotations

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.closings.models import ClosingList, SampleLook
from seawall.desk.closings.sample import sample_of
from seawall.desk.closings.services.guards import require_refuser
from seawall.desk.closings.services.locking import lock_waiting_list
from seawall.desk.people.models import StaffMember

__all__ = ["look_at_sample"]


@transaction.atomic
def look_at_sample(listed: ClosingList, *, acting: StaffMember) -> SampleLook:
    """Return the look of `acting` at the sample as it is now; the same sample seen again is one look.

    Raises:
        ClosingRoleError: not a role that proposes or signs.
        ClosingStateError: nothing of the list waits for a signature.
    """
    require_refuser(acting)
    current = lock_waiting_list(listed)
    shown = [account.pk for account in sample_of(current, reader=acting)]
    last = SampleLook.objects.filter(listed=current, staff=acting).first()
    if last is not None and last.shown == shown:
        return last
    look = SampleLook.objects.create(listed=current, staff=acting, at=utc_now(), shown=shown)
    record("closing_sample_opened", acting=acting, subject=current.ledger_subject, payload={"shown": shown})
    return look
