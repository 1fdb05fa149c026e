"""What follows when a bank entry is withdrawn, or an account's posts are erased?

Findings of a withdrawn entry are withdrawn with it. An undecided case that rests on nothing else is closed, with the
reason; one that rests on more stays open and says how many findings are left; a decided one keeps its decision and
gets a ledger row and a notice on its page, since only people take decisions back. Erasure empties the desk's copies
of posts; findings, decisions and the ledger stay and say that something was erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import UNDECIDED_STATES, Case, CaseState, Finding, ObservationCopy
from seawall.desk.cases.reasons import written_reason
from seawall.desk.cases.services.closing import close_without_grounds
from seawall.desk.people.models import StaffMember

__all__ = ["Withdrawn", "erase_copies", "withdraw_findings_of_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What a withdrawal touched: findings withdrawn, cases closed, and decided cases left without grounds."""

    findings: int
    closed: tuple[str, ...] = ()
    decided_without_grounds: tuple[str, ...] = ()


@transaction.atomic
def withdraw_findings_of_entry(
    *, bank: str, entry_id: str, acting: StaffMember | str, because: str, now: datetime | None = None
) -> Withdrawn:
    """Withdraw every finding that rests on one bank entry, and close the open cases that rest on nothing else."""
    moment = now or utc_now()
    reason = written_reason(because)
    standing = Finding.objects.filter(bank=bank, entry_id=entry_id, withdrawn_at__isnull=True)
    touched = list(
        Case.objects.select_for_update(of=("self",)).filter(pk__in=standing.values("case_id")).order_by("id")
    )
    count = standing.update(withdrawn_at=moment, withdrawn_because=reason)
    if not count:
        return Withdrawn(findings=0)
    record(
        "findings_withdrawn",
        acting=acting,
        subject=f"bank_entry:{bank}/{entry_id}"[:200],
        payload={"findings": count, "because": reason, "bank": bank, "entry_id": entry_id},
    )
    closed: list[str] = []
    without_grounds: list[str] = []
    for case in touched:
        left = case.findings.filter(withdrawn_at__isnull=True).count()
        Case.objects.filter(pk=case.pk).update(finding_count=left)
        case.finding_count = left
        if left == 0 and case.state in UNDECIDED_STATES:
            _close(case, acting=acting, reason=reason, now=moment)
            closed.append(case.reference)
        elif left == 0 and case.state == CaseState.DECIDED:
            record("grounds_withdrawn", acting=acting, subject=case.ledger_subject, payload={"because": reason})
            without_grounds.append(case.reference)
    return Withdrawn(findings=count, closed=tuple(closed), decided_without_grounds=tuple(without_grounds))


@transaction.atomic
def erase_copies(
    *,
    platform: str,
    acting: StaffMember | str,
    because: str,
    account_id: str | None = None,
    post_id: str | None = None,
    now: datetime | None = None,
) -> int:
    """Empty the desk's copies of an account's posts, or of one post; return how many."""
    if (account_id is None) == (post_id is None):
        raise ValueError("name either an account or a post")
    moment = now or utc_now()
    reason = written_reason(because)
    copies = ObservationCopy.objects.filter(platform=platform, erased_at__isnull=True)
    copies = copies.filter(account_id=account_id) if account_id is not None else copies.filter(post_id=post_id)
    numbers = list(copies.values_list("pk", flat=True))
    if not numbers:
        return 0
    Finding.objects.filter(observation__in=copies).update(evidence=[], spans=[])
    if account_id is not None:
        Case.objects.filter(platform=platform, account_id=account_id).update(handle=None, display_name=None)
    copies.update(text=None, url=None, handle=None, display_name=None, media=[], erased_at=moment)
    record(
        "copies_erased",
        acting=acting,
        subject=f"copy:{numbers[0]}",
        payload={"copies": numbers, "because": reason},
    )
    return len(numbers)


def _close(case: Case, *, acting: StaffMember | str, reason: str, now: datetime) -> None:
    because = _("The bank entry it rests on was withdrawn: %(reason)s") % {"reason": reason}
    close_without_grounds(case, acting=acting, because=because, now=now)
