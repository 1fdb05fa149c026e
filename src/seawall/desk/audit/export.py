"""Hand the ledger over as JSON lines (`seawall.ledger.lines`), piece by piece.

Without details the lines name events, subjects and people's numbers alone; the chain verifies all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import transaction

from seawall.desk.audit import selectors
from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import record
from seawall.desk.people.models import StaffMember
from seawall.ledger import Chain, Sealed, write_line

__all__ = ["export_ledger"]

_PIECE_ROWS: Final = 2_000


def export_ledger(*, acting: StaffMember, with_details: bool) -> tuple[Chain, Iterator[bytes]]:
    """Record the export and return the head and the lines up to it, the export's own row included."""
    with transaction.atomic():
        record("ledger_exported", acting=acting, subject="ledger", payload={"with_details": with_details})
        end = selectors.head()
    return end, _lines(end.number, with_details=with_details)


def _lines(last: int, *, with_details: bool) -> Iterator[bytes]:
    after = 0
    while after < last:
        rows = LedgerRow.objects.filter(number__gt=after, number__lte=last).order_by("number")
        piece = list(rows.select_related("sealed")[:_PIECE_ROWS])
        for row in piece:
            yield write_line(row.as_entry(), row.digest, _sealed(row) if with_details else None)
        after = piece[-1].number if piece else last


def _sealed(row: LedgerRow) -> Sealed | None:
    kept = getattr(row, "sealed", None)
    return kept.as_sealed(row.payload_digest) if kept is not None else None
