"""End what has expired. Nothing is compared with it from the moment of its expiry on; this says so on its row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.closings.models import ClosedAccount, ClosingState
from seawall.desk.closings.services.locking import lock_closings, next_version

__all__ = ["expire_closings"]


@transaction.atomic
def expire_closings(*, now: datetime) -> int:
    """Mark what has expired by `now` and return how many; what waited for a signature is over as well."""
    version = lock_closings()
    standing = (ClosingState.PROPOSED, ClosingState.SIGNED)
    over = ClosedAccount.objects.filter(state__in=standing, expires__lte=now)
    count = over.count()
    if count:
        over.update(state=ClosingState.EXPIRED, ended_at=now, changed_in=next_version(version))
        record("closings_expired", acting=SYSTEM, subject="closings", payload={"count": count})
    return count
