"""Which accounts of a list does its signer look at? Some drawn at random, those most followed, those that came back.

Which are drawn was settled when the list came in, by numbers that nobody chose. An account that was withdrawn from the
bank once is shown always, up to the same bound. What a reader declared a conflict about is not shown to that reader.
"""

from __future__ import annotations

from typing import Final

from django.db.models import F, Q

from seawall.desk.cases.models import ConflictOfInterest
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState
from seawall.desk.people.models import StaffMember

__all__ = ["barred_in", "sample_of"]

_DRAWN: Final = 20
_MOST_FOLLOWED: Final = 5


def sample_of(listed: ClosingList, *, reader: StaffMember) -> list[ClosedAccount]:
    """Return the sample of what waits in a list, the most followed first, then those that came back, then the drawn."""
    waiting = ClosedAccount.objects.filter(listed=listed, state=ClosingState.PROPOSED).exclude(_barred(reader))
    followed = waiting.filter(followers__isnull=False).order_by(F("followers").desc(), "pk")[:_MOST_FOLLOWED]
    back = waiting.filter(came_back=True).order_by("shuffle", "pk")[:_DRAWN]
    drawn = waiting.order_by("shuffle", "pk")[:_DRAWN]
    return list({account.pk: account for account in (*followed, *back, *drawn)}.values())


def barred_in(listed: ClosingList, reader: StaffMember) -> int:
    """Return about how many of the accounts that wait in a list the reader declared a conflict of interest."""
    return ClosedAccount.objects.filter(listed=listed, state=ClosingState.PROPOSED).filter(_barred(reader)).count()


def _barred(reader: StaffMember) -> Q:
    conflicts = ConflictOfInterest.objects.filter(staff=reader)
    barred = Q(pk__in=[])
    for platform, account, channel in conflicts.values_list("case__platform", "case__account_id", "case__channel_id"):
        name = account if account is not None else channel
        if name is not None:
            barred |= Q(platform__iexact=platform, account_id=name)
    return barred
