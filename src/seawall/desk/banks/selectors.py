"""Which banks and entries are there, and which of them do the engines compare with now?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from seawall.clock import utc_now
from seawall.desk.banks.holding import standing_reasons
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.values import canonical_digest
from seawall.index import BankEntry as ComparedEntry
from seawall.index import Opinion as ComparedOpinion

__all__ = [
    "EntryFilter",
    "EntryState",
    "bank_entries",
    "banks_version",
    "banks_with_counts",
    "compared_entry",
    "compares",
    "entries_for_scan",
    "entries_of",
    "entries_with_value",
]


class _Row(NamedTuple):
    """What the engines are told of an entry, read without making a model of each of a million rows."""

    pk: int
    entry_id: str
    signal_type: str
    canonical: str
    opinion: str
    note: str
    value: str
    origin: str
    content_id: int | None
    looked_at: datetime | None
    expires_at: datetime | None
    withdrawn_at: datetime | None


_READ = _Row._fields


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries of a bank a reader wants to see; absent parts don't narrow."""

    words: str | None = None
    signal_type: str | None = None
    state: str = "standing"


class EntryState(models.TextChoices):
    """Which entries are listed, by how they stand."""

    STANDING = "standing", _("In use")
    HELD_BACK = "held_back", _("Held back")
    TO_LOOK_AT = "to_look_at", _("To be looked at")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def banks_version() -> int:
    """Return a number that grows with every change of any bank: look-ups compare it."""
    return Bank.objects.aggregate(total=Sum("version"))["total"] or 0


def banks_with_counts() -> QuerySet[Bank]:
    """Return the banks by name, each with `standing` and `withdrawn`, its counts of entries."""
    return Bank.objects.annotate(
        standing=Count("entries", filter=Q(entries__withdrawn_at__isnull=True)),
        withdrawn=Count("entries", filter=Q(entries__withdrawn_at__isnull=False)),
    ).order_by("name")


def entries_of(bank: Bank, wanted: EntryFilter) -> QuerySet[BankEntry]:
    """Return the entries of a bank, newest first, each with who added it and what holds it back."""
    entries = BankEntry.objects.filter(bank=bank).select_related("added_by", "withdrawn_by", "content").order_by("-pk")
    entries = entries.filter(withdrawn_at__isnull=wanted.state != EntryState.WITHDRAWN)
    if wanted.state == EntryState.HELD_BACK:
        held = bank.holds.filter(released_at__isnull=True)
        entries = entries.filter(Q(pk__in=held.values("entry")) | Q(content__in=held.values("content")))
    elif wanted.state == EntryState.TO_LOOK_AT:
        entries = entries.exclude(origin="").filter(looked_at__isnull=True)
    if wanted.signal_type:
        entries = entries.filter(signal_type=wanted.signal_type)
    if wanted.words:
        entries = entries.filter(
            Q(value__icontains=wanted.words) | Q(note__icontains=wanted.words) | Q(entry_id__istartswith=wanted.words)
        )
    return entries


def entries_with_value(values: Iterable[tuple[str, str]]) -> list[BankEntry]:
    """Return the entries, withdrawn ones included, whose (signal type, canonical value) is one of `values`."""
    wanted = Q()
    for signal_type, canonical in values:
        wanted |= Q(signal_type=signal_type, canonical_sha256=canonical_digest(canonical))
    if not wanted:
        return []
    return list(BankEntry.objects.filter(wanted).select_related("bank").order_by("bank__name", "pk")[:50])


def entries_for_scan(now: datetime | None = None, *, opinion: str | None = None) -> list[ComparedEntry]:
    """Return what the engines compare with: the entries of banks that are switched on and have not ended at `now`.

    Withdrawn entries come along as such, so that a scan withdraws what was found by them, and so do those that ended or
    whose content is disabled for a time. `opinion` asks for the entries of one opinion alone.
    """
    moment = now or utc_now()
    banks = [bank for bank in Bank.objects.order_by("pk") if compares(bank, moment)]
    return [entry for bank in banks for entry in bank_entries(bank, now=moment, opinion=opinion)]


def compares(bank: Bank, now: datetime) -> bool:
    """Say whether a bank is switched on and has not ended at `now`."""
    return bank.is_matching and (bank.expires_at is None or bank.expires_at > now)


def bank_entries(
    bank: Bank, *, now: datetime, changed_since: int = 0, opinion: str | None = None
) -> Iterator[ComparedEntry]:
    """Yield the entries of a bank in their present version, as the engines see them, whether or not the bank compares.

    Args:
        bank: the bank as read from the database.
        now: entries that have ended by then, or whose content is disabled, come as withdrawn.
        changed_since: a version of the bank; yields what changed after it. Where `bank.facts_version` is higher, ask
            for everything.
        opinion: yields the entries of this opinion alone.
    """
    rows = bank.entries.order_by("pk")
    if changed_since:
        rows = rows.filter(changed_in__gt=changed_since)
    if opinion is not None:
        rows = rows.filter(opinion=opinion)
    reasons = standing_reasons(bank)
    disabled = set(bank.contents.filter(disabled_until__gt=now).values_list("pk", flat=True))
    for row in rows.values_list(*_READ).iterator(chunk_size=5000):
        yield _compared(bank, _Row(*row), now=now, reasons=reasons, disabled=disabled)


def compared_entry(bank: Bank, entry: BankEntry) -> ComparedEntry:
    """Return one entry as the engines see it, holds and disabled content left aside."""
    row = _Row(*(getattr(entry, name) for name in _READ))
    return _compared(bank, row, now=entry.added_at, reasons={}, disabled=set())


def _compared(
    bank: Bank, row: _Row, *, now: datetime, reasons: Mapping[tuple[str, int], str], disabled: AbstractSet[int]
) -> ComparedEntry:
    is_out = row.withdrawn_at is not None or row.content_id in disabled or (row.expires_at and row.expires_at <= now)
    return ComparedEntry(
        entry_id=row.entry_id,
        bank=bank.name,
        signal_type=row.signal_type,
        value=row.canonical,
        opinion=ComparedOpinion.WITHDRAWN if is_out else ComparedOpinion(row.opinion),
        policy=bank.policy or None,
        note=row.note or None,
        written=row.value,
        content=None if row.content_id is None else f"C{row.content_id}",
        limit=bank.limits.get(row.signal_type),
        held_back=_held_back(row, reasons),
    )


def _held_back(row: _Row, reasons: Mapping[tuple[str, int], str]) -> str | None:
    held = reasons.get(("entry", row.pk)) or reasons.get(("content", row.content_id or 0))
    if held is not None:
        return held
    if row.origin and row.looked_at is None:
        return f"It comes from “{row.origin}”, and nobody here has looked yet at what it matches."
    return None
