"""Name the members of a cell to somebody who asks and says why: only where three of them were found in breach.

The rule is enforced here, whatever a page offers: fewer than three members with a standing decision *in breach*, and
nobody is named. A reveal holds for a working day, for the person who asked; it is in the ledger, and each named account
is a consultation like any other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import Case, ConflictOfInterest
from seawall.desk.cases.services.guards import require_unbarred
from seawall.desk.cells.breaches import LEAST_BREACHED, breached_members
from seawall.desk.cells.errors import NamesWithheldError
from seawall.desk.cells.models import Cell, CellReveal
from seawall.desk.cells.services.guards import require_worker, stated_reason
from seawall.desk.observations.purposes import Purpose
from seawall.desk.observations.services import consult_accounts
from seawall.desk.people.models import StaffMember

__all__ = ["NAMED_FOR", "reveal_members", "standing_reveal"]

NAMED_FOR: Final = timedelta(hours=8)


@transaction.atomic
def reveal_members(cell: Cell, *, reason: str, acting: StaffMember) -> CellReveal:
    """Let `acting` see the names of a cell's members for a working day.

    Raises:
        CellRoleError: not a role that works on cells.
        CellReasonError: without a reason.
        NamesWithheldError: fewer than three members have content that a reviewer found in breach.
        CaseBarredError: `acting` declared a conflict of interest about a member.
    """
    require_worker(acting)
    written = stated_reason(reason)
    breached = len(breached_members(cell))
    if breached < LEAST_BREACHED:
        words = _(
            "Names stay withheld: %(breached)s of the members have content that a reviewer found in breach; "
            "%(least)s are needed."
        ) % {"breached": breached, "least": LEAST_BREACHED}
        raise NamesWithheldError(words, breached=breached, least=LEAST_BREACHED)
    members = list(cell.members.values_list("platform", "account_id"))
    barring = _barring_case(members, acting)
    if barring is not None:
        require_unbarred(barring, acting)
    now = utc_now()
    reveal = CellReveal.objects.create(
        cell=cell, staff=acting, at=now, until=now + NAMED_FOR, reason=written, breached=breached
    )
    consult_accounts(members, Purpose(why="lead", note=written), acting=acting)
    payload = {"reason": written, "members": len(members), "breached": breached, "reveal": reveal.pk}
    record("cell_members_named", acting=acting, subject=cell.ledger_subject, payload=payload)
    return reveal


def _barring_case(members: list[tuple[str, str]], staff: StaffMember) -> Case | None:
    """Return a case about a member in which `staff` declared a conflict; one query, whatever the size of the cell."""
    names = {(platform.lower(), name) for platform, name in members}
    declared = ConflictOfInterest.objects.filter(staff=staff).select_related("case")
    for case in (conflict.case for conflict in declared):
        if (case.platform.lower(), case.account_id or case.channel_id) in names:
            return case
    return None


def standing_reveal(cell: Cell, *, reader: StaffMember) -> CellReveal | None:
    """Return the reveal by which `reader` may see names now; None: pseudonyms alone.

    A reveal ends early where decisions were undone and fewer than three members are left in breach, and where the
    reader declared a conflict of interest about a member since.
    """
    found = CellReveal.objects.filter(cell=cell, staff=reader, until__gt=utc_now()).first()
    if found is None or len(breached_members(cell)) < LEAST_BREACHED:
        return None
    members = list(cell.members.values_list("platform", "account_id"))
    return None if _barring_case(members, reader) else found
