"""End what has expired. Nothing is compared with it from the moment of its expiry on; this says so on its row.

Links that rest on it are withdrawn in the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.closings.models import ClosedAccount, ClosingState
from seawall.desk.closings.services.locking import lock_closings, next_version
from seawall.desk.linking.services import withdraw_links

__all__ = ["expire_closings"]


@transaction.atomic
def expire_closings(*, now: datetime) -> int:
    """Mark what has expired by `now` and return how many; what waited for a signature is over as well."""
    version = lock_closings()
    standing = (ClosingState.PROPOSED, ClosingState.SIGNED)
    over = ClosedAccount.objects.filter(state__in=standing, expires__lte=now)
    count = over.count()
    if count:
        number = next_version(version)
        over.update(state=ClosingState.EXPIRED, ended_at=now, changed_in=number)
        record("closings_expired", acting=SYSTEM, subject="closings", payload={"count": count})
        ended = ClosedAccount.objects.filter(state=ClosingState.EXPIRED, changed_in=number)
        withdraw_links(ended, because=_("The closing that it rests on has expired."), acting=SYSTEM, now=now)
    return count
