"""Everything that changes a bank. Each change bumps the bank's version and leaves one ledger row.

A list of many lines goes in as one change (`adding.py`). Withdrawing an entry withdraws the findings that rest on it,
in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import F

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.adding import ListAdder, entry_of, standing_entry
from seawall.desk.banks.drafts import Added, BankFacts, EntryDraft, NumberedDraft, Rejected
from seawall.desk.banks.errors import (
    BankNameFixedError,
    BankNameTakenError,
    EntryKnownError,
    EntryWithdrawnError,
    WithdrawalReasonError,
)
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.values import canonical_of_draft
from seawall.desk.cases.services import withdraw_findings_of_entry
from seawall.desk.people.models import StaffMember

__all__ = ["add_entries", "add_entry", "create_bank", "edit_bank", "edit_entry", "withdraw_entry"]


@transaction.atomic
def create_bank(facts: BankFacts, *, acting: StaffMember) -> Bank:
    """Open a bank; a name that another bank has raises BankNameTakenError."""
    _refuse_taken_name(facts.name)
    bank = Bank.objects.create(**asdict(facts), created_at=utc_now(), created_by=acting)
    record("bank_created", acting=acting, subject=_subject(bank), payload=_facts_payload(facts))
    return bank


@transaction.atomic
def edit_bank(bank: Bank, facts: BankFacts, *, acting: StaffMember) -> Bank:
    """Change what a bank says of itself. Its name stays, and entries keep the opinion that they were added with."""
    locked = _locked(bank)
    if facts.name != locked.name:
        raise BankNameFixedError(name=locked.name)
    before = BankFacts(**{name: getattr(locked, name) for name in asdict(facts)})
    for name, value in asdict(facts).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    payload = {"before": _facts_payload(before), "after": _facts_payload(facts)}
    record("bank_edited", acting=acting, subject=_subject(locked), payload=payload)
    return locked


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
    locked = _locked(bank)
    canonical = canonical_of_draft(draft, opinion=locked.opinion)
    known = standing_entry(locked, draft.signal_type, canonical)
    if known is not None:
        raise EntryKnownError(f"the bank has this entry already: {known.entry_id}", entry_id=known.entry_id)
    if draft.entry_id is not None and BankEntry.objects.filter(entry_id=draft.entry_id).exists():
        raise EntryKnownError(f"another entry has the id {draft.entry_id}", entry_id=draft.entry_id)
    entry = entry_of(locked, draft, canonical, acting=acting)
    entry.save()
    _bump(locked)
    payload = {
        "entry_id": entry.entry_id,
        "signal_type": entry.signal_type,
        "value": entry.value,
        "canonical_sha256": entry.canonical_sha256,
        "opinion": entry.opinion,
        "note": entry.note,
        "warned_of": list(warned_of),
    }
    record("bank_entry_added", acting=acting, subject=_subject(locked), payload=payload)
    return entry


@transaction.atomic
def add_entries(bank: Bank, lines: Iterable[NumberedDraft | Rejected], *, acting: StaffMember) -> Added:
    """Add a list of signals as one change and say what became of every line that was not added.

    Lines that are no value of their signal type, and ids that another entry has, are set aside with their reason.
    """
    locked = _locked(bank)
    adder = ListAdder(locked, acting=acting)
    adder.take(lines)
    outcome = adder.outcome()
    if outcome.entry_ids:
        _bump(locked)
    record("bank_list_added", acting=acting, subject=_subject(locked), payload=adder.ledger_payload())
    return outcome


@transaction.atomic
def edit_entry(entry: BankEntry, *, opinion: str, note: str, acting: StaffMember) -> BankEntry:
    """Change the opinion or the note of an entry that stands; what it matches never changes.

    Raises:
        EntryValueError: there is no such opinion, or an account's entry would be anything but lawful.
        EntryWithdrawnError: the entry was withdrawn.
    """
    bank, current = _locked_entry(entry)
    before = {"opinion": current.opinion, "note": current.note}
    draft = EntryDraft(signal_type=current.signal_type, value=current.value, opinion=opinion, note=note)
    canonical_of_draft(draft, opinion=opinion)
    current.opinion, current.note = opinion, note
    current.save(update_fields=["opinion", "note"])
    _bump(bank)
    payload = {"entry_id": current.entry_id, "before": before, "after": {"opinion": current.opinion, "note": note}}
    record("bank_entry_edited", acting=acting, subject=_subject(bank), payload=payload)
    return current


@transaction.atomic
def withdraw_entry(entry: BankEntry, *, reason: str, acting: StaffMember) -> BankEntry:
    """Take an entry out of use, with the findings that rest on it; the row and its reason stay."""
    if not reason.strip():
        raise WithdrawalReasonError
    bank, current = _locked_entry(entry)
    current.withdrawn_at, current.withdrawn_by, current.withdrawn_reason = utc_now(), acting, reason.strip()
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _bump(bank)
    withdrawn = withdraw_findings_of_entry(
        bank=bank.name, entry_id=current.entry_id, acting=acting, because=current.withdrawn_reason
    )
    payload = {
        "entry_id": current.entry_id,
        "reason": current.withdrawn_reason,
        "findings": withdrawn.findings,
        "closed_cases": list(withdrawn.closed),
    }
    record("bank_entry_withdrawn", acting=acting, subject=_subject(bank), payload=payload)
    return current


def _subject(bank: Bank) -> str:
    return f"bank:{bank.pk}"


def _locked(bank: Bank) -> Bank:
    return Bank.objects.select_for_update().get(pk=bank.pk)


def _locked_entry(entry: BankEntry) -> tuple[Bank, BankEntry]:
    """Lock bank, then entry (always in this order), and refuse an entry that was withdrawn."""
    bank = Bank.objects.select_for_update().get(pk=entry.bank_id)
    current = BankEntry.objects.select_for_update().get(pk=entry.pk)
    if current.withdrawn_at is not None:
        raise EntryWithdrawnError(entry_id=current.entry_id)
    return bank, current


def _bump(bank: Bank) -> None:
    Bank.objects.filter(pk=bank.pk).update(version=F("version") + 1, last_number=bank.last_number)


def _refuse_taken_name(name: str) -> None:
    if Bank.objects.filter(name=name).exists():
        raise BankNameTakenError(f"another bank is named {name!r}", name=name)


def _facts_payload(facts: BankFacts) -> dict[str, Any]:
    return asdict(facts) | {"expires_at": facts.expires_at.isoformat() if facts.expires_at else None}
