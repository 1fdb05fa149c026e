"""Write a bank into a file for somebody else: bank lines in JSON, or the local_file of python-threatexchange (`tx`).

Withdrawn entries, those that have ended and, in `tx`, those that are held back stay here; the ledger keeps who took how
many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec
from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.errors import BankFactsError
from seawall.desk.banks.models import Bank
from seawall.desk.banks.selectors import bank_entries
from seawall.desk.banks.values import is_own_id
from seawall.desk.people.models import StaffMember
from seawall.exchange.local_file import write_local_file
from seawall.index import BankEntry, Opinion

__all__ = ["FORMS", "export_bank"]

FORMS: Final = ("jsonl", "tx")


def export_bank(bank: Bank, form: str, stream: BinaryIO, *, acting: StaffMember) -> int:
    """Write the entries of a bank that stand, and return how many were written.

    Args:
        bank: the bank.
        form: one of `FORMS`.
        stream: where to.
        acting: who takes them.

    Raises:
        BankFactsError: no such form.
    """
    if form not in FORMS:
        raise BankFactsError(f"a bank is written as {' or '.join(FORMS)}, not as {form!r}")
    standing = (entry for entry in bank_entries(bank, now=utc_now()) if entry.opinion is not Opinion.WITHDRAWN)
    written = write_local_file(standing, stream).written if form == "tx" else _write_lines(standing, stream)
    with transaction.atomic():
        record("bank_exported", acting=acting, subject=f"bank:{bank.pk}", payload={"form": form, "entries": written})
    return written


def _write_lines(entries: Iterator[BankEntry], stream: BinaryIO) -> int:
    encode, written = msgspec.json.encode, 0
    for entry in entries:
        line: dict[str, str | int | None] = {
            "bank": entry.bank,
            "signal_type": entry.signal_type,
            "value": entry.written or entry.value,
            "opinion": entry.opinion.value,
            "policy": entry.policy,
            "note": entry.note,
        }
        if not is_own_id(entry.entry_id):  # an id that this desk gave means something else at another one
            line["entry_id"] = entry.entry_id
        if entry.content is not None:
            line["content"] = entry.content
        if entry.limit is not None:
            line["limit"] = entry.limit
        stream.write(encode(line) + b"\n")
        written += 1
    return written
