"""Cases are opened once for each account, numbered without gaps, and say why they stand where they stand."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from django.db import transaction

from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case, CaseState, Finding, Priority
from seawall.desk.cases.reason_words import reason_words
from seawall.desk.cases.services import close_case, open_cases, receive_findings, record_decision

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def open_from(*findings, **parts):
    receive_findings(findings, acting=SYSTEM)
    return open_cases(acting=SYSTEM, now=NOW, **parts)


def test_findings_of_one_account_make_one_case(finding_of):
    opened = open_from(finding_of(), finding_of(), finding_of(account="night_gardener"))
    assert sorted((case.account_id, case.finding_count) for case in opened) == [
        ("lampkeeper", 2),
        ("night_gardener", 1),
    ]
    assert Finding.objects.filter(case__isnull=True).count() == 0


def test_the_same_account_id_on_two_platforms_is_two_subjects(finding_of):
    assert len(open_from(finding_of(), finding_of(platform="pierchat"))) == 2


def test_an_unsigned_post_is_a_case_of_its_channel_or_of_itself(finding_of):
    opened = open_from(
        finding_of(account=None, channel="harbour-talk"), finding_of(account=None), finding_of(account=None)
    )
    assert [case.channel_id for case in opened] == ["harbour-talk", None, None]
    assert all(case.post_key for case in opened[1:])


def test_a_file_that_nobody_is_named_for_opens_no_case(finding_of):
    named = finding_of()
    alone = finding_of(account=None)
    alone = dataclasses.replace(alone, observation=dataclasses.replace(alone.observation, kind="media", post_id=None))
    assert [case.account_id for case in open_from(named, alone)] == ["lampkeeper"]


def test_opening_again_opens_nothing(finding_of):
    open_from(finding_of())
    rows = LedgerRow.objects.count()
    assert open_cases(acting=SYSTEM) == []
    assert LedgerRow.objects.count() == rows


def test_references_have_no_gaps_within_a_year_even_after_a_failure(finding_of):
    first = open_from(finding_of())[0]
    receive_findings([finding_of(account="night_gardener")], acting=SYSTEM)
    with transaction.atomic():
        open_cases(acting=SYSTEM, now=NOW)
        transaction.set_rollback(True)
    second = open_cases(acting=SYSTEM, now=NOW)[0]
    next_year = open_from(finding_of(account="tide_reader"))[0]
    receive_findings([finding_of(account="pier_watch")], acting=SYSTEM)
    later = open_cases(acting=SYSTEM, now=NOW.replace(year=2027))[0]
    assert [case.reference for case in (first, second, next_year, later)] == [
        "C-2026-000001",
        "C-2026-000002",
        "C-2026-000003",
        "C-2027-000001",
    ]


def test_what_is_held_back_or_too_weak_opens_no_case(finding_of):
    held_back = finding_of(raised=False, because="The account stands in a negative bank of newsrooms.")
    assert open_from(held_back, finding_of(account="quiet", score=0.3)) == []


def test_a_weak_finding_comes_along_with_a_strong_one(finding_of):
    (case,) = open_from(finding_of(score=0.3), finding_of(score=0.6, entry_value="grey lighthouse"))
    assert case.finding_count == 2


def test_several_weak_values_open_a_case_together_one_value_posted_often_does_not(finding_of):
    several = [finding_of(account="several", score=0.2, entry_value=f"term {n}") for n in range(4)]
    often = [finding_of(account="often", score=0.2, entry_value="term 1") for _ in range(50)]
    assert [case.account_id for case in open_from(*several, *often)] == ["several"]


def test_new_findings_of_an_account_with_an_open_case_are_added_there(finding_of):
    (case,) = open_from(finding_of(tier="look", signal_type="term"))
    assert case.priority == Priority.LATER
    assert open_from(finding_of(), finding_of(signal_type="url")) == []
    case.refresh_from_db()
    assert (case.finding_count, case.priority) == (3, Priority.FIRST)
    assert LedgerRow.objects.filter(event="findings_added", subject=case.ledger_subject).count() == 1


def test_after_a_decision_new_findings_open_a_new_case_that_names_the_earlier_one(finding_of, staff_with):
    (case,) = open_from(finding_of())
    record_decision(case, acting=staff_with(), stance="promotes", outcome="not_in_breach", reason="A song title.")
    (later,) = open_from(finding_of())
    assert later.pk != case.pk
    words = " ".join(reason_words(reason) for reason in later.reasons)
    assert f"An earlier case, {case.reference}, ended: Not in breach." in words
    assert later.priority == Priority.LATER


def test_held_back_findings_are_told_in_the_reasons(finding_of):
    (case,) = open_from(finding_of(), finding_of(raised=False, because="The domain stands in a negative bank."))
    assert "1 more finding about this account was held back." in [reason_words(reason) for reason in case.reasons]


def test_priority_grows_with_closeness_and_agreement_never_with_volume(finding_of):
    many_words = open_from(*[finding_of(account="loud", signal_type="term", tier="look") for _ in range(200)])
    one_text = open_from(finding_of(account="one"))
    two_kinds = open_from(finding_of(account="two"), finding_of(account="two", signal_type="sha256"))
    assert [cases[0].priority for cases in (many_words, one_text, two_kinds)] == [
        Priority.LATER,
        Priority.SOON,
        Priority.FIRST,
    ]


def test_the_ledger_names_the_findings_that_a_case_rests_on(finding_of):
    (case,) = open_from(finding_of(key="a"), finding_of(key="b"))
    row = LedgerRow.objects.get(event="case_opened", subject=case.ledger_subject)
    assert b'"findings":["a","b"]' in bytes(row.sealed.payload)


def test_a_closed_case_is_left_alone_by_new_findings(finding_of, staff_with):
    (case,) = open_from(finding_of())
    close_case(case, acting=staff_with(), because="Opened by mistake.")
    (later,) = open_from(finding_of())
    case.refresh_from_db()
    assert (case.state, case.finding_count) == (CaseState.CLOSED, 1)
    assert later.state == CaseState.OPEN


def test_opening_takes_the_same_number_of_queries_however_many_findings_an_account_has(
    finding_of, django_assert_max_num_queries
):
    receive_findings([finding_of() for _ in range(300)], acting=SYSTEM)
    with django_assert_max_num_queries(20):
        open_cases(acting=SYSTEM, now=NOW)


@pytest.mark.slow
def test_thousands_of_cases_are_opened_at_once(finding_of):
    receive_findings([finding_of(account=f"a{n}") for n in range(3000)], acting=SYSTEM)
    assert len(open_cases(acting=SYSTEM)) == 3000
    assert Case.objects.count() == 3000
