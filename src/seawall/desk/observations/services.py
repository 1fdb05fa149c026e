"""Record who looked at what and why: the only writes of this noun."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.observations.errors import PurposeMissingError
from seawall.desk.observations.models import Consultation, Exposure
from seawall.desk.observations.purposes import Purpose
from seawall.desk.people.models import StaffMember

__all__ = ["consult_account", "consult_accounts", "consult_media", "note_reveal"]

_ONE_LOOK: Final = timedelta(minutes=15)
"""Looks of the same reader at the same thing for the same purpose within this time are one consultation."""

_ROWS_AT_ONCE: Final = 500


@transaction.atomic
def consult_account(platform: str, account_id: str, purpose: Purpose, *, acting: StaffMember) -> Consultation:
    """Record that somebody opens an account, unless the same look is recorded already.

    Raises:
        PurposeMissingError: no purpose that lets anyone open an account.
    """
    purposes = {*Consultation.Why.values} - {Consultation.Why.SHOWN.value}
    if purpose.why not in purposes or (purpose.why == Consultation.Why.CASE and not purpose.case_reference):
        raise PurposeMissingError
    return _record(Consultation.What.ACCOUNT, platform, account_id, purpose, acting)


@transaction.atomic
def consult_accounts(accounts: Sequence[tuple[str, str]], purpose: Purpose, *, acting: StaffMember) -> int:
    """Record that somebody was shown the names of many accounts (platform, id) at once; return how many.

    One row of the ledger tells of all of them, with a digest of who they are.
    """
    now = utc_now()
    fields = {"what": Consultation.What.ACCOUNT.value, "staff": acting, "why": purpose.why, "note": purpose.note or ""}
    rows = [Consultation(platform=platform, name=name, at=now, **fields) for platform, name in accounts]
    Consultation.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    told = "\n".join(sorted(f"{platform}:{name}" for platform, name in accounts))
    payload = {"count": len(rows), "why": purpose.why, "note": purpose.note or ""}
    payload |= {"accounts_sha256": hashlib.sha256(told.encode()).hexdigest()}
    record("accounts_consulted", acting=acting, subject="consultations", payload=payload)
    return len(rows)


@transaction.atomic
def consult_media(media_id: str, *, acting: StaffMember) -> Consultation:
    """Record that a file was handed to somebody's browser."""
    return _record(Consultation.What.MEDIA, "", media_id, Purpose(why=Consultation.Why.SHOWN.value), acting)


@transaction.atomic
def note_reveal(media_id: str, *, acting: StaffMember) -> Exposure:
    """Count that somebody unveiled a picture, for the exposure of the day, and keep in the ledger which one."""
    exposure, _ = Exposure.objects.select_for_update().get_or_create(staff=acting, day=utc_now().date())
    exposure.reveals += 1
    exposure.save(update_fields=["reveals"])
    record("media_revealed", acting=acting, subject=f"exposure:{exposure.pk}", payload={"media": media_id})
    return exposure


def _record(what: Consultation.What, platform: str, name: str, purpose: Purpose, acting: StaffMember) -> Consultation:
    now = utc_now()
    fields = {
        "what": what.value,
        "platform": platform,
        "name": name,
        "staff": acting,
        "why": purpose.why,
        "note": purpose.note or "",
        "case_reference": purpose.case_reference or "",
    }
    standing = Consultation.objects.filter(**fields, at__gt=now - _ONE_LOOK).first()
    if standing is not None:
        return standing
    consultation = Consultation.objects.create(**fields, at=now)
    payload = {name: value for name, value in fields.items() if isinstance(value, str)}
    # the subject outlives an erasure, so it must not name the account: only the payload does
    record(f"{what.value}_consulted", acting=acting, subject=f"consultation:{consultation.pk}", payload=payload)
    return consultation
