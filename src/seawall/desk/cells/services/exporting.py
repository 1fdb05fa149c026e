"""Note that somebody took a cell out as a file, in which form, and whether it names accounts."""

from __future__ import annotations

from django.db import transaction

from seawall.desk.audit.services import record
from seawall.desk.cells.errors import NamesWithheldError
from seawall.desk.cells.models import Cell
from seawall.desk.cells.services.guards import require_worker
from seawall.desk.cells.services.revealing import standing_reveal
from seawall.desk.people.models import StaffMember

__all__ = ["note_export"]


@transaction.atomic
def note_export(cell: Cell, form: str, *, named: bool, acting: StaffMember) -> None:
    """Record an export before it is handed out.

    Raises:
        CellRoleError: not a role that works on cells.
        NamesWithheldError: names are asked for, and no reveal of this person stands.
    """
    require_worker(acting)
    if named and standing_reveal(cell, reader=acting) is None:
        raise NamesWithheldError
    payload = {"form": form, "named": named, "members": cell.size}
    record("cell_exported", acting=acting, subject=cell.ledger_subject, payload=payload)
