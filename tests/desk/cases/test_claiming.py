"""One case, one person at a time; a claim ends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.cases.errors import (
    CaseBarredError,
    CaseClaimedError,
    CaseStateError,
    RoleMissingError,
    SecondReviewerError,
)
from seawall.desk.cases.models import Case
from seawall.desk.cases.services import (
    CLAIM_LASTS,
    claim_case,
    claim_next_case,
    close_case,
    declare_conflict,
    extend_claim,
    record_decision,
    release_case,
)
from seawall.desk.people.roles import Role

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_claim_keeps_colleagues_out_until_it_ends(case_of, staff_with):
    case, first, second = case_of(), staff_with(), staff_with()
    claim_case(case, acting=first, now=NOW)
    with pytest.raises(CaseClaimedError) as refused:
        claim_case(case, acting=second, now=NOW + CLAIM_LASTS - timedelta(seconds=1))
    assert first.pseudonym in refused.value.message
    taken = claim_case(case, acting=second, now=NOW + CLAIM_LASTS)
    assert taken.claimed_by == second


def test_a_released_case_is_free(case_of, staff_with):
    case, first, second = case_of(), staff_with(), staff_with()
    claim_case(case, acting=first, now=NOW)
    release_case(case, acting=second)
    assert Case.objects.get().claimed_by == first
    release_case(case, acting=first)
    assert claim_case(case, acting=second, now=NOW).claimed_by == second


def test_a_heartbeat_lengthens_the_claim_and_writes_only_when_it_runs_low(case_of, staff_with):
    case, staff = case_of(), staff_with()
    claim_case(case, acting=staff, now=NOW)
    rows = LedgerRow.objects.count()
    extend_claim(case, acting=staff, now=NOW + timedelta(minutes=5))
    assert LedgerRow.objects.count() == rows
    extended = extend_claim(case, acting=staff, now=NOW + timedelta(minutes=15))
    assert extended.claimed_until == NOW + timedelta(minutes=15) + CLAIM_LASTS
    assert LedgerRow.objects.last().event == "claim_extended"


def test_a_heartbeat_of_somebody_else_changes_nothing(case_of, staff_with):
    case, staff = case_of(), staff_with()
    claim_case(case, acting=staff, now=NOW)
    extend_claim(case, acting=staff_with(), now=NOW + timedelta(minutes=25))
    assert Case.objects.get().claimed_until == NOW + CLAIM_LASTS


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_analysts_and_legal_officers_claim(case_of, staff_with, role):
    with pytest.raises(RoleMissingError):
        claim_case(case_of(), acting=staff_with(role))
    with pytest.raises(RoleMissingError):
        claim_next_case(acting=staff_with(role))


def test_a_closed_case_can_not_be_claimed(case_of, staff_with):
    case, staff = case_of(), staff_with()
    close_case(case, acting=staff, because="Opened by mistake.")
    with pytest.raises(CaseStateError):
        claim_case(case, acting=staff)


def test_a_declared_conflict_bars_from_every_case_about_the_subject(case_of, finding_of, staff_with):
    case, staff = case_of(finding_of(account="neighbour")), staff_with()
    claim_case(case, acting=staff)
    declare_conflict(case, acting=staff, reason="We share a staircase.")
    assert Case.objects.get().claimed_by is None
    close_case(case, acting=staff_with(), because="Opened by mistake.")
    later = case_of(finding_of(account="neighbour"))
    with pytest.raises(CaseBarredError):
        claim_case(later, acting=staff)
    assert claim_next_case(acting=staff) is None
    assert claim_next_case(acting=staff_with()) == later


def test_the_same_account_id_elsewhere_is_no_conflict(case_of, finding_of, staff_with):
    staff = staff_with()
    declare_conflict(case_of(finding_of(account="neighbour")), acting=staff, reason="We share a staircase.")
    elsewhere = case_of(finding_of(account="neighbour", platform="pierchat"))
    assert claim_next_case(acting=staff) == elsewhere


def test_the_first_reviewer_does_not_claim_the_second_look(case_of, staff_with):
    case, first, second = case_of(), staff_with(), staff_with()
    record_decision(case, acting=first, stance="reports", outcome="in_breach", reason="Shows the whole film.")
    with pytest.raises(SecondReviewerError):
        claim_case(case, acting=first)
    assert claim_next_case(acting=first) is None
    assert claim_next_case(acting=second) == case


def test_the_next_case_is_the_first_free_one_by_priority_and_age(case_of, finding_of, staff_with):
    later = case_of(finding_of(account="a", signal_type="term", tier="look"))
    soon = case_of(finding_of(account="b"))
    soon_too = case_of(finding_of(account="c"))
    first, second, third = staff_with(), staff_with(), staff_with()
    assert [claim_next_case(acting=one, now=NOW) for one in (first, second, third)] == [soon, soon_too, later]
    assert claim_next_case(acting=first, now=NOW) is None
    assert claim_next_case(acting=staff_with(), now=NOW + CLAIM_LASTS) == soon
