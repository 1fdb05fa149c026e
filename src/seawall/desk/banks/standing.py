"""How does something in a bank stand? What holds it back, what partners say of it, what waits: for the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models import Bank, BankContent, BankEntry, Hold, PartnerOpinion
from seawall.desk.banks.services.locking import Subject
from seawall.desk.people.models import StaffMember

__all__ = ["Standing", "Waiting", "holds_on", "may_settle", "standing_of", "subject_named", "waiting_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a page says of an entry or a piece of content."""

    subject: Subject
    kind: str  # "entry" or "content", as addresses have it
    holds: tuple[Hold, ...]
    released: tuple[Hold, ...]
    opinions: tuple[PartnerOpinion, ...]
    waits_for_a_look: bool
    is_disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many things of a bank wait for a person, and for what."""

    held_back: int
    quarantined: int
    to_look_at: int


def subject_named(kind: str, number: int) -> Subject | None:
    """Return the entry or piece of content of an address; an entry of several stands for its piece of content."""
    if kind == "content":
        return BankContent.objects.select_related("bank").filter(pk=number).first()
    if kind != "entry":
        return None
    entry = BankEntry.objects.select_related("bank", "content__bank").filter(pk=number).first()
    return entry.content if entry is not None and entry.content_id is not None else entry


def standing_of(subject: Subject) -> Standing:
    """Return how an entry or a piece of content stands."""
    holds = list(subject.holds.select_related("placed_by", "released_by").order_by("-pk"))
    standing = tuple(hold for hold in holds if hold.released_at is None)
    if isinstance(subject, BankContent):
        waits = subject.entries.filter(withdrawn_at__isnull=True, looked_at__isnull=True).exclude(origin="").exists()
    else:
        waits = subject.waits_for_a_look
    return Standing(
        subject=subject,
        kind="content" if isinstance(subject, BankContent) else "entry",
        holds=standing,
        released=tuple(hold for hold in holds if hold.released_at is not None),
        opinions=tuple(subject.partner_opinions.select_related("recorded_by")),
        waits_for_a_look=waits and subject.withdrawn_at is None,
        is_disputed=any(hold.kind == Hold.Kind.DISPUTED for hold in standing),
    )


def holds_on(bank: Bank, entries: Iterable[BankEntry]) -> dict[int, list[str | Promise]]:
    """Return, by entry, in one word each, why entries of a page are held back; one query."""
    shown = list(entries)
    contents = {entry.content_id for entry in shown if entry.content_id is not None}
    standing: QuerySet[Hold] = bank.holds.filter(released_at__isnull=True)
    rows = standing.filter(Q(entry__in=[entry.pk for entry in shown]) | Q(content__in=contents))
    by_entry: dict[int, list[str | Promise]] = {}
    for hold in rows.only("entry_id", "content_id", "kind"):
        for entry in shown:
            if hold.entry_id == entry.pk or (hold.content_id is not None and hold.content_id == entry.content_id):
                by_entry.setdefault(entry.pk, []).append(Hold.Kind(hold.kind).label)
    for entry in shown:
        if entry.waits_for_a_look:
            by_entry.setdefault(entry.pk, []).append(_("To be looked at"))
    return by_entry


def waiting_in(bank: Bank) -> Waiting:
    """Return what of a bank waits for a person."""
    quarantined = Count("pk", filter=Q(kind=Hold.Kind.QUARANTINED))
    counted = bank.holds.filter(released_at__isnull=True).aggregate(all=Count("pk"), quarantined=quarantined)
    foreign = bank.entries.filter(withdrawn_at__isnull=True, looked_at__isnull=True).exclude(origin="")
    return Waiting(
        held_back=counted["all"],
        quarantined=counted["quarantined"],
        to_look_at=foreign.count(),
    )


def may_settle(hold: Hold, staff: StaffMember) -> bool:
    """Say whether this person may release a hold: whoever raised a dispute may not."""
    return hold.kind != Hold.Kind.DISPUTED or hold.placed_by_id != staff.pk
