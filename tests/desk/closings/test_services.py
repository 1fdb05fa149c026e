"""Proposal, signature, refusal, withdrawal, expiry: what is compared with, and who had a hand in it."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.cases.models import CaseState, Outcome
from seawall.desk.cases.services import claim_case, declare_conflict, record_decision
from seawall.desk.closings import services
from seawall.desk.closings.drafts import ListFacts
from seawall.desk.closings.errors import (
    ClosingFactsError,
    ClosingKnownError,
    ClosingReasonError,
    ClosingRoleError,
    ClosingStateError,
    OwnSignatureError,
    SampleUnseenError,
    SignerBarredError,
)
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState, SampleLook, Withdrawing
from seawall.desk.closings.sample import sample_of
from seawall.desk.closings.selectors import closing_changes, closings_version, signed_closings
from seawall.desk.closings.services import importing
from seawall.desk.people.roles import Role
from seawall.identity.account_tables import ACCOUNTS, check_accounts, require_closings

from .conftest import CLOSED, closed_row

pytestmark = pytest.mark.django_db


def events():
    return list(LedgerRow.objects.filter(event__startswith="clos").order_by("number").values_list("event", flat=True))


def part_payloads():
    parts = LedgerPayload.objects.filter(row__event="closing_list_part_added").order_by("row__number")
    return [part.opened() for part in parts]


def compared():
    return signed_closings()["account"].to_pylist()


def test_nothing_is_compared_with_before_a_signature(bring_in, officer):
    listed = bring_in(closed_row(1), closed_row(2), closed_row(3, decision=""))
    assert (listed.proposed, listed.known, listed.set_aside) == (2, 0, 1)
    assert compared() == []
    services.look_at_sample(listed, acting=officer)
    assert services.sign_list(listed, acting=officer) == 2
    assert compared() == ["harbourfeed:lamp-1", "harbourfeed:lamp-2"]
    assert events() == [
        "closing_list_part_added",
        "closing_list_proposed",
        "closing_sample_opened",
        "closing_list_signed",
    ]


def test_who_brings_a_list_in_does_not_sign_it(bring_in, staff_with):
    both = staff_with(Role.ANALYST, Role.LEGAL, Role.APPROVER)
    listed = bring_in(closed_row(), acting=both)
    services.look_at_sample(listed, acting=both)
    with pytest.raises(OwnSignatureError):
        services.sign_list(listed, acting=both)
    assert compared() == []


def test_a_signature_asks_for_a_look_by_the_very_signer(bring_in, officer, staff_with):
    listed = bring_in(closed_row())
    services.look_at_sample(listed, acting=staff_with(Role.APPROVER))
    with pytest.raises(SampleUnseenError):
        services.sign_list(listed, acting=officer)


def test_a_sample_that_has_changed_is_looked_at_again(bring_in, officer):
    listed = bring_in(*(closed_row(number) for number in range(1, 60)))
    look = services.look_at_sample(listed, acting=officer)
    assert len(look.shown) <= 25
    for account in ClosedAccount.objects.filter(pk__in=look.shown):
        services.refuse_account(account, reason="no such decision", acting=officer)
    with pytest.raises(SampleUnseenError):
        services.sign_list(listed, acting=officer)
    services.look_at_sample(listed, acting=officer)
    assert services.sign_list(listed, acting=officer) == 59 - len(look.shown)


def test_the_same_sample_seen_twice_is_one_look(bring_in, officer):
    listed = bring_in(closed_row())
    assert services.look_at_sample(listed, acting=officer) == services.look_at_sample(listed, acting=officer)
    assert SampleLook.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_sign_nothing(bring_in, staff_with, role):
    listed = bring_in(closed_row())
    with pytest.raises(ClosingRoleError):
        services.sign_list(listed, acting=staff_with(role))


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_bring_nothing_in(bring_in, staff_with, role):
    with pytest.raises(ClosingRoleError):
        bring_in(closed_row(), acting=staff_with(role))
    assert not ClosingList.objects.exists()


def test_an_account_stands_once_whoever_brings_it_in(bring_in, signed, staff_with):
    (first,) = signed(closed_row())
    again = bring_in(closed_row(decision="another"), acting=staff_with(Role.ANALYST))
    assert (again.proposed, again.known) == (0, 1)
    assert again.remarks.get().reason == f"it stands here already as {first}"


def test_an_import_that_was_broken_off_goes_on_behind_its_last_part(bring_in, monkeypatch):
    monkeypatch.setattr(importing, "PART_ROWS", 2)
    rows = [closed_row(number) for number in range(1, 6)] + [closed_row(9, ground="")]
    asked = iter([False, False, True])
    stopped = bring_in(*rows, stop=lambda: next(asked))
    assert (stopped.taken, stopped.finished_at) == (4, None)
    with pytest.raises(ClosingStateError), transaction.atomic():
        services.refuse_list(stopped, reason="half a list", acting=stopped.imported_by)
    done = bring_in(*rows)
    assert done.pk == stopped.pk
    assert (done.taken, done.proposed, done.known, done.set_aside) == (5, 5, 0, 1)
    assert events().count("closing_list_part_added") == 3


def test_a_file_that_comes_in_twice_at_once_is_taken_once(bring_in, monkeypatch):
    monkeypatch.setattr(importing, "PART_ROWS", 3)
    rows = [closed_row(number) for number in range(10)] + [closed_row(10, ground="")]
    others = []

    def meanwhile(_taken, _rows):
        if not others:
            others.append(None)
            others[0] = bring_in(*rows)

    done = bring_in(*rows, progress=meanwhile)
    stored = ClosingList.objects.get()
    for listed in (done, others[0], stored):
        assert (listed.taken, listed.proposed, listed.known, listed.set_aside) == (10, 10, 0, 1)
    assert list(stored.remarks.values_list("row", "reason")) == [(11, "it lacks a ground")]
    assert events().count("closing_list_proposed") == 1
    assert sum(told["rows"] for told in part_payloads()) == 10


def test_two_imports_that_take_turns_share_the_rows(bring_in, monkeypatch):
    monkeypatch.setattr(importing, "PART_ROWS", 2)
    rows = [closed_row(number) for number in range(9)] + [closed_row(9, ground="")]
    asked = itertools.cycle([False, True])

    def meanwhile(_taken, _rows):
        bring_in(*rows, stop=lambda: next(asked))

    done = bring_in(*rows, progress=meanwhile)
    assert (done.taken, done.proposed, done.known, done.set_aside) == (9, 9, 0, 1)
    assert [told["rows"] for told in part_payloads()] == [2, 2, 2, 2, 1]
    assert list(ClosedAccount.objects.order_by("pk").values_list("row", flat=True)) == list(range(1, 10))
    assert done.remarks.count() == 1


def test_a_row_that_another_import_took_is_not_set_aside_as_expired(bring_in, monkeypatch):
    monkeypatch.setattr(importing, "PART_ROWS", 1)
    soon = (utc_now() + timedelta(days=1)).isoformat()
    rows = [closed_row(1), closed_row(2, expires=soon), closed_row(3)]
    asked = iter([False, True])

    def meanwhile(taken, _rows):
        if taken == 1:
            monkeypatch.setattr(importing, "utc_now", utc_now)  # to the other one row 2 counts still
            bring_in(*rows, stop=lambda: next(asked))

    monkeypatch.setattr(importing, "utc_now", lambda: utc_now() + timedelta(days=2))
    done = bring_in(*rows, progress=meanwhile)
    assert list(ClosedAccount.objects.order_by("pk").values_list("row", flat=True)) == [1, 2, 3]
    assert (done.taken, done.proposed, done.known, done.set_aside) == (3, 3, 0, 0)
    assert not done.remarks.exists()


def test_an_import_that_goes_on_after_rows_expired_loses_no_other_row(bring_in, monkeypatch):
    monkeypatch.setattr(importing, "PART_ROWS", 3)
    soon = (utc_now() + timedelta(days=1)).isoformat()
    changes = {0: {"expires": soon}, 6: {"expires": soon}, 9: {"ground": ""}}
    rows = [closed_row(number, **changes.get(number, {})) for number in range(10)]
    asked = iter([False, True])
    stopped = bring_in(*rows, stop=lambda: next(asked))
    assert stopped.taken == 3
    monkeypatch.setattr(importing, "utc_now", lambda: utc_now() + timedelta(days=2))
    done = bring_in(*rows)
    assert done.pk == stopped.pk
    assert (done.taken, done.proposed, done.known, done.set_aside) == (8, 8, 0, 2)
    states = dict(ClosedAccount.objects.values_list("account_id", "state"))
    assert states == {f"lamp-{number}": "proposed" for number in range(10) if number not in {6, 9}} | {
        "lamp-0": "expired"
    }
    assert dict(done.remarks.values_list("row", "reason")) == {
        7: "the closing has expired",
        10: "it lacks a ground",
    }


def test_a_refused_list_is_never_compared_with(bring_in, officer, analyst):
    listed = bring_in(closed_row())
    services.look_at_sample(listed, acting=officer)
    services.refuse_list(listed, reason="the decision is not on record", acting=officer)
    with pytest.raises(ClosingStateError):
        services.sign_list(listed, acting=officer)
    assert ClosedAccount.objects.get().state == ClosingState.REFUSED
    assert bring_in(closed_row()).proposed == 1


def test_a_refusal_says_why(bring_in, officer):
    listed = bring_in(closed_row())
    with pytest.raises(ClosingReasonError):
        services.refuse_list(listed, reason=" ", acting=officer)


def test_a_withdrawal_counts_at_once_and_says_what_it_is(signed, analyst):
    one, two = signed(closed_row(1), closed_row(2))
    before = closings_version()
    services.withdraw_closing(one, how=Withdrawing.REINSTATED, reason="appeal upheld", acting=analyst)
    assert compared() == [two.key]
    changes = closing_changes(since=before)
    assert (changes.version, changes.gone, changes.came.num_rows) == (before + 1, (one.key,), 0)
    payload = LedgerPayload.objects.get(row=LedgerRow.objects.get(event="closing_withdrawn")).opened()
    assert (payload["how"], payload["reason"]) == ("reinstated", "appeal upheld")
    with pytest.raises(ClosingStateError):
        services.withdraw_closing(one, how=Withdrawing.MISTAKEN, reason="twice", acting=analyst)


def test_a_withdrawal_without_a_reason_is_refused(signed, analyst):
    (one,) = signed()
    with pytest.raises(ClosingReasonError):
        services.withdraw_closing(one, how=Withdrawing.REINSTATED, reason="", acting=analyst)
    assert compared() == [one.key]


def test_what_was_withdrawn_once_is_shown_in_the_sample_when_it_comes_again(signed, bring_in, analyst, officer):
    (one,) = signed()
    services.withdraw_closing(one, how=Withdrawing.REINSTATED, reason="appeal upheld", acting=analyst)
    rows = [closed_row(number, followers="") for number in range(2, 60)]
    again = bring_in(closed_row(1, followers="", decision="HF-77"), *rows)
    assert "lamp-1" in {account.account_id for account in sample_of(again, reader=officer) if account.came_back}


def test_the_most_followed_are_shown_in_the_sample(bring_in, officer):
    listed = bring_in(*(closed_row(number) for number in range(1, 60)))
    shown = [account.account_id for account in sample_of(listed, reader=officer)]
    assert shown[:5] == ["lamp-59", "lamp-58", "lamp-57", "lamp-56", "lamp-55"]
    assert len(set(shown)) == len(shown)


def test_an_expiry_counts_at_its_moment_and_is_said_later(signed):
    (one,) = signed()
    late = one.expires + timedelta(seconds=1)
    assert signed_closings(now=one.expires - timedelta(seconds=1)).num_rows == 1
    assert signed_closings(now=one.expires).num_rows == 0
    before = closings_version()
    assert services.expire_closings(now=late) == 1
    assert services.expire_closings(now=late) == 0
    assert closing_changes(since=before, now=late).gone == (one.key,)
    assert ClosedAccount.objects.get().state == ClosingState.EXPIRED
    assert events()[-1] == "closings_expired"


def test_an_index_follows_by_the_version(signed):
    start = closings_version()
    one, _two = signed(closed_row(1), closed_row(2))
    changes = closing_changes(since=start)
    assert changes.version == closings_version() > start
    assert changes.came["account"].to_pylist()[0] == one.key
    assert closing_changes(since=changes.version).came.num_rows == 0


def test_the_table_for_the_engine_is_the_plain_one(signed):
    signed(closed_row(1), closed_row(2, kind="channel", bio="", followers=""))
    table = signed_closings()
    assert table.schema == ACCOUNTS
    now = utc_now()
    checked = require_closings(check_accounts(table, now=now), now=now)
    assert (checked.table.num_rows, checked.set_aside, checked.notes) == (2, (), ())
    assert checked.table.column("kind").to_pylist() == ["account", "channel"]
    assert checked.table.column("bio").to_pylist() == ["the lamps return", None]
    assert checked.table.column("closed_at").to_pylist() == [CLOSED, CLOSED]


def test_the_table_without_any_signature_is_empty_and_whole(db):
    assert signed_closings().schema == ACCOUNTS
    assert closings_version() == 1


def test_a_signer_with_a_conflict_about_one_account_signs_nothing_of_the_list(bring_in, case_of, finding_of, officer):
    case = case_of(finding_of(account="lamp-7"))
    declare_conflict(case, acting=officer, reason="a cousin")
    listed = bring_in(closed_row(7), closed_row(8))
    look = services.look_at_sample(listed, acting=officer)
    assert len(look.shown) == 1
    with pytest.raises(SignerBarredError) as refused:
        services.sign_list(listed, acting=officer)
    assert refused.value.count == 1


@pytest.fixture
def breach(case_of, finding_of, officer):
    """Return a case that was found in breach."""
    case = case_of(finding_of(account="lamp-1"))
    claim_case(case, acting=officer)
    record_decision(case, stance="promotes", outcome=Outcome.IN_BREACH, reason="calls to join", acting=officer)
    case.refresh_from_db()
    return case


def proposal(case, acting, **changes):
    given = {
        "decision": case.reference,
        "ground": "1.1",
        "closed_at": CLOSED,
        "expires": utc_now() + timedelta(days=300),
        **changes,
    }
    return services.propose_from_case(case, **given, acting=acting)


def test_a_case_in_breach_is_proposed_with_the_newest_profile(put_in, breach, analyst, officer):
    put_in(
        accounts=[
            {"platform": "harbourfeed", "account_id": "lamp-1", "handle": "@new_lamp", "bio": "las lámparas vuelven"}
        ]
    )
    listed = proposal(breach, analyst)
    account = ClosedAccount.objects.get()
    assert (account.handle, account.bio, account.decision) == ("@new_lamp", "las lámparas vuelven", breach.reference)
    assert (listed.came, listed.case, listed.waits) == ("case", breach, True)
    with pytest.raises(ClosingKnownError):
        proposal(breach, analyst)
    assert ClosingList.objects.count() == 1
    services.look_at_sample(listed, acting=officer)
    assert services.sign_list(listed, acting=officer) == 1


def test_a_case_that_was_not_decided_proposes_nothing(desk_home, case_of, analyst):
    case = case_of()
    assert case.state == CaseState.OPEN
    with pytest.raises(ClosingStateError):
        proposal(case, analyst)


def test_a_proposal_with_impossible_dates_is_refused(desk_home, breach, analyst):
    with pytest.raises(ClosingFactsError, match="expires before"):
        proposal(breach, analyst, expires=CLOSED - timedelta(days=1))


def test_the_file_and_the_note_of_an_upload_are_kept(table, analyst):
    facts = ListFacts(came="corpus", file_name="../closed.csv", note=" the export of March ")
    listed = services.import_closings(table(closed_row()), facts, acting=analyst)
    assert (listed.note, listed.file_name, len(listed.file_sha256)) == ("the export of March", "../closed.csv", 64)
