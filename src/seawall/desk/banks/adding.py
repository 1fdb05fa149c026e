"""Which lines of a list become entries, which does the bank have already, which are set aside?

Works in chunks inside the transaction of `services.add_entries`, so that a list of 10,000 lines takes seconds and a
list that is cut off by a crash leaves nothing behind. The ledger keeps counts and one digest over what was added, in
order; the entries themselves stand in the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

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


def entry_of(bank: Bank, draft: EntryDraft, canonical: str, *, acting: StaffMember) -> BankEntry:
    """Return an unsaved entry; one without an id of its own takes the next number of `bank`."""
    entry_id = draft.entry_id
    if entry_id is None:
        bank.last_number += 1
        entry_id = f"B{bank.pk}-{bank.last_number:06d}"
    return BankEntry(
        entry_id=entry_id,
        bank=bank,
        signal_type=draft.signal_type,
        value=draft.value,
        canonical=canonical,
        canonical_sha256=canonical_digest(canonical),
        opinion=draft.opinion or bank.opinion,
        note=draft.note or "",
        added_at=utc_now(),
        added_by=acting,
    )


class ListAdder:
    """Takes the lines of one list into one locked bank and remembers what became of each."""

    def __init__(self, bank: Bank, *, acting: StaffMember) -> None:
        """Start with nothing taken."""
        self._bank = bank
        self._acting = acting
        self._added: dict[tuple[str, str], str] = {}
        self._repeats: list[Repeated] = []
        self._rejects: list[Rejected] = []

    def take(self, lines: Iterable[NumberedDraft | Rejected]) -> None:
        """Add every line that is good and new."""
        checked = self._checked(lines)
        while chunk := list(islice(checked, _CHUNK)):
            known = self._known(chunk)
            taken = self._taken_ids(chunk)
            fresh = [entry for line, canonical in chunk if (entry := self._entry(line, canonical, known, taken))]
            BankEntry.objects.bulk_create(fresh)

    def outcome(self) -> Added:
        """Return what became of the lines, bad ones in the order of the list."""
        rejects = tuple(sorted(self._rejects, key=lambda reject: reject.line_number))
        return Added(entry_ids=tuple(self._added.values()), repeats=tuple(self._repeats), rejects=rejects)

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

    def _entry(
        self, line: NumberedDraft, canonical: str, known: dict[tuple[str, str], str], taken: set[str]
    ) -> BankEntry | None:
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
        entry = entry_of(self._bank, draft, canonical, acting=self._acting)
        taken.add(entry.entry_id)
        self._added[signal] = entry.entry_id
        return entry

    def _reject(self, line: NumberedDraft, reason: str) -> None:
        self._rejects.append(Rejected(line_number=line.line_number, written=shortened(line.draft.value), reason=reason))

    def _known(self, chunk: list[tuple[NumberedDraft, str]]) -> dict[tuple[str, str], str]:
        digests = {canonical_digest(canonical) for _, canonical in chunk}
        rows = self._bank.entries.filter(canonical_sha256__in=digests, withdrawn_at__isnull=True)
        return {
            (kind, digest): name
            for kind, digest, name in rows.values_list("signal_type", "canonical_sha256", "entry_id")
        }

    def _taken_ids(self, chunk: list[tuple[NumberedDraft, str]]) -> set[str]:
        asked = {line.draft.entry_id for line, _ in chunk if line.draft.entry_id is not None}
        taken = BankEntry.objects.filter(entry_id__in=asked).values_list("entry_id", flat=True) if asked else ()
        return {*taken}
