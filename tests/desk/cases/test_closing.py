"""A case is closed and reopened with a reason; a withdrawn bank entry takes its findings along, never a decision."""

from __future__ import annotations

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.errors import CaseStateError, DecisionIncompleteError
from seawall.desk.cases.models import CaseState, Finding, ObservationCopy, Outcome
from seawall.desk.cases.services import (
    claim_case,
    close_case,
    erase_copies,
    open_cases,
    receive_findings,
    record_decision,
    reopen_case,
    undo_decision,
    withdraw_findings_of_entry,
)

pytestmark = pytest.mark.django_db

ENTRY = {"bank": "grey-lighthouse", "entry_id": "slogan-1", "because": "It is the title of a song."}


def test_a_case_is_closed_with_a_reason_and_reopened_with_one(case_of, staff_with):
    case, staff = case_of(), staff_with()
    with pytest.raises(DecisionIncompleteError):
        close_case(case, acting=staff, because="")
    close_case(case, acting=staff, because="Opened by mistake.")
    with pytest.raises(CaseStateError):
        close_case(case, acting=staff, because="Again.")
    reopened = reopen_case(case, acting=staff, because="It was none.")
    assert (reopened.state, reopened.round, reopened.closed_because) == (CaseState.OPEN, 2, None)
    with pytest.raises(CaseStateError):
        reopen_case(case, acting=staff, because="Again.")


def test_a_case_is_not_reopened_beside_a_newer_one(case_of, finding_of, staff_with):
    case, staff = case_of(finding_of(account="tide")), staff_with()
    close_case(case, acting=staff, because="Opened by mistake.")
    newer = case_of(finding_of(account="tide"))
    with pytest.raises(CaseStateError) as refused:
        reopen_case(case, acting=staff, because="It was none.")
    assert newer.reference in refused.value.message


def test_a_withdrawn_entry_closes_the_open_cases_that_rest_on_nothing_else(case_of, finding_of, staff_with):
    alone = case_of(finding_of(account="alone"))
    claim_case(alone, acting=staff_with())
    both = case_of(finding_of(account="both"), finding_of(account="both", entry_id="slogan-2"))
    withdrawn = withdraw_findings_of_entry(acting=SYSTEM, **ENTRY)
    alone.refresh_from_db()
    both.refresh_from_db()
    assert (withdrawn.findings, withdrawn.closed) == (2, (alone.reference,))
    assert (alone.state, alone.claimed_by) == (CaseState.CLOSED, None)
    assert "It is the title of a song." in alone.closed_because
    assert (both.state, both.finding_count) == (CaseState.OPEN, 1)


def test_a_withdrawn_entry_leaves_a_decision_standing_and_says_so(case_of, staff_with):
    case = case_of()
    record_decision(case, acting=staff_with(), stance="promotes", outcome="in_breach", reason="Calls to join.")
    withdrawn = withdraw_findings_of_entry(acting=SYSTEM, **ENTRY)
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.DECIDED, Outcome.IN_BREACH)
    assert withdrawn.decided_without_grounds == (case.reference,)
    assert LedgerRow.objects.filter(event="grounds_withdrawn", subject=case.ledger_subject).count() == 1


def test_withdrawing_again_writes_nothing(case_of):
    case_of()
    withdraw_findings_of_entry(acting=SYSTEM, **ENTRY)
    rows = LedgerRow.objects.count()
    assert withdraw_findings_of_entry(acting=SYSTEM, **ENTRY).findings == 0
    assert LedgerRow.objects.count() == rows


def test_a_finding_withdrawn_before_its_case_opens_opens_none(finding_of):
    receive_findings([finding_of()], acting=SYSTEM)
    withdraw_findings_of_entry(acting=SYSTEM, **ENTRY)
    assert open_cases(acting=SYSTEM) == []


def test_a_new_revision_that_is_still_raised_stays_in_its_case(case_of, finding_of):
    case = case_of(finding_of(key="f", post="p"))
    receive_findings([finding_of(key="f", post="p", revision=2, because="It matches still.")], acting=SYSTEM)
    case.refresh_from_db()
    assert (case.state, case.finding_count) == (CaseState.OPEN, 1)
    standing = Finding.objects.get(withdrawn_at__isnull=True)
    assert (standing.revision, standing.case) == (2, case)


@pytest.mark.parametrize("parts", [{"raised": False}, {"raised": False, "is_withdrawn": True}])
def test_a_new_revision_that_is_no_longer_raised_closes_the_case_with_its_reason(case_of, finding_of, parts):
    case = case_of(finding_of(key="f", post="p"))
    because = "The account stands in the bank “newsrooms”, whose posts are not raised."
    receive_findings([finding_of(key="f", post="p", revision=2, because=because, **parts)], acting=SYSTEM)
    case.refresh_from_db()
    assert (case.state, case.finding_count) == (CaseState.CLOSED, 0)
    assert because in case.closed_because


def test_an_older_revision_that_comes_late_changes_nothing(case_of, finding_of):
    case_of(finding_of(key="f", post="p", revision=3))
    received = receive_findings([finding_of(key="f", post="p", revision=2, raised=False)], acting=SYSTEM)
    assert (received.new, received.repeats) == (0, 1)
    assert Finding.objects.get().revision == 3


def test_a_finding_raised_again_after_a_withdrawal_opens_a_new_case(case_of, finding_of):
    case = case_of(finding_of(key="f", post="p"))
    withdraw_findings_of_entry(acting=SYSTEM, **ENTRY)
    again = case_of(finding_of(key="f", post="p", revision=2))
    assert again.pk != case.pk


def test_erasure_empties_the_copies_and_keeps_case_and_decision(case_of, finding_of, staff_with):
    case = case_of(finding_of(account="gone"), finding_of(account="gone"))
    record_decision(case, acting=staff_with(), stance="promotes", outcome="in_breach", reason="Calls to join.")
    assert erase_copies(platform="harbourfeed", account_id="gone", acting=SYSTEM, because="Asked for by law.") == 2
    case.refresh_from_db()
    assert case.outcome == Outcome.IN_BREACH
    assert [copy.parts for copy in ObservationCopy.objects.all()] == [{}, {}]
    assert [finding.evidence for finding in Finding.objects.all()] == [[], []]
    assert erase_copies(platform="harbourfeed", account_id="gone", acting=SYSTEM, because="Again.") == 0


def test_closing_and_reopening_does_not_shake_off_the_second_reviewer(case_of, staff_with):
    case, analyst = case_of(), staff_with()
    breach = {"outcome": "in_breach", "reason": "Calls on readers to join."}
    first = record_decision(case, acting=analyst, stance="promotes", protected_purposes=["art"], **breach)
    case.refresh_from_db()
    assert case.state == CaseState.SECOND_LOOK
    close_case(case, acting=analyst, because="A mistake.")
    reopen_case(case, acting=analyst, because="No mistake.")
    record_decision(case, acting=analyst, stance="promotes", **breach)
    case.refresh_from_db()
    assert (case.state, case.second_by) == (CaseState.SECOND_LOOK, None)
    with pytest.raises(CaseStateError):
        undo_decision(first, acting=analyst)
