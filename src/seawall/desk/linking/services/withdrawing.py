"""Withdraw the links that rest on closed accounts which stand no longer, in the transaction that takes these out.

The findings that rest on such a link are withdrawn with it, so that a case which has nothing else closes; judgements
of its pair are out of force from that moment (`judged_pairs.py`), and stay on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from seawall.desk.audit.services import record
from seawall.desk.cases.services import withdraw_findings_of_entry
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.linking.findings import BANK, entry_of
from seawall.desk.linking.locking import lock_linking, raise_version
from seawall.desk.linking.models import Link, LinkState
from seawall.desk.people.models import StaffMember

__all__ = ["withdraw_links"]


@transaction.atomic
def withdraw_links(closed: Iterable[ClosedAccount], *, because: str, acting: StaffMember | str, now: datetime) -> int:
    """Withdraw every standing link to these closed accounts, and what rests on it; return how many links.

    Args:
        closed: accounts that were withdrawn or have expired, the same transaction having said so.
        because: why, in words for the cases that lose their grounds.
        acting: who took them out; `SYSTEM` for an expiry.
        now: the moment.
    """
    version = lock_linking()
    standing = list(
        Link.objects.select_for_update(of=("self",))
        .filter(closed__in=closed, state=LinkState.STANDS)
        .select_related("closed")
        .order_by("pk")
    )
    if not standing:
        return 0
    numbers = [link.pk for link in standing]
    Link.objects.filter(pk__in=numbers).update(state=LinkState.WITHDRAWN, ended_at=now, ended_because=because)
    raise_version(version)
    record("links_withdrawn", acting=acting, subject="links", payload={"links": numbers, "because": because})
    for entry in sorted({entry_of(link.closed) for link in standing}):
        withdraw_findings_of_entry(bank=BANK, entry_id=entry, acting=acting, because=because, now=now)
    return len(standing)
