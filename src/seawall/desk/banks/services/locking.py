"""Who writes to a bank holds its row; rows are locked in one order: bank, then content, then entry.

`next_version` is the version that the present change makes: entries that it touches carry it in `changed_in`, and
`bump` writes it into the bank at the end.
"""

from __future__ import annotations

from typing import TypeAlias

from seawall.desk.banks.errors import ContentWithdrawnError, EntryWithdrawnError
from seawall.desk.banks.models import Bank, BankContent, BankEntry

__all__ = ["Subject", "bump", "entries_of_subject", "ledger_subject", "lock_bank", "lock_subject", "next_version"]

Subject: TypeAlias = BankEntry | BankContent
"""What can be held back, disputed and looked at: a lone entry, or a piece of content with all its entries."""


def lock_bank(bank: Bank | int) -> Bank:
    """Return the bank as it is now, locked until the transaction ends."""
    return Bank.objects.select_for_update().get(pk=bank if isinstance(bank, int) else bank.pk)


def lock_subject(subject: Subject) -> tuple[Bank, Subject]:
    """Lock the bank and the entry or content, and refuse what was withdrawn.

    An entry that is one of several of a piece of content stands for that content.

    Raises:
        EntryWithdrawnError, ContentWithdrawnError: it is out of use.
    """
    bank = lock_bank(subject.bank_id)
    if isinstance(subject, BankEntry) and subject.content_id is not None:
        subject = BankContent.objects.get(pk=subject.content_id)
    if isinstance(subject, BankContent):
        content = BankContent.objects.select_for_update().get(pk=subject.pk)
        if content.withdrawn_at is not None:
            raise ContentWithdrawnError(content=content.name)
        return bank, content
    entry = BankEntry.objects.select_for_update().get(pk=subject.pk)
    if entry.withdrawn_at is not None:
        raise EntryWithdrawnError(entry_id=entry.entry_id)
    return bank, entry


def entries_of_subject(subject: Subject) -> list[BankEntry]:
    """Return the entries of it that stand."""
    if isinstance(subject, BankEntry):
        return [subject]
    return list(subject.entries.filter(withdrawn_at__isnull=True).order_by("pk"))


def next_version(bank: Bank) -> int:
    """Return the version that a change of the locked bank makes."""
    return bank.version + 1


def bump(bank: Bank, *, everything: bool = False) -> None:
    """Write the new version and the last number given of a locked bank; `everything`: all entries are concerned."""
    bank.version = next_version(bank)
    if everything:
        bank.facts_version = bank.version
    bank.save(update_fields=["version", "facts_version", "last_number"])


def ledger_subject(bank: Bank) -> str:
    """Return how the ledger names a bank."""
    return f"bank:{bank.pk}"
