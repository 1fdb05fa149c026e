"""Open a case on one member of a cell: that account alone is looked at, and judged by what it posts itself.

Nobody but a person does, and says why. Where a lawful alternative is named for the cell (a newsroom, fans, a disclosed
campaign), that person also says to have weighed it; the service and the database ask for it, whatever a page offers.
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
from seawall.desk.cells.models import CellCase, CellMember
from seawall.desk.cells.services.guards import require_worker, stated_reason
from seawall.desk.people.models import StaffMember

__all__ = ["open_member_case"]


def open_member_case(member: CellMember, *, reason: str, acting: StaffMember, weighed: bool = False) -> Case:
    """Return the case about a member: the one that is open, with the finding added, or a new one.

    Args:
        member: of a cell.
        reason: why its own posts should be looked at.
        acting: who asks.
        weighed: `acting` says to have weighed the lawful alternatives that are named for the cell.

    Raises:
        CellRoleError: not a role that works on cells.
        CellReasonError: without a reason.
        CellCaseError: a lawful alternative is named and was not weighed, or the corpus holds nothing of the account.
        CaseBarredError: `acting` declared a conflict of interest about the account.
    """
    require_worker(acting)
    written = stated_reason(reason)
    if member.cell.has_alternative and not weighed:
        words = _("A lawful explanation is named for this cell. Weigh it first, and say that you did.")
        raise CellCaseError(words, why="not_weighed")
    seen = newest_seen(member.key)  # reads the corpus, so before the database is held
    if seen is None:
        raise CellCaseError(_("The corpus holds nothing of this account any more."), why="gone")
    subject = seen.subject
    require_unbarred_subject(
        acting, platform=subject.platform, account_id=subject.account_id, channel_id=subject.channel_id
    )
    finding = finding_of(member, seen, now=utc_now())
    asked = CellCase(
        member=member,
        opened_by=acting,
        at=utc_now(),
        reason=written,
        alternative_named=member.cell.has_alternative,
        alternatives=[one["name"] for one in member.cell.lawful_alternatives],
        weighed=weighed,
    )
    return _open(asked, subject, finding=finding)


@transaction.atomic
def _open(asked: CellCase, subject: Subject, *, finding: FindingRecord) -> Case:
    acting, member = asked.opened_by, asked.member
    receive_findings([finding], acting=acting)
    open_cases(acting=acting, minimum_score=0.0, only=subject)
    cases = Case.objects.filter(platform=subject.platform, account_id=subject.account_id, channel_id=subject.channel_id)
    asked.case = cases.latest("pk")  # the finding stands in one by now
    asked.save()
    payload = {
        "case": asked.case.reference,
        "member": member.pseudonym,
        "reason": asked.reason,
        "alternatives": asked.alternatives,
        "weighed": asked.weighed,
    }
    record("cell_case_opened", acting=acting, subject=member.cell.ledger_subject, payload=payload)
    return asked.case
