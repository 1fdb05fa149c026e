"""Erase what links keep of accounts that the corpus holds no more: names, profile, sentences. What was found stays.

Levels and bits are left, so that a link still replays; it says no more whom it was about than its number. A link that
stood is withdrawn with it. Judgements name both accounts by their ids, as the ledger of what people decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.linking.evidence_rows import erased_rows
from seawall.desk.linking.locking import lock_linking, raise_version
from seawall.desk.linking.models import Link, LinkState
from seawall.desk.observations.account_names import ids_in
from seawall.desk.people.models import StaffMember

__all__ = ["forget_links_of", "names_in_links"]

_AT_ONCE: Final = 500


def names_in_links() -> list[str]:
    """Return the new accounts of which links keep anything, as `platform:id`, each once."""
    kept = Link.objects.filter(erased_at__isnull=True).values_list("platform", "account_id").distinct()
    return sorted({f"{platform.lower()}:{name}" for platform, name in kept})


def forget_links_of(accounts: Sequence[str], *, acting: StaffMember | str, because: str) -> int:
    """Erase what links keep of these accounts (`platform:id`); return how many links were erased."""
    count = 0
    for start in range(0, len(accounts), _AT_ONCE):
        count += _forget(accounts[start : start + _AT_ONCE], acting=acting, because=because, now=utc_now())
    return count


@transaction.atomic
def _forget(accounts: Sequence[str], *, acting: StaffMember | str, because: str, now: datetime) -> int:
    version = lock_linking()
    wanted = set(accounts)
    kept = (
        Link.objects.select_for_update().filter(account_id__in=ids_in(accounts), erased_at__isnull=True).order_by("pk")
    )
    links = [link for link in kept if link.key in wanted]
    for link in links:
        link.handle = link.name = None
        link.profile, link.evidence, link.erased_at = {}, erased_rows(link.evidence), now
        if link.state == LinkState.STANDS:
            link.state, link.ended_at, link.ended_because = LinkState.WITHDRAWN, now, because
        link.save(
            update_fields=["handle", "name", "profile", "evidence", "erased_at", "state", "ended_at", "ended_because"]
        )
    if links:
        raise_version(version)
        payload = {"links": [link.pk for link in links], "because": because}
        record("links_erased", acting=acting, subject="links", payload=payload)
    return len(links)
