"""Open cases from raised findings: one for each account that has no open case yet.

An account with an open case gets its new findings added there; one whose case was decided or closed gets a new case
that names the earlier one. An account is taken up when its raised findings together have at least the minimum score,
where one value of a bank counts once however often it was posted. Subjects are taken in chunks, each its own
transaction, so that the database is never held for long and an interrupted run is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import Case, CasePurpose, Finding
from seawall.desk.cases.priority import COORDINATED, SUCCESSOR, Weighed, weigh
from seawall.desk.cases.selectors.grounds import (
    earlier_cases,
    grounds_of,
    held_back_counts,
    open_cases_of,
    waiting_findings,
)
from seawall.desk.cases.services.numbering import next_references
from seawall.desk.cases.subjects import Subject, subject_of
from seawall.desk.people.models import StaffMember
from seawall.pipeline.scoring import combined_score

__all__ = ["open_cases"]

_SUBJECTS_AT_ONCE: Final = 200
_FINDINGS_AT_ONCE: Final = 200


def open_cases(
    *,
    acting: StaffMember | str,
    minimum_score: float = 0.5,
    now: datetime | None = None,
    only: Subject | None = None,
) -> list[Case]:
    """Group the findings that wait by subject, open the cases that are missing and return those.

    `acting` is `SYSTEM` where a scheduled scan asks for it; `only` leaves all other subjects as they are. Run again, it
    opens nothing.
    """
    moment = now or utc_now()
    by_subject: dict[Subject, list[Finding]] = {}
    for finding in waiting_findings():
        by_subject.setdefault(subject_of(finding.observation), []).append(finding)
    wanted = [
        (subject, [finding.pk for finding in findings])
        for subject, findings in by_subject.items()
        if _combined(findings) >= minimum_score and only in {None, subject}
    ]
    opened: list[Case] = []
    for start in range(0, len(wanted), _SUBJECTS_AT_ONCE):
        opened += _open_some(wanted[start : start + _SUBJECTS_AT_ONCE], acting=acting, now=moment)
    return opened


@transaction.atomic
def _open_some(wanted: Sequence[tuple[Subject, list[int]]], *, acting: StaffMember | str, now: datetime) -> list[Case]:
    subjects = [subject for subject, _ in wanted]
    existing, earlier = open_cases_of(subjects), earlier_cases(subjects)
    held_back = held_back_counts(subjects)
    by_number = (
        waiting_findings()
        .select_for_update(of=("self",))
        .in_bulk([number for _, numbers in wanted for number in numbers])
    )
    fresh: list[tuple[Subject, list[Finding]]] = []
    for subject, numbers in wanted:
        findings = [by_number[number] for number in numbers if number in by_number]
        if findings and subject in existing:
            _add(existing[subject], findings, held_back=held_back.get(subject, 0), acting=acting)
        elif findings:
            fresh.append((subject, findings))
    references = next_references(now.year, len(fresh))
    opened = [
        _case(
            subject,
            findings,
            number=number,
            reference=reference,
            weighed=weigh(grounds_of(findings), held_back=held_back.get(subject, 0), earlier=earlier.get(subject, ())),
            acting=acting,
            now=now,
        )
        for (subject, findings), (number, reference) in zip(fresh, references, strict=True)
    ]
    Case.objects.bulk_create(opened)
    _attach([(case, findings) for case, (_, findings) in zip(opened, fresh, strict=True)])
    for case, (_, findings) in zip(opened, fresh, strict=True):
        record("case_opened", acting=acting, subject=case.ledger_subject, payload=_payload(case, findings))
    return opened


def _combined(findings: list[Finding]) -> float:
    """Combine the findings of one subject; one value, found on many posts or held in many banks, counts once."""
    strongest: dict[tuple[str, str], float] = {}
    for finding in findings:
        fact = (finding.signal_type, finding.entry_value or finding.entry_id)
        strongest[fact] = max(finding.score, strongest.get(fact, 0.0))
    return combined_score(tuple(strongest.values()))


def _case(
    subject: Subject,
    findings: list[Finding],
    *,
    number: int,
    reference: str,
    weighed: Weighed,
    acting: StaffMember | str,
    now: datetime,
) -> Case:
    return Case(
        reference=reference,
        year=now.year,
        number=number,
        platform=subject.platform,
        account_id=subject.account_id,
        channel_id=subject.channel_id,
        post_key=subject.post_key,
        handle=_latest_name(findings, "handle"),
        display_name=_latest_name(findings, "display_name"),
        purpose=_purpose_of(findings),
        priority=weighed.priority,
        reasons=list(weighed.reasons),
        finding_count=len(findings),
        opened_at=now,
        opened_by=acting if isinstance(acting, StaffMember) else None,
    )


def _purpose_of(findings: list[Finding]) -> CasePurpose:
    kinds = {finding.signal_type for finding in findings}
    if kinds == {SUCCESSOR}:
        return CasePurpose.SUCCESSOR
    return CasePurpose.COORDINATED if kinds <= {SUCCESSOR, COORDINATED} else CasePurpose.KNOWN_CONTENT


def _add(case: Case, findings: list[Finding], *, held_back: int, acting: StaffMember | str) -> None:
    """Add findings to an open case and weigh it anew."""
    _attach([(case, findings)])
    whole = case.findings.filter(withdrawn_at__isnull=True).select_related("observation")
    kept = [reason for reason in case.reasons if reason.get("code") == "earlier_case"]
    weighed = weigh(grounds_of(whole), held_back=held_back)
    case.priority = min(case.priority, weighed.priority)
    case.reasons = [*weighed.reasons, *kept]
    case.finding_count = len(whole)
    case.save(update_fields=["priority", "reasons", "finding_count"])
    record("findings_added", acting=acting, subject=case.ledger_subject, payload=_payload(case, findings))


def _attach(taken: Sequence[tuple[Case, list[Finding]]]) -> None:
    attached = []
    for case, findings in taken:
        for finding in findings:
            finding.case = case
        attached += findings
    Finding.objects.bulk_update(attached, ["case"], batch_size=_FINDINGS_AT_ONCE)


def _latest_name(findings: list[Finding], field: str) -> str | None:
    dated = sorted(findings, key=lambda one: (one.observation.posted_at is not None, one.observation.posted_at or 0))
    return next((name for one in reversed(dated) if (name := getattr(one.observation, field))), None)


def _payload(case: Case, findings: list[Finding]) -> dict[str, object]:
    return {
        "purpose": str(case.purpose),
        "priority": int(case.priority),
        "reasons": case.reasons,
        "findings": sorted(finding.key for finding in findings),
    }
