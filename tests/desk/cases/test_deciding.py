"""A decision has a stance, an outcome and a reason; it can be undone for a minute and corrected for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.cases.errors import (
    CaseBarredError,
    CaseClaimedError,
    CaseStateError,
    DecisionIncompleteError,
    RoleMissingError,
    SecondReviewerError,
    UndoTooLateError,
)
from seawall.desk.cases.models import Case, CaseState, Decision, Outcome
from seawall.desk.cases.services import (
    GRACE_TIME,
    claim_case,
    correct_decision,
    declare_conflict,
    record_decision,
    undo_decision,
)
from seawall.desk.people.roles import Role

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
BREACH = {"stance": "promotes", "outcome": "in_breach", "reason": "Calls on readers to join."}
NEWS = {"stance": "reports", "outcome": "in_breach", "reason": "Shows the whole film without comment."}
FINE = {"stance": "reports", "outcome": "not_in_breach", "reason": "A news report."}

pytestmark = pytest.mark.django_db


def test_a_decision_settles_the_case_and_ends_the_claim(case_of, staff_with):
    case, staff = case_of(), staff_with()
    claim_case(case, acting=staff, now=NOW)
    decision = record_decision(case, acting=staff, now=NOW, **BREACH)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.claimed_by) == (CaseState.DECIDED, Outcome.IN_BREACH, None)
    assert (decision.by, decision.undo_until) == (staff, NOW + GRACE_TIME)


def test_the_ledger_keeps_stance_outcome_reason_and_what_it_rests_on(case_of, finding_of, staff_with):
    case = case_of(finding_of(key="f-1"))
    record_decision(case, acting=staff_with(), protected_purposes=["art"], **FINE)
    payload = bytes(LedgerRow.objects.get(event="decision_recorded").sealed.payload).decode()
    for part in ('"stance":"reports"', '"outcome":"not_in_breach"', '"findings":["f-1"]', '["art"]', "A news report."):
        assert part in payload


@pytest.mark.parametrize(
    "parts",
    [{"reason": " \n "}, {"stance": ""}, {"stance": "dislikes"}, {"outcome": "guilty"}, {"reason": "x" * 20_001}],
)
def test_an_incomplete_decision_is_refused_and_nothing_is_kept(case_of, staff_with, parts):
    case = case_of()
    rows = LedgerRow.objects.count()
    with pytest.raises(DecisionIncompleteError):
        record_decision(case, acting=staff_with(), **{**BREACH, **parts})
    with pytest.raises(DecisionIncompleteError):
        record_decision(case, acting=staff_with(), protected_purposes=["sport"], **BREACH)
    assert Decision.objects.count() == 0
    assert LedgerRow.objects.count() >= rows


def test_nobody_decides_a_case_that_a_colleague_works_on(case_of, staff_with):
    case = case_of()
    claim_case(case, acting=staff_with(), now=NOW)
    with pytest.raises(CaseClaimedError):
        record_decision(case, acting=staff_with(), now=NOW, **BREACH)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_do_not_decide(case_of, staff_with, role):
    with pytest.raises(RoleMissingError):
        record_decision(case_of(), acting=staff_with(role), **BREACH)


def test_who_declared_a_conflict_does_not_decide(case_of, staff_with):
    case, staff = case_of(), staff_with()
    declare_conflict(case, acting=staff, reason="My cousin's account.")
    with pytest.raises(CaseBarredError):
        record_decision(case, acting=staff, **BREACH)


def test_a_decided_case_takes_no_second_decision(case_of, staff_with):
    case = case_of()
    record_decision(case, acting=staff_with(), **BREACH)
    with pytest.raises(CaseStateError):
        record_decision(case, acting=staff_with(), **FINE)


@pytest.mark.parametrize("parts", [NEWS, {**BREACH, "protected_purposes": ["journalism"]}])
def test_a_breach_in_which_something_protected_speaks_needs_another_person(case_of, staff_with, parts):
    case, first, second = case_of(), staff_with(), staff_with()
    record_decision(case, acting=first, **parts)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.second_needed) == (CaseState.SECOND_LOOK, None, True)
    with pytest.raises(SecondReviewerError):
        record_decision(case, acting=first, **BREACH)
    record_decision(case, acting=second, **BREACH)
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.DECIDED, Outcome.IN_BREACH)
    assert (case.decided_by, case.second_by) == (first, second)


def test_where_reviewers_differ_a_legal_officer_decides(case_of, staff_with):
    case, legal = case_of(), staff_with(Role.LEGAL)
    record_decision(case, acting=staff_with(), **NEWS)
    record_decision(case, acting=staff_with(), **FINE)
    case.refresh_from_db()
    assert case.state == CaseState.DIFFERING
    with pytest.raises(SecondReviewerError):
        record_decision(case, acting=staff_with(), **FINE)
    record_decision(case, acting=legal, **FINE)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.decided_by) == (CaseState.DECIDED, Outcome.NOT_IN_BREACH, legal)


def test_a_decision_can_be_undone_within_its_grace_time(case_of, staff_with):
    case, staff = case_of(), staff_with()
    decision = record_decision(case, acting=staff, now=NOW, **BREACH)
    undo_decision(decision, acting=staff, now=NOW + GRACE_TIME)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.claimed_by) == (CaseState.OPEN, None, staff)
    assert Decision.objects.get().undone_how == Decision.Undoing.UNDO
    record_decision(case, acting=staff, now=NOW + GRACE_TIME, **FINE)
    case.refresh_from_db()
    assert case.outcome == Outcome.NOT_IN_BREACH


def test_a_decision_is_not_undone_late_twice_or_by_others(case_of, staff_with):
    case, staff = case_of(), staff_with()
    decision = record_decision(case, acting=staff, now=NOW, **BREACH)
    with pytest.raises(UndoTooLateError):
        undo_decision(decision, acting=staff_with(), now=NOW)
    with pytest.raises(UndoTooLateError):
        undo_decision(decision, acting=staff, now=NOW + GRACE_TIME + timedelta(seconds=1))
    undo_decision(decision, acting=staff, now=NOW)
    with pytest.raises(CaseStateError):
        undo_decision(decision, acting=staff, now=NOW)


def test_a_decision_on_which_another_rests_is_not_undone(case_of, staff_with):
    case, first = case_of(), staff_with()
    decision = record_decision(case, acting=first, now=NOW, **NEWS)
    record_decision(case, acting=staff_with(), now=NOW, **BREACH)
    with pytest.raises(CaseStateError):
        undo_decision(decision, acting=first, now=NOW)


def test_a_correction_needs_a_reason_and_opens_a_new_round(case_of, staff_with):
    case, staff, other = case_of(), staff_with(), staff_with()
    decision = record_decision(case, acting=staff, now=NOW, **BREACH)
    with pytest.raises(DecisionIncompleteError):
        correct_decision(decision, acting=other, because=" ", now=NOW + timedelta(days=3))
    correct_decision(decision, acting=other, because="The account was hijacked.", now=NOW + timedelta(days=3))
    case.refresh_from_db()
    assert (case.state, case.round, case.outcome) == (CaseState.OPEN, 2, None)
    record_decision(case, acting=staff, **FINE)
    assert LedgerRow.objects.filter(event="decision_corrected").count() == 1


def test_a_correction_does_not_shake_off_the_second_reviewer(case_of, staff_with):
    case, staff = case_of(), staff_with()
    decision = record_decision(case, acting=staff, **NEWS)
    correct_decision(decision, acting=staff, because="Clicked the wrong stance.")
    record_decision(case, acting=staff, **BREACH)
    case.refresh_from_db()
    assert case.state == CaseState.SECOND_LOOK


def test_undo_and_correction_wait_for_a_newer_case_about_the_account(case_of, finding_of, staff_with):
    case, staff = case_of(finding_of(account="tide")), staff_with()
    decision = record_decision(case, acting=staff, now=NOW, **BREACH)
    case_of(finding_of(account="tide"))
    with pytest.raises(CaseStateError):
        undo_decision(decision, acting=staff, now=NOW)
    with pytest.raises(CaseStateError):
        correct_decision(decision, acting=staff, because="A mistake.")


def test_a_breach_sends_nothing_and_triggers_nothing(case_of, staff_with):
    """The ledger of a decided case holds the decision and nothing after it: no measure, no message, no task."""
    from django_tasks_db.models import DBTaskResult

    case = case_of()
    record_decision(case, acting=staff_with(), **BREACH)
    events = list(LedgerRow.objects.filter(subject=case.ledger_subject).values_list("event", flat=True))
    assert events == ["case_opened", "decision_recorded"]
    assert DBTaskResult.objects.count() == 0
    assert Case.objects.count() == 1
