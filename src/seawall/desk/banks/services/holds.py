"""Hold something in a bank back from raising, and let it go again; what is held back is still found and shown.

Disputes take two people: whoever raises one does not settle it. Quarantines are placed by the flood guard, collisions
by the comparison with what negative banks protect; any reviewer releases those, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.banks.colliding import collisions_with_protected
from seawall.desk.banks.errors import HoldStateError, SecondPersonError
from seawall.desk.banks.models import Bank, BankContent, BankEntry, Hold
from seawall.desk.banks.services.changing import record_change, stated_reason
from seawall.desk.banks.services.locking import (
    Subject,
    bump,
    entries_of_subject,
    ledger_subject,
    lock_bank,
    lock_subject,
    next_version,
)
from seawall.desk.people.models import StaffMember
from seawall.index.collisions import ProtectedContent

__all__ = ["dispute", "hold_back", "hold_back_colliding", "place", "quarantine", "release_hold", "settle_dispute"]

_PARAMETERS: Final = 500


@transaction.atomic
def dispute(subject: Subject, *, reason: str, acting: StaffMember) -> Hold:
    """Say that an entry or a piece of content should not stand; it raises nothing until a second person decides.

    Raises:
        WithdrawalReasonError: without a reason.
        HoldStateError: it is disputed already.
    """
    return hold_back(subject, kind=Hold.Kind.DISPUTED, reason=reason, acting=acting)


@transaction.atomic
def hold_back(
    subject: Subject,
    *,
    kind: Hold.Kind,
    reason: str,
    acting: StaffMember | None,
    figures: Mapping[str, int] | None = None,
) -> Hold:
    """Hold an entry or a piece of content back; `acting` None: the desk itself does. Raises what `dispute` raises."""
    reason = stated_reason(reason)
    bank, locked = lock_subject(subject)
    hold = place(bank, locked, kind=kind, reason=reason, acting=acting, figures=figures)
    bump(bank)
    return hold


@transaction.atomic
def quarantine(bank: Bank, entry_id: str, *, reason: str, figures: Mapping[str, int]) -> Hold | None:
    """Hold back what suddenly matches much, in the flood guard's words; None where that is done or it is withdrawn."""
    entry = BankEntry.objects.filter(bank=bank, entry_id=entry_id, withdrawn_at__isnull=True).first()
    if entry is None or _standing(entry.content or entry, Hold.Kind.QUARANTINED) is not None:
        return None
    return hold_back(entry, kind=Hold.Kind.QUARANTINED, reason=reason, acting=None, figures=figures)


@transaction.atomic
def release_hold(hold: Hold, *, reason: str, acting: StaffMember) -> Hold:
    """Let something raise again, with a reason; a dispute is released by somebody else than who raised it.

    Raises:
        WithdrawalReasonError: without a reason.
        HoldStateError: it was released before.
        SecondPersonError: one's own dispute.
    """
    reason = stated_reason(reason)
    bank = lock_bank(hold.bank_id)
    current = Hold.objects.select_for_update().select_related("entry", "content").get(pk=hold.pk)
    if current.released_at is not None:
        raise HoldStateError(f"it is no longer {current.kind}", kind=current.kind)
    if current.kind == Hold.Kind.DISPUTED and current.placed_by_id == acting.pk:
        raise SecondPersonError
    current.released_at, current.released_by, current.released_reason = utc_now(), acting, reason
    current.save(update_fields=["released_at", "released_by", "released_reason"])
    payload = {"hold": current.pk, "kind": current.kind, "of": str(current.subject), "reason": reason}
    _touch(bank, entries_of_subject(current.subject))
    record_change(bank, "bank_hold_released", acting=acting, payload=payload)
    return current


@transaction.atomic
def settle_dispute(hold: Hold, *, upheld: bool, reason: str, acting: StaffMember) -> Hold:
    """Decide a dispute: upheld, what is disputed is withdrawn; else it stands and raises again.

    Raises:
        WithdrawalReasonError, HoldStateError, SecondPersonError: as `release_hold`.
    """
    from seawall.desk.banks.services.content import withdraw_subject  # it holds back what collides, and so needs this

    released = release_hold(hold, reason=reason, acting=acting)
    if upheld:
        withdraw_subject(released.subject, reason=reason.strip(), acting=acting)
    return released


def hold_back_colliding(bank: Bank, entries: Sequence[BankEntry], protected: ProtectedContent | None = None) -> int:
    """Hold back those of the new entries of a locked bank that are near what negative banks protect; return how many.

    `protected` is what they protect, where the caller has read it; the caller bumps the bank.
    """
    held: set[Subject] = set()
    for entry, reason in collisions_with_protected(bank, entries, protected):
        subject = entry.content if entry.content_id is not None and entry.content is not None else entry
        if subject not in held and _standing(subject, Hold.Kind.COLLIDING) is None:
            held.add(subject)
            place(bank, subject, kind=Hold.Kind.COLLIDING, reason=reason, acting=None)
    return len(held)


def place(
    bank: Bank,
    subject: Subject,
    *,
    kind: Hold.Kind,
    reason: str,
    acting: StaffMember | None,
    figures: Mapping[str, int] | None = None,
) -> Hold:
    """Place a hold on something of a locked bank, with its ledger row; the caller bumps the bank.

    Raises:
        HoldStateError: one of this kind stands already.
    """
    if _standing(subject, kind) is not None:
        raise HoldStateError(f"{subject} is held back for this already", kind=kind.value)
    hold = Hold.objects.create(
        bank=bank,
        **_on(subject),
        kind=kind,
        reason=reason,
        figures=dict(figures or {}),
        placed_at=utc_now(),
        placed_by=acting,
    )
    payload = {"hold": hold.pk, "kind": kind.value, "of": str(subject), "reason": reason, "figures": hold.figures}
    record("bank_entry_held_back", acting=acting or SYSTEM, subject=ledger_subject(bank), payload=payload)
    _touch(bank, entries_of_subject(subject))
    return hold


def _on(subject: Subject) -> dict[str, Any]:
    return {"content": subject} if isinstance(subject, BankContent) else {"entry": subject}


def _standing(subject: Subject, kind: Hold.Kind) -> Hold | None:
    return Hold.objects.filter(**_on(subject), kind=kind, released_at__isnull=True).first()


def _touch(bank: Bank, entries: Sequence[BankEntry]) -> None:
    """Say of entries that they changed with this version of the bank."""
    numbers = [entry.pk for entry in entries]
    for start in range(0, len(numbers), _PARAMETERS):
        part = numbers[start : start + _PARAMETERS]
        BankEntry.objects.filter(pk__in=part).update(changed_in=next_version(bank))
