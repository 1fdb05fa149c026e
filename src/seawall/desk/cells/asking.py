"""Ask for a search for cells over the whole corpus, in the background; one at a time."""

from __future__ import annotations

from django.db import transaction

from seawall.desk.cells.errors import CellSearchRunningError
from seawall.desk.cells.services.guards import require_worker
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.models import OPEN_STATES, Run
from seawall.desk.sources.services import note_interrupted, queue_run

__all__ = ["ask_for_cells"]


@transaction.atomic
def ask_for_cells(*, acting: StaffMember) -> Run:
    """Queue a search.

    Raises:
        CellRoleError: not a role that works on cells.
        CellSearchRunningError: one waits or runs already.
    """
    require_worker(acting)
    note_interrupted()
    current = Run.objects.select_for_update().filter(kind=Run.Kind.CELLS, state__in=OPEN_STATES).first()
    if current is not None:
        raise CellSearchRunningError(run=current.pk)
    return queue_run(Run.Kind.CELLS, acting=acting)
