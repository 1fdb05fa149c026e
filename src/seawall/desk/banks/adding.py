"""Which lines of a list become entries, which does the bank have already, which are set aside?

Works in chunks inside the transaction of `services.add_entries`, so that a list of 10,000 lines takes seconds and a
list that is cut off by a crash leaves nothing behind. The ledger keeps counts and one digest over what was added, in
order; the entries themselves stand in the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connection

from seawall.bulk import load_query
from seawall.clock import utc_now
from seawall.desk.banks.drafts import Added, EntryDraft, NumberedDraft, Rejected, Repeated
from seawall.desk.banks.errors import EntryValueError
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.values import canonical_digest, canonical_of_draft, shortened
from seawall.desk.people.models import StaffMember

__all__ = ["ListAdder", "entry_of", "standing_entry"]

_CHUNK: Final = 500  # SQLite takes at most 999 parameters a query


def standing_entry(bank: Bank, signal_type: str, canonical: str) -> BankEntry | None:
    """Return the entry of the bank that matches the same content and is not withdrawn."""
    return bank.entries.filter(
        signal_type=signal_type, canonical_sha256=canonical_digest(canonical), withdrawn_at__isnull=True
    ).first()


def next_entry_id(bank: Bank) -> str:
    """Return the id for the next entry that brings none, and count it; `bank` is locked and saved by the caller."""
    bank.last_number += 1
    return f"B{bank.pk}-{bank.last_number:06d}"


def entry_of(bank: Bank, draft: EntryDraft, canonical: str, *, acting: StaffMember) -> BankEntry:
    """Return an unsaved entry; one without an id of its own takes the next number of the locked `bank`."""
    return BankEntry(
        entry_id=draft.entry_id or next_entry_id(bank),
        bank=bank,
        signal_type=draft.signal_type,
        value=draft.value,
        canonical=canonical,
        canonical_sha256=canonical_digest(canonical),
        opinion=draft.opinion or bank.opinion,
        note=draft.note or "",
        origin=bank.origin if draft.origin is None else draft.origin,
        expires_at=draft.expires_at,
        changed_in=bank.version + 1,
        added_at=utc_now(),
        added_by=acting,
    )


class EntryRow(NamedTuple):
    """A new entry as the database takes it: made by the million, so no model each."""

    entry_id: str
    bank_id: int
    signal_type: str
    value: str
    canonical: str
    canonical_sha256: str
    opinion: str
    note: str
    origin: str
    expires_at: datetime | None
    changed_in: int
    added_at: datetime
    added_by_id: int


class ListAdder:
    """Takes the lines of one list into one locked bank and remembers what became of each."""

    def __init__(self, bank: Bank, *, acting: StaffMember, origin: str | None = None) -> None:
        """Start with nothing taken; `origin` is that of lines which name none, the bank's own where it is absent."""
        self._bank = bank
        self._acting = acting
        self._origin = bank.origin if origin is None else origin
        self._now = utc_now()
        self._added: dict[tuple[str, str], str] = {}
        self._foreign: list[str] = []
        self._repeats: list[Repeated] = []
        self._rejects: list[Rejected] = []

    def take(self, lines: Iterable[NumberedDraft | Rejected]) -> None:
        """Add every line that is good and new."""
        checked = self._checked(lines)
        while chunk := list(islice(checked, _CHUNK)):
            known = self._known(chunk)
            taken = self._taken_ids(chunk)
            fresh = [row for line, canonical in chunk if (row := self._row(line, canonical, known, taken))]
            _insert(fresh)
            self._foreign += (row.entry_id for row in fresh if row.origin)

    def outcome(self) -> Added:
        """Return what became of the lines, bad ones in the order of the list."""
        rejects = tuple(sorted(self._rejects, key=lambda reject: reject.line_number))
        return Added(entry_ids=tuple(self._added.values()), repeats=tuple(self._repeats), rejects=rejects)

    def foreign(self) -> list[BankEntry]:
        """Return what was added of another origin: it has to be compared with what is protected."""
        parts = (self._foreign[start : start + _CHUNK] for start in range(0, len(self._foreign), _CHUNK))
        return [entry for part in parts for entry in BankEntry.objects.filter(entry_id__in=part).order_by("pk")]

    def ledger_payload(self) -> dict[str, Any]:
        """Return the counts, and the SHA-256 over `entry id, type, digest of the canonical value`, a line each."""
        written = "".join(f"{entry_id} {kind} {digest}\n" for (kind, digest), entry_id in self._added.items())
        ids = list(self._added.values())
        return {
            "added": len(ids),
            "repeats": len(self._repeats),
            "rejects": len(self._rejects),
            "first_entry": ids[0] if ids else None,
            "last_entry": ids[-1] if ids else None,
            "added_sha256": hashlib.sha256(written.encode("utf-8")).hexdigest(),
        }

    def _checked(self, lines: Iterable[NumberedDraft | Rejected]) -> Iterator[tuple[NumberedDraft, str]]:
        for line in lines:
            if isinstance(line, Rejected):
                self._rejects.append(line)
                continue
            try:
                yield line, canonical_of_draft(line.draft, opinion=self._bank.opinion)
            except EntryValueError as error:
                self._reject(line, error.message)

    def _row(
        self, line: NumberedDraft, canonical: str, known: dict[tuple[str, str], str], taken: set[str]
    ) -> EntryRow | None:
        draft = line.draft
        signal = (draft.signal_type, canonical_digest(canonical))
        standing = known.get(signal) or self._added.get(signal)
        if standing is not None:
            written = shortened(draft.value)
            self._repeats.append(Repeated(line_number=line.line_number, written=written, entry_id=standing))
            return None
        if draft.entry_id in taken:
            self._reject(line, f"another entry has the id {draft.entry_id}")
            return None
        entry_id = draft.entry_id or next_entry_id(self._bank)
        taken.add(entry_id)
        self._added[signal] = entry_id
        return EntryRow(
            entry_id=entry_id,
            bank_id=self._bank.pk,
            signal_type=draft.signal_type,
            value=draft.value,
            canonical=canonical,
            canonical_sha256=signal[1],
            opinion=draft.opinion or self._bank.opinion,
            note=draft.note or "",
            origin=self._origin if draft.origin is None else draft.origin,
            expires_at=draft.expires_at,
            changed_in=self._bank.version + 1,
            added_at=self._now,
            added_by_id=self._acting.pk,
        )

    def _reject(self, line: NumberedDraft, reason: str) -> None:
        self._rejects.append(Rejected(line_number=line.line_number, written=shortened(line.draft.value), reason=reason))

    def _known(self, chunk: list[tuple[NumberedDraft, str]]) -> dict[tuple[str, str], str]:
        digests = {canonical_digest(canonical) for _, canonical in chunk}
        # asked without the bank: SQLite would walk all of the bank's entries rather than look the digests up
        rows = BankEntry.objects.filter(canonical_sha256__in=digests, withdrawn_at__isnull=True)
        return {
            (kind, digest): name
            for bank, kind, digest, name in rows.values_list("bank_id", "signal_type", "canonical_sha256", "entry_id")
            if bank == self._bank.pk
        }

    def _taken_ids(self, chunk: list[tuple[NumberedDraft, str]]) -> set[str]:
        asked = {line.draft.entry_id for line, _ in chunk if line.draft.entry_id is not None}
        taken = BankEntry.objects.filter(entry_id__in=asked).values_list("entry_id", flat=True) if asked else ()
        return {*taken}


def _insert(rows: list[EntryRow]) -> None:
    """Store the rows. Raw SQL: the ORM takes five times as long for a list of a million."""
    moment = connection.ops.adapt_datetimefield_value
    columns = EntryRow._fields
    ends, added = columns.index("expires_at"), columns.index("added_at")
    written = [
        (*row[:ends], moment(row.expires_at), *row[ends + 1 : added], moment(row.added_at), *row[added + 1 :])
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(load_query("seawall.desk.banks", "insert_entries"), written)
