"""Read the ledger: its rows by event, person and subject; the custody of one subject; who and what there is.

Pages are cut by row number, not by offset, so that the thousandth page opens as quickly as the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.people.selectors import names_of
from seawall.ledger import GENESIS, Chain

__all__ = [
    "LedgerFilter",
    "LedgerPage",
    "NamedRow",
    "custody_of",
    "events",
    "head",
    "name_rows",
    "page",
    "people",
    "row_numbered",
]

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Which rows to show; an absent part doesn't narrow."""

    event: str | None = None
    acting: str | None = None
    subject: str | None = None

    def rows(self) -> QuerySet[LedgerRow]:
        """Return the rows, latest first."""
        asked = {"event": self.event, "acting": self.acting, "subject": self.subject}
        return LedgerRow.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("-number")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """A row and how whoever acted is called today; where that is forgotten, the name in the ledger."""

    row: LedgerRow
    acting_name: str

    @property
    def by_system(self) -> bool:
        """Say whether the desk itself acted."""
        return self.row.acting == SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Rows, latest first, and the number before which the next, older page begins."""

    rows: tuple[NamedRow, ...]
    older_before: int | None


def page(wanted: LedgerFilter, *, before: int | None = None) -> LedgerPage:
    """Return the page of rows numbered below `before`, or the latest."""
    rows = wanted.rows()
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: PAGE_ROWS + 1])
    shown = tuple(name_rows(found[:PAGE_ROWS]))
    return LedgerPage(rows=shown, older_before=shown[-1].row.number if len(found) > PAGE_ROWS else None)


def custody_of(subject: str) -> list[NamedRow]:
    """Return everything that happened to one subject, first to last: the answer to "where from?".

    A subject is written as in the ledger: `case:12`, `staff:3`.
    """
    return name_rows(LedgerRow.objects.filter(subject=subject).order_by("number"))


def row_numbered(number: int) -> LedgerRow:
    """Return one row; an unknown number is a 404."""
    return get_object_or_404(LedgerRow, number=number)


def head() -> Chain:
    """Return where the ledger ends now."""
    last = LedgerRow.objects.order_by("-number").first()
    return Chain(number=last.number, head=last.digest) if last else Chain(number=0, head=GENESIS)


def events() -> list[str]:
    """Return the events that the ledger has, by name."""
    return list(LedgerRow.objects.order_by("event").values_list("event", flat=True).distinct())


def people() -> dict[str, str]:
    """Return who acts in the ledger: ledger name and, where still known, pseudonym."""
    acting = list(LedgerRow.objects.order_by("acting").values_list("acting", flat=True).distinct())
    known = names_of(set(acting))
    return {name: known.get(name, name) for name in acting}


def name_rows(rows: Iterable[LedgerRow]) -> list[NamedRow]:
    """Put the pseudonym beside each row, where it is still known."""
    listed = list(rows)
    known = names_of({row.acting for row in listed})
    return [NamedRow(row=row, acting_name=known.get(row.acting, row.acting)) for row in listed]
