"""Record that somebody opened a link: both accounts are shown by name there, so it is a consultation."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.linking.models import Link, LinkLook
from seawall.desk.linking.services.guards import require_unbarred_link, require_worker
from seawall.desk.people.models import StaffMember

__all__ = ["look_at_link"]

_ONE_LOOK_LASTS: Final = timedelta(minutes=15)


@transaction.atomic
def look_at_link(link: Link, *, acting: StaffMember) -> LinkLook:
    """Return the look of `acting` at a link; opened again within a quarter of an hour it is the same look.

    Raises:
        LinkingRoleError: not a role that works on links.
        CaseBarredError: `acting` declared a conflict of interest about one of the accounts.
    """
    require_worker(acting)
    require_unbarred_link(link, acting)
    now = utc_now()
    recent = LinkLook.objects.filter(link=link, staff=acting, at__gt=now - _ONE_LOOK_LASTS).first()
    if recent is not None:
        return recent
    look = LinkLook.objects.create(link=link, staff=acting, at=now)
    record("link_viewed", acting=acting, subject=link.ledger_subject)
    return look
