"""Add, edit and withdraw entries: one by one, or a list as one change (`adding.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.adding import ListAdder, entry_of, standing_entry
from seawall.desk.banks.drafts import Added, EntryDraft, NumberedDraft, Rejected
from seawall.desk.banks.errors import EntryKnownError, EntryWithdrawnError
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.services.changing import record_change, stated_reason
from seawall.desk.banks.services.holds import hold_back_colliding
from seawall.desk.banks.services.locking import bump, ledger_subject, lock_bank, next_version
from seawall.desk.banks.values import canonical_of_draft
from seawall.desk.cases.services import withdraw_findings_of_entry
from seawall.desk.people.models import StaffMember

__all__ = ["add_entries", "add_entry", "edit_entry", "withdraw_entry", "withdraw_locked"]


@transaction.atomic
def add_entry(bank: Bank, draft: EntryDraft, *, acting: StaffMember, warned_of: Iterable[str] = ()) -> BankEntry:
    """Add one signal to a bank.

    Args:
        bank: the bank.
        draft: the signal as written.
        acting: who adds it.
        warned_of: the warnings of the preview that this person read and overrode; kept in the ledger.

    Raises:
        EntryValueError: the value is not one of its signal type.
        EntryKnownError: the bank has it already, or another entry has its id.
    """
    locked = lock_bank(bank)
    canonical = canonical_of_draft(draft, opinion=locked.opinion)
    known = standing_entry(locked, draft.signal_type, canonical)
    if known is not None:
        raise EntryKnownError(f"the bank has this entry already: {known.entry_id}", entry_id=known.entry_id)
    if draft.entry_id is not None and BankEntry.objects.filter(entry_id=draft.entry_id).exists():
        raise EntryKnownError(f"another entry has the id {draft.entry_id}", entry_id=draft.entry_id)
    entry = entry_of(locked, draft, canonical, acting=acting)
    entry.save()
    payload = {
        "entry_id": entry.entry_id,
        "signal_type": entry.signal_type,
        "value": entry.value,
        "canonical_sha256": entry.canonical_sha256,
        "opinion": entry.opinion,
        "note": entry.note,
        "origin": entry.origin,
        "warned_of": list(warned_of),
    }
    record("bank_entry_added", acting=acting, subject=ledger_subject(locked), payload=payload)
    if entry.origin:
        hold_back_colliding(locked, [entry])
    bump(locked)
    return entry


@transaction.atomic
def add_entries(bank: Bank, lines: Iterable[NumberedDraft | Rejected], *, acting: StaffMember) -> Added:
    """Add a list of signals as one change and say what became of every line that was not added.

    Lines that are no value of their signal type, and ids that another entry has, are set aside with their reason. Long
    lists go in chunk by chunk: `bulk_import.py`.
    """
    locked = lock_bank(bank)
    adder = ListAdder(locked, acting=acting)
    adder.take(lines)
    outcome = adder.outcome()
    record("bank_list_added", acting=acting, subject=ledger_subject(locked), payload=adder.ledger_payload())
    hold_back_colliding(locked, adder.foreign())
    if outcome.entry_ids:
        bump(locked)
    return outcome


@transaction.atomic
def edit_entry(
    entry: BankEntry, *, opinion: str, note: str, acting: StaffMember, expires_at: datetime | None = None
) -> BankEntry:
    """Change opinion, note and end of an entry that stands; what it matches never changes.

    Raises:
        EntryValueError: there is no such opinion, or an account's entry would be anything but lawful.
        EntryWithdrawnError: the entry was withdrawn.
    """
    bank, current = _locked_entry(entry)
    before = _facts(current)
    draft = EntryDraft(signal_type=current.signal_type, value=current.value, opinion=opinion, note=note)
    canonical_of_draft(draft, opinion=opinion)
    current.opinion, current.note, current.expires_at = opinion, note, expires_at
    current.changed_in = next_version(bank)
    current.save(update_fields=["opinion", "note", "expires_at", "changed_in"])
    payload = {"entry_id": current.entry_id, "before": before, "after": _facts(current)}
    record_change(bank, "bank_entry_edited", acting=acting, payload=payload)
    return current


@transaction.atomic
def withdraw_entry(entry: BankEntry, *, reason: str, acting: StaffMember) -> BankEntry:
    """Take an entry out of use, with the findings that rest on it; the row and its reason stay.

    Raises:
        WithdrawalReasonError: without a reason.
        EntryWithdrawnError: it was withdrawn before.
    """
    reason = stated_reason(reason)
    bank, current = _locked_entry(entry)
    withdraw_locked(bank, current, reason=reason, acting=acting)
    bump(bank)
    return current


def withdraw_locked(bank: Bank, entry: BankEntry, *, reason: str, acting: StaffMember) -> None:
    """Withdraw an entry of a locked bank, with its findings and its ledger row; the caller bumps the bank."""
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_reason = utc_now(), acting, reason
    entry.changed_in = next_version(bank)
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "changed_in"])
    withdrawn = withdraw_findings_of_entry(bank=bank.name, entry_id=entry.entry_id, acting=acting, because=reason)
    payload = {
        "entry_id": entry.entry_id,
        "reason": reason,
        "findings": withdrawn.findings,
        "closed_cases": list(withdrawn.closed),
    }
    record("bank_entry_withdrawn", acting=acting, subject=ledger_subject(bank), payload=payload)


def _locked_entry(entry: BankEntry) -> tuple[Bank, BankEntry]:
    """Lock bank, then entry (always in this order), and refuse an entry that was withdrawn."""
    bank = lock_bank(entry.bank_id)
    current = BankEntry.objects.select_for_update().get(pk=entry.pk)
    if current.withdrawn_at is not None:
        raise EntryWithdrawnError(entry_id=current.entry_id)
    return bank, current


def _facts(entry: BankEntry) -> dict[str, str | None]:
    expires_at = entry.expires_at.isoformat() if entry.expires_at else None
    return {"opinion": entry.opinion, "note": entry.note, "expires_at": expires_at}
