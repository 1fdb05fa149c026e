"""The database itself refuses what must never stand, whoever writes it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case, CaseState, Decision, Finding
from seawall.desk.cases.services import receive_findings, record_decision

pytestmark = pytest.mark.django_db

DECIDED = {"state": "decided", "outcome": "in_breach", "decided_at": "2026-11-21T10:00:00Z"}


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_a_case_has_exactly_one_subject(case_of):
    case = case_of()
    refused(lambda: Case.objects.filter(pk=case.pk).update(channel_id="both"))
    refused(lambda: Case.objects.filter(pk=case.pk).update(account_id=None))
    refused(lambda: Case.objects.filter(pk=case.pk).update(account_id=""))


def test_an_account_has_one_undecided_case(case_of, finding_of):
    first, second = case_of(finding_of(account="a")), case_of(finding_of(account="b"))
    refused(lambda: Case.objects.filter(pk=second.pk).update(account_id="a"))
    assert first.state == CaseState.OPEN


def test_a_decided_case_has_outcome_time_and_person(case_of, staff_with):
    case, staff = case_of(), staff_with()
    for missing in ("outcome", "decided_at", "decided_by"):
        whole = {**DECIDED, "decided_by": staff}
        refused(lambda gap=missing, whole=whole: Case.objects.filter(pk=case.pk).update(**{**whole, gap: None}))
    Case.objects.filter(pk=case.pk).update(**DECIDED, decided_by=staff)
    refused(lambda: Case.objects.filter(pk=case.pk).update(state="open"))


def test_a_protected_breach_never_stands_on_one_person(case_of, staff_with):
    case, staff = case_of(), staff_with()
    once = Case.objects.filter(pk=case.pk)
    refused(lambda: once.update(**DECIDED, decided_by=staff, second_needed=True))
    refused(lambda: once.update(**DECIDED, decided_by=staff, second_by=staff, second_needed=True))
    once.update(**DECIDED, decided_by=staff, second_by=staff_with(), second_needed=True)


def test_a_claim_has_a_person_an_end_and_an_undecided_case(case_of, staff_with):
    case, staff, now = case_of(), staff_with(), timezone.now()
    once = Case.objects.filter(pk=case.pk)
    refused(lambda: once.update(claimed_by=staff))
    refused(lambda: once.update(claimed_until=now))
    refused(lambda: once.update(claimed_by=staff, claimed_until=now, **DECIDED, decided_by=staff))


def test_a_closed_case_says_why(case_of):
    case = case_of()
    refused(lambda: Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now()))
    refused(lambda: Case.objects.filter(pk=case.pk).update(state="lost"))


def test_a_finding_is_received_once_and_one_revision_stands(finding_of):
    receive_findings([finding_of(key="f", post="p")], acting=SYSTEM)
    row = Finding.objects.get()
    row.pk, row.revision = None, 1
    refused(row.save)
    row.pk, row.revision = None, 0
    row.withdrawn_at, row.withdrawn_because = timezone.now(), "Taken back."
    refused(row.save)


@pytest.mark.parametrize(
    "change",
    [
        {"score": 1.01},
        {"score": -0.01},
        {"because": ""},
        {"key": ""},
        {"withdrawn_because": "why"},
        {"raised": False},
        {"withdrawn_at": "2026-11-21T10:00:00Z"},
    ],
)
def test_a_finding_keeps_its_rules(case_of, change):
    case_of()
    refused(lambda: Finding.objects.update(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"reason": ""},
        {"stance": "hates"},
        {"outcome": "guilty"},
        {"position": 4},
        {"undone_how": "undo"},
        {"undone_at": "2026-11-21T10:00:00Z"},
        {"undone_at": "2026-11-21T10:00:00Z", "undone_by": F("by")},
        {"undone_at": "2026-11-21T10:00:00Z", "undone_by": F("by"), "undone_how": "correction"},
    ],
)
def test_a_decision_keeps_its_rules(case_of, staff_with, change):
    record_decision(case_of(), acting=staff_with(), stance="promotes", outcome="in_breach", reason="Calls to join.")
    refused(lambda: Decision.objects.update(**change))


def test_a_person_decides_once_a_round(case_of, staff_with):
    case, staff = case_of(), staff_with()
    decision = record_decision(case, acting=staff, stance="reports", outcome="in_breach", reason="Shows the film.")
    decision.pk, decision.position = None, 2
    refused(decision.save)
