"""What follows when a bank entry is withdrawn, when an account's posts are erased, or when observations are gone?

Findings of a withdrawn entry are withdrawn with it, and their cases are looked at again (`grounds.py`). Erasure empties
the desk's copies of observations; findings, decisions and the ledger stay and say that something was erased.

An erased observation keeps its key, so that the desk never copies it again. One that only left the corpus (its batch
was withdrawn, its time was over) gives its key back: imported again, it is received and raised like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, Left

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import Case, CaseState, Finding, ObservationCopy
from seawall.desk.cases.reasons import written_reason
from seawall.desk.cases.services.grounds import review_grounds
from seawall.desk.people.models import StaffMember

__all__ = ["Withdrawn", "erase_copies", "forget_copies", "withdraw_findings_of_entry"]

_LONGEST_KEY: Final = 64


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
    touched = list(Case.objects.filter(pk__in=standing.values("case_id")).order_by("id"))
    count = standing.update(withdrawn_at=moment, withdrawn_because=reason)
    if not count:
        return Withdrawn(findings=0)
    record(
        "findings_withdrawn",
        acting=acting,
        subject=f"bank_entry:{bank}/{entry_id}"[:200],
        payload={"findings": count, "because": reason, "bank": bank, "entry_id": entry_id},
    )
    was_decided = {case.pk for case in touched if case.state == CaseState.DECIDED}
    was_closed = {case.pk for case in touched if case.state == CaseState.CLOSED}
    reviewed = [review_grounds(case, acting=acting, because=reason, now=moment) for case in touched]
    empty = [case for case in reviewed if case.finding_count == 0]
    return Withdrawn(
        findings=count,
        closed=tuple(case.reference for case in empty if case.pk not in was_decided | was_closed),
        decided_without_grounds=tuple(case.reference for case in empty if case.pk in was_decided),
    )


@transaction.atomic
def forget_copies(
    numbers: Sequence[int], *, acting: StaffMember | str, because: str, now: datetime | None = None
) -> int:
    """Empty copies whose observations left the corpus, withdraw what was found on them, look at their cases again.

    Returns how many copies were emptied; those that are empty already are left alone. Their keys are free again.
    """
    moment = now or utc_now()
    reason = written_reason(because)
    copies = ObservationCopy.objects.filter(pk__in=numbers, erased_at__isnull=True)
    emptied = list(copies.values_list("pk", flat=True))
    if not emptied:
        return 0
    findings = Finding.objects.filter(observation__in=emptied)
    touched = list(Case.objects.filter(pk__in=findings.values("case_id")).order_by("id"))
    findings.filter(withdrawn_at__isnull=True).update(withdrawn_at=moment, withdrawn_because=reason)
    _empty(emptied, now=moment)
    _give_keys_back(findings)
    _give_keys_back(ObservationCopy.objects.filter(pk__in=emptied))
    record("copies_erased", acting=acting, subject=f"copy:{emptied[0]}", payload={"copies": emptied, "because": reason})
    for case in touched:
        review_grounds(case, acting=acting, because=reason, now=moment)
    return len(emptied)


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
    """Empty the desk's copies of an account's observations, or of one post; return how many."""
    if (account_id is None) == (post_id is None):
        raise ValueError("name either an account or a post")
    moment = now or utc_now()
    reason = written_reason(because)
    copies = ObservationCopy.objects.filter(platform=platform, erased_at__isnull=True)
    copies = copies.filter(account_id=account_id) if account_id is not None else copies.filter(post_id=post_id)
    numbers = list(copies.values_list("pk", flat=True))
    if not numbers:
        return 0
    if account_id is not None:
        Case.objects.filter(platform=platform, account_id=account_id).update(handle=None, display_name=None)
    _empty(numbers, now=moment)
    record("copies_erased", acting=acting, subject=f"copy:{numbers[0]}", payload={"copies": numbers, "because": reason})
    return len(numbers)


def _empty(copies: Sequence[int], *, now: datetime) -> None:
    Finding.objects.filter(observation__in=copies).update(evidence=[], spans=[])
    ObservationCopy.objects.filter(pk__in=copies).update(
        parts={}, url=None, handle=None, display_name=None, media=[], erased_at=now
    )


def _give_keys_back(rows: QuerySet[Finding] | QuerySet[ObservationCopy]) -> None:
    """Rename rows to `gone:<number>:<key>`: unique by the number, and still found from a key in the ledger."""
    gone = Concat(Value("gone:"), Cast("pk", CharField()), Value(":"), "key", output_field=CharField())
    rows.update(key=Left(gone, _LONGEST_KEY))
