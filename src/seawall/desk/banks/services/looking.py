"""A local reviewer has looked at a sample of what a foreign entry matches, and trusts it or sets it aside.

Until then it raises nothing. Set aside, it stays held back, with the reason, and can be released later.
"""

from __future__ import annotations

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.errors import HoldStateError
from seawall.desk.banks.models import BankEntry, Hold
from seawall.desk.banks.services.changing import stated_reason
from seawall.desk.banks.services.holds import place
from seawall.desk.banks.services.locking import (
    Subject,
    bump,
    entries_of_subject,
    ledger_subject,
    lock_subject,
    next_version,
)
from seawall.desk.people.models import StaffMember

__all__ = ["set_aside", "trust"]


@transaction.atomic
def trust(subject: Subject, *, reason: str, seen: int, acting: StaffMember) -> Subject:
    """Let a foreign entry or piece of content raise from now on.

    Args:
        subject: the entry or content.
        reason: why it is trusted.
        seen: how many of its matches were shown to the reviewer.
        acting: who looked.

    Raises:
        WithdrawalReasonError: without a reason.
        HoldStateError: it was looked at before, or is not foreign.
    """
    return _look(subject, reason=reason, seen=seen, acting=acting, is_trusted=True)


@transaction.atomic
def set_aside(subject: Subject, *, reason: str, seen: int, acting: StaffMember) -> Subject:
    """Keep a foreign entry or piece of content from raising, with a reason. Arguments and errors as `trust`."""
    return _look(subject, reason=reason, seen=seen, acting=acting, is_trusted=False)


def _look(subject: Subject, *, reason: str, seen: int, acting: StaffMember, is_trusted: bool) -> Subject:
    reason = stated_reason(reason)
    bank, locked = lock_subject(subject)
    waiting = [entry for entry in entries_of_subject(locked) if entry.waits_for_a_look]
    if not waiting:
        raise HoldStateError("nobody has to look at it: it was made here, or was looked at before", kind="look")
    BankEntry.objects.filter(pk__in=[entry.pk for entry in waiting]).update(
        looked_at=utc_now(), looked_by=acting, changed_in=next_version(bank)
    )
    payload = {
        "of": str(locked),
        "entries": [entry.entry_id for entry in waiting],
        "trusted": is_trusted,
        "seen": seen,
        "reason": reason,
    }
    record("bank_entry_looked_at", acting=acting, subject=ledger_subject(bank), payload=payload)
    if not is_trusted:
        place(bank, locked, kind=Hold.Kind.SET_ASIDE, reason=reason, acting=acting)
    bump(bank)
    return locked
