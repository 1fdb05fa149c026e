"""What does the desk's own database know of it: cases, and entries of banks?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models import BankEntry
from seawall.desk.banks.selectors import entries_with_value
from seawall.desk.banks.values import title_of_signal
from seawall.desk.cases.models import Case
from seawall.desk.cases.selectors.conflicts import conflicts_about_subject
from seawall.desk.observations.highlight import highlighted
from seawall.desk.people.models import StaffMember
from seawall.desk.search.detection import Asked
from seawall.desk.search.results import Group, Hit, group_of, literal_spans

__all__ = ["case_groups", "entry_groups"]

_LEAST: Final = 2
"""Characters from which names are searched for parts: a single letter is in every name."""
_LONGEST: Final = 200


def case_groups(asked: Asked, limit: int, reader: StaffMember) -> Iterator[Group]:
    """Find cases by their reference or by their account, but none that a conflict of interest closes to `reader`."""
    wanted = Q(reference__iexact=asked.written) | Q(account_id=asked.written[:500]) | Q(handle__iexact=asked.written)
    if asked.handle is not None:
        name = asked.handle.name
        handle = Q(handle__iexact=name) | Q(handle__iexact=f"@{name}") | Q(account_id=name)
        wanted |= handle & Q(platform__iexact=asked.handle.platform) if asked.handle.platform else handle
    if _LEAST <= len(asked.written) <= _LONGEST:
        wanted |= Q(handle__icontains=asked.written) | Q(display_name__icontains=asked.written)
        wanted |= Q(reference__istartswith=asked.written)
    open_to_reader = Case.objects.filter(wanted).exclude(Exists(conflicts_about_subject(reader)))
    rows = list(open_to_reader.order_by("-opened_at", "-pk")[: limit + 1])
    hits = tuple(
        Hit(
            address=reverse("cases:case", args=[case.reference]),
            title=case.reference,
            pieces=highlighted(case.handle or case.display_name or case.account_id or "", []),
            aside=case.get_state_display(),
            at=case.opened_at,
        )
        for case in rows[:limit]
    )
    yield from group_of("cases", _("Cases"), "inbox", hits, count=len(rows))


def entry_groups(asked: Asked, limit: int) -> Iterator[Group]:
    """Find bank entries that hold just this value, then those that contain the words."""
    found = {entry.pk: entry for entry in entries_with_value(asked.signal_values)}
    wanted = Q(entry_id=asked.written[:120])
    if _LEAST <= len(asked.written) <= _LONGEST:
        wanted |= Q(value__icontains=asked.written)
        if asked.normal:
            wanted |= Q(canonical__contains=asked.normal)
    rows = BankEntry.objects.filter(wanted).select_related("bank").order_by("-pk")[: limit + 1]
    found |= {entry.pk: entry for entry in rows}
    hits = tuple(
        Hit(
            address=reverse("banks:entry", args=[entry.pk]),
            title=entry.entry_id,
            pieces=highlighted(entry.value, literal_spans(entry.value, asked.written)),
            aside=f"{entry.bank.name} · {title_of_signal(entry.signal_type)}",
            at=entry.withdrawn_at or entry.added_at,
        )
        for entry in list(found.values())[:limit]
    )
    yield from group_of("entries", _("Bank entries"), "layers", hits, count=len(found))
