"""Write the ledger: `record` appends one row inside the caller's transaction.

The chain has one end, so writers queue for it: SQLite's IMMEDIATE transactions already do; PostgreSQL takes an
advisory lock until the transaction ends. If the caller's transaction rolls back, so does the row. `erase_payload`
removes the details of a row, never the row: the chain verifies all the same.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.errors import ErasureRefusedError, PayloadErasedError, ReasonMissingError
from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.people.models import StaffMember
from seawall.ledger import GENESIS, Chain, seal_payload
from seawall.ledger.entry import SALT_BYTES

__all__ = ["ERASURE", "SYSTEM", "erase_payload", "open_details", "record"]

SYSTEM: Final = "system"
"""Who acts when no person does: first start, scheduled retention."""

ERASURE: Final = "ledger_details_erased"
"""The event of a row that tells of an erasure."""

_ADVISORY_LOCK: Final = 0x5EA_0A11


def record(event: str, *, acting: StaffMember | str, subject: str, payload: dict[str, Any] | None = None) -> LedgerRow:
    """Append one row to the ledger and return it.

    Args:
        event: what happened, past tense, snake case: `case_opened`.
        acting: who did it; `SYSTEM` where no person did.
        subject: what it happened to, as `noun:number`, stable for ever.
        payload: the details; strings, whole numbers, booleans, lists and objects.

    Raises:
        TransactionManagementError: outside `transaction.atomic`, since the row must stand or fall with what it records.
    """
    connection.validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a ledger row is written in the transaction that it records")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
    last = LedgerRow.objects.order_by("-number").first()
    chain = Chain(number=last.number, head=last.digest) if last else Chain(number=0, head=GENESIS)
    sealed = seal_payload(payload or {}, salt=secrets.token_bytes(SALT_BYTES))
    name = acting.ledger_name if isinstance(acting, StaffMember) else acting
    entry = chain.next_entry(at=utc_now(), acting=name, event=event, subject=subject, sealed=sealed)
    row = LedgerRow.objects.create(
        number=entry.number,
        at=entry.at,
        acting=entry.acting,
        event=entry.event,
        subject=entry.subject,
        payload_digest=entry.payload_digest,
        previous=entry.previous,
        digest=entry.digest,
    )
    LedgerPayload.objects.create(row=row, salt=sealed.salt, payload=sealed.payload)
    return row


@transaction.atomic
def open_details(row: LedgerRow, *, acting: StaffMember) -> dict[str, Any]:
    """Return the details of a row; looking is recorded, since details may speak of people.

    Raises:
        PayloadErasedError: they are gone.
        PayloadMismatchError: they are not what the row was sealed with.
    """
    sealed = LedgerPayload.objects.filter(row=row).first()
    if sealed is None:
        raise PayloadErasedError(number=row.number)
    details = sealed.opened()
    record("ledger_details_viewed", acting=acting, subject=f"ledger:{row.number}")
    return details


@transaction.atomic
def erase_payload(row: LedgerRow, *, acting: StaffMember | str, reason: str) -> LedgerRow:
    """Erase salt and payload of a row for good, and return the row that says so. The reason names no person.

    Raises:
        ReasonMissingError: without a reason.
        PayloadErasedError: the details are gone already.
        ErasureRefusedError: the row tells of an erasure itself.
    """
    if not reason.strip():
        raise ReasonMissingError
    if row.event == ERASURE:
        raise ErasureRefusedError(_("The row that tells of an erasure keeps its own details."), number=row.number)
    erased, _kinds = LedgerPayload.objects.filter(row=row).delete()
    if not erased:
        raise PayloadErasedError(number=row.number)
    return record(ERASURE, acting=acting, subject=f"ledger:{row.number}", payload={"reason": reason.strip()})
