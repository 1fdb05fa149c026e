"""Note that somebody opened a cell: its members are shown by pseudonym there, and it is a consultation all the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cells.models import Cell, CellLook
from seawall.desk.cells.services.guards import require_reader
from seawall.desk.people.models import StaffMember

__all__ = ["look_at_cell"]

_ONE_LOOK_LASTS: Final = timedelta(minutes=15)


@transaction.atomic
def look_at_cell(cell: Cell, *, acting: StaffMember) -> CellLook:
    """Return the look of `acting` at a cell; opened again within a quarter of an hour it is the same look.

    Raises:
        CellRoleError: not a role that reads cells.
    """
    require_reader(acting)
    now = utc_now()
    recent = CellLook.objects.filter(cell=cell, staff=acting, at__gt=now - _ONE_LOOK_LASTS).first()
    if recent is not None:
        return recent
    look = CellLook.objects.create(cell=cell, staff=acting, at=now)
    record("cell_viewed", acting=acting, subject=cell.ledger_subject)
    return look
