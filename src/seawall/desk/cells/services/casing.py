"""Open a case on one member of a cell: that account alone is looked at, and judged by what it posts itself.

A cell for which a lawful alternative is named (a newsroom, fans, a disclosed campaign) opens no case: its accounts come
before reviewers for their own posts, through other engines, or not at all.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import Case
from seawall.desk.cases.records import FindingRecord
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.desk.cases.services.guards import require_unbarred_subject
from seawall.desk.cases.subjects import Subject
from seawall.desk.cells.errors import CellCaseError
from seawall.desk.cells.finding import finding_of, newest_seen
from seawall.desk.cells.models import CellMember
from seawall.desk.cells.services.guards import require_worker
from seawall.desk.people.models import StaffMember

__all__ = ["open_member_case"]


def open_member_case(member: CellMember, *, acting: StaffMember) -> Case:
    """Return the case about a member: the one that is open, with the finding added, or a new one.

    Raises:
        CellRoleError: not a role that works on cells.
        CellCaseError: a lawful alternative is named for the cell, or the corpus holds nothing of the account any more.
        CaseBarredError: `acting` declared a conflict of interest about the account.
    """
    require_worker(acting)
    if member.cell.has_alternative:
        words = _(
            "A lawful alternative is named for this cell, so no case is opened on it. Posts in breach open their own."
        )
        raise CellCaseError(words, why="lawful")
    seen = newest_seen(member.key)  # reads the corpus, so before the database is held
    if seen is None:
        raise CellCaseError(_("The corpus holds nothing of this account any more."), why="gone")
    subject = seen.subject
    require_unbarred_subject(
        acting, platform=subject.platform, account_id=subject.account_id, channel_id=subject.channel_id
    )
    return _open(member, subject, acting=acting, finding=finding_of(member, seen, now=utc_now()))


@transaction.atomic
def _open(member: CellMember, subject: Subject, *, acting: StaffMember, finding: FindingRecord) -> Case:
    receive_findings([finding], acting=acting)
    open_cases(acting=acting, minimum_score=0.0, only=subject)
    cases = Case.objects.filter(platform=subject.platform, account_id=subject.account_id, channel_id=subject.channel_id)
    case = cases.latest("pk")  # the finding stands in one by now
    payload = {"case": case.reference, "member": member.pseudonym}
    record("cell_case_opened", acting=acting, subject=member.cell.ledger_subject, payload=payload)
    return case
