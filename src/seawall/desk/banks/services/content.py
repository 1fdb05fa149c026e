"""Add, edit, disable and withdraw pieces of content: a file or its signals, several entries that are one fact."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from seawall.clock import utc_now
from seawall.corpus.media_files import keep_media_file
from seawall.desk.audit.services import record
from seawall.desk.banks.adding import entry_of
from seawall.desk.banks.drafts import ContentDraft, EntryDraft
from seawall.desk.banks.errors import ContentEmptyError, ContentKnownError, EntryValueError
from seawall.desk.banks.models import Bank, BankContent, BankEntry
from seawall.desk.banks.services.changing import record_change, stated_reason
from seawall.desk.banks.services.entries import withdraw_entry, withdraw_locked
from seawall.desk.banks.services.holds import hold_back_colliding
from seawall.desk.banks.services.locking import (
    Subject,
    bump,
    entries_of_subject,
    ledger_subject,
    lock_bank,
    lock_subject,
    next_version,
)
from seawall.desk.banks.values import canonical_digest, canonical_of_draft
from seawall.desk.people.models import StaffMember
from seawall.index.file_signals import FileSignals, signals_of_file
from seawall.signals import Tools

__all__ = ["add_content", "disable_content", "edit_content", "withdraw_content", "withdraw_subject"]

_NO_FILE: Final = FileSignals(signals=())


def add_content(bank: Bank, draft: ContentDraft, *, acting: StaffMember) -> BankContent:
    """Add a piece of content: its file is kept as evidence and every signal type that can takes its signal.

    Args:
        bank: the bank.
        draft: a file, or signals, or both.
        acting: who adds it.

    Raises:
        ContentEmptyError: it gives no signal at all.
        ContentKnownError: the bank has this file already.
        EntryValueError: a signal is no value of its type.
        StoreFullError: no room for the file.
    """
    # decoding takes seconds and must not hold the database; the file is named by its digest, so a copy that the
    # transaction then doesn't refer to does no harm
    tools = Tools(tesseract=settings.SEAWALL.tesseract, fpcalc=settings.SEAWALL.fpcalc)
    taken = signals_of_file(draft.file, tools=tools) if draft.file is not None else _NO_FILE
    digest = keep_media_file(settings.SEAWALL.evidence_path, draft.file).value if draft.file is not None else ""
    return _store(bank, draft, taken, digest, acting=acting)


@transaction.atomic
def disable_content(content: BankContent, *, until: datetime | None, acting: StaffMember) -> BankContent:
    """Let a piece of content match nothing until a moment; None: it matches again from now on.

    Raises:
        ContentWithdrawnError: it is out of use.
    """
    bank, current = _lock(content)
    current.disabled_until = until
    current.save(update_fields=["disabled_until"])
    _touch(bank, current)
    payload = {"content": current.name, "until": until.isoformat() if until else None}
    record_change(bank, "bank_content_disabled", acting=acting, payload=payload)
    return current


@transaction.atomic
def edit_content(content: BankContent, *, note: str, acting: StaffMember) -> BankContent:
    """Change the note of a piece of content; what it matches never changes.

    Raises:
        ContentWithdrawnError: it is out of use.
    """
    bank, current = _lock(content)
    before, current.note = current.note, note.strip()
    current.save(update_fields=["note"])
    current.entries.update(note=current.note, changed_in=next_version(bank))
    payload = {"content": current.name, "before": before, "after": current.note}
    record_change(bank, "bank_content_edited", acting=acting, payload=payload)
    return current


@transaction.atomic
def withdraw_content(content: BankContent, *, reason: str, acting: StaffMember) -> BankContent:
    """Take a piece of content out of use, with all its entries and the findings that rest on them; the file stays.

    Raises:
        WithdrawalReasonError: without a reason.
        ContentWithdrawnError: it was withdrawn before.
    """
    reason = stated_reason(reason)
    bank, current = _lock(content)
    current.withdrawn_at, current.withdrawn_by, current.withdrawn_reason = utc_now(), acting, reason
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    for entry in entries_of_subject(current):
        withdraw_locked(bank, entry, reason=reason, acting=acting)
    payload = {"content": current.name, "reason": reason}
    record_change(bank, "bank_content_withdrawn", acting=acting, payload=payload)
    return current


def withdraw_subject(subject: Subject, *, reason: str, acting: StaffMember) -> None:
    """Withdraw a lone entry or a piece of content."""
    if isinstance(subject, BankContent):
        withdraw_content(subject, reason=reason, acting=acting)
    else:
        withdraw_entry(subject, reason=reason, acting=acting)


@transaction.atomic
def _store(bank: Bank, draft: ContentDraft, taken: FileSignals, digest: str, *, acting: StaffMember) -> BankContent:
    locked = lock_bank(bank)
    if digest:
        _refuse_known_file(locked, digest)
    origin = locked.origin if draft.origin is None else draft.origin
    content = BankContent(
        bank=locked,
        note=draft.note.strip(),
        metadata=dict(draft.metadata),
        file_sha256=digest,
        file_name=draft.file_name[:255],
        file_bytes=draft.file.stat().st_size if draft.file is not None else None,
        file_kind=taken.file_kind,
        asides=list(taken.asides),
        origin=origin,
        added_at=utc_now(),
        added_by=acting,
    )
    entries = _entries(locked, content, draft, taken, acting=acting)
    if not entries:
        raise ContentEmptyError("; ".join(taken.asides) or ContentEmptyError().message, reasons=list(taken.asides))
    content.save()
    BankEntry.objects.bulk_create(entries)
    record("bank_content_added", acting=acting, subject=ledger_subject(locked), payload=_payload(content, entries))
    if origin:
        hold_back_colliding(locked, list(content.entries.select_related("content")))
    bump(locked)
    return content


def _entries(
    bank: Bank, content: BankContent, draft: ContentDraft, taken: FileSignals, *, acting: StaffMember
) -> list[BankEntry]:
    """Return the entries of a piece of content, one a signal; a sender's signal that is none is refused."""
    entries: dict[tuple[str, str], BankEntry] = {}
    given = [(signal, True) for signal in draft.signals] + [(signal, False) for signal in taken.signals]
    for (signal_type, value), from_sender in given:
        one = EntryDraft(
            signal_type=signal_type, value=value, opinion=draft.opinion, note=content.note, origin=content.origin
        )
        try:
            canonical = canonical_of_draft(one, opinion=bank.opinion)
        except EntryValueError as error:
            if from_sender:
                raise
            content.asides.append(f"{signal_type}: {error.message}")
            continue
        signal = (signal_type, canonical_digest(canonical))
        if signal not in entries:
            entries[signal] = entry_of(bank, one, canonical, acting=acting)
            entries[signal].content = content
    return list(entries.values())


def _refuse_known_file(bank: Bank, digest: str) -> None:
    known = bank.contents.filter(file_sha256=digest, withdrawn_at__isnull=True).first()
    if known is not None:
        raise ContentKnownError(f"the bank has this file already: {known.name}", content=known.name, number=known.pk)


def _lock(content: BankContent) -> tuple[Bank, BankContent]:
    bank, current = lock_subject(content)
    assert isinstance(current, BankContent)
    return bank, current


def _touch(bank: Bank, content: BankContent) -> None:
    content.entries.update(changed_in=next_version(bank))


def _payload(content: BankContent, entries: list[BankEntry]) -> dict[str, Any]:
    return {
        "content": content.name,
        "file_sha256": content.file_sha256,
        "file_name": content.file_name,
        "note": content.note,
        "origin": content.origin,
        "metadata_sha256": canonical_digest(repr(sorted(content.metadata.items()))),
        "entries": [[entry.entry_id, entry.signal_type, entry.canonical_sha256] for entry in entries],
        "asides": content.asides,
    }
