"""For which purpose may this reader open this account now? An open case gives one; so does what they stated today.

A purpose that somebody stated holds for eight hours, a working day. Left out: whether the purpose is a good one; the
auditor reads the consultations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists

from seawall.desk.cases.models import UNDECIDED_STATES, Case
from seawall.desk.cases.selectors.conflicts import conflicts_about_subject
from seawall.desk.observations.models import Consultation
from seawall.desk.people.models import StaffMember

__all__ = ["Purpose", "standing_purpose"]

_A_WORKING_DAY: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why somebody looks: a value of `Consultation.Why`, their own words, and the case where it is one."""

    why: str
    note: str | None = None
    case_reference: str | None = None


def standing_purpose(platform: str, account_id: str, *, reader: StaffMember, now: datetime) -> Purpose | None:
    """Return the purpose that lets `reader` open the account without being asked; None: ask."""
    stated = (
        Consultation.objects.filter(
            staff=reader,
            what=Consultation.What.ACCOUNT,
            platform=platform,
            name=account_id,
            at__gt=now - _A_WORKING_DAY,
        )
        .order_by("-at")
        .first()
    )
    if stated is not None:
        return Purpose(why=stated.why, note=stated.note or None, case_reference=stated.case_reference or None)
    reference = (
        Case.objects.filter(platform=platform, account_id=account_id, state__in=UNDECIDED_STATES)
        .exclude(Exists(conflicts_about_subject(reader)))
        .order_by("priority", "pk")
        .values_list("reference", flat=True)
        .first()
    )
    return None if reference is None else Purpose(why=Consultation.Why.CASE.value, case_reference=reference)
