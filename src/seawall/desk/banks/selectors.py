"""Which banks and entries are there, and which of them do the engines compare with now?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from seawall.clock import utc_now
from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.values import canonical_digest
from seawall.index import BankEntry as ComparedEntry
from seawall.index import Opinion as ComparedOpinion

__all__ = ["EntryFilter", "banks_version", "banks_with_counts", "entries_for_scan", "entries_of", "entries_with_value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries of a bank a reader wants to see; absent parts don't narrow."""

    words: str | None = None
    signal_type: str | None = None
    withdrawn: bool = False


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
    """Return the entries of a bank, newest first, each with who added it."""
    entries = BankEntry.objects.filter(bank=bank).select_related("added_by", "withdrawn_by").order_by("-pk")
    entries = entries.filter(withdrawn_at__isnull=not wanted.withdrawn)
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


def entries_for_scan(now: datetime | None = None) -> list[ComparedEntry]:
    """Return what the engines compare with: the entries of banks that have not ended at `now`.

    Withdrawn entries come along as such, so that a scan withdraws what was found by them.
    """
    moment = now or utc_now()
    entries = (
        BankEntry.objects.filter(Q(bank__expires_at__isnull=True) | Q(bank__expires_at__gt=moment))
        .order_by("pk")
        .values_list(
            "entry_id",
            "bank__name",
            "signal_type",
            "canonical",
            "opinion",
            "bank__policy",
            "note",
            "value",
            "withdrawn_at",
        )
    )
    return [
        ComparedEntry(
            entry_id=entry_id,
            bank=bank,
            signal_type=signal_type,
            value=canonical,
            opinion=ComparedOpinion(opinion) if withdrawn_at is None else ComparedOpinion.WITHDRAWN,
            policy=policy or None,
            note=note or None,
            written=written,
        )
        for entry_id, bank, signal_type, canonical, opinion, policy, note, written, withdrawn_at in entries.iterator(
            chunk_size=5000
        )
    ]
