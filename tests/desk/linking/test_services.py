"""Judgements, cases, withdrawals, looks: what people do with a link, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.cases.errors import CaseBarredError
from seawall.desk.cases.models import CasePurpose, CaseState, Finding, Priority
from seawall.desk.cases.services import declare_conflict
from seawall.desk.closings.services import expire_closings, withdraw_closing
from seawall.desk.linking import services
from seawall.desk.linking.actor_views import actor_of, actors
from seawall.desk.linking.errors import LinkCaseError, LinkingRoleError, LinkReasonError, LinkStateError
from seawall.desk.linking.judged_pairs import engine_judgements
from seawall.desk.linking.models import Judgement, Link, LinkLook, LinkState
from seawall.desk.linking.passing import run_pass
from seawall.desk.linking.selectors import link_figures, links_for, links_of_closed, other_links, verdict_of
from seawall.desk.people.roles import Role
from seawall.identity.errors import ContradictoryJudgementsError

from .conftest import closed_row, new_profile, stranger_rows

pytestmark = pytest.mark.django_db


def last_payload(event: str):
    row = LedgerRow.objects.filter(event=event).latest("number")
    return LedgerPayload.objects.get(row=row).opened()


def test_a_judgement_is_kept_with_its_reason_and_its_maker(link, analyst):
    judged = services.judge_link(link, "same", reason="the same invite, an hour later", acting=analyst)
    assert (judged.verdict, judged.by, judged.in_force) == ("same", analyst, True)
    assert verdict_of(link) == judged
    assert links_for(analyst).get().verdict == "same"
    assert last_payload("link_judged") == {
        "verdict": "same",
        "reason": "the same invite, an hour later",
        "judgement": judged.pk,
    }


def test_a_judgement_revised_stays_on_record(link, analyst):
    first = services.judge_link(link, "same", reason="the invite", acting=analyst)
    second = services.judge_link(link, "unsure", reason="the invite is public", acting=analyst)
    first.refresh_from_db()
    assert (first.in_force, second.in_force) == (False, True)
    assert [one.verdict.value for one in engine_judgements()] == ["unsure"]
    assert last_payload("link_judged")["revises"] == first.pk


def test_the_latest_of_two_people_holds(link, analyst, officer):
    services.judge_link(link, "same", reason="the invite", acting=analyst)
    later = services.judge_link(link, "different", reason="another coast", acting=officer)
    assert Judgement.objects.filter(revised_at=None).count() == 2
    assert verdict_of(link) == later
    assert links_for(analyst).get().verdict == "different"


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_neither_judge_nor_look_nor_open_a_case(link, staff_with, role):
    person = staff_with(role)
    for step in (
        lambda: services.judge_link(link, "same", reason="so", acting=person),
        lambda: services.look_at_link(link, acting=person),
        lambda: services.open_successor_case(link, acting=person),
    ):
        with pytest.raises(LinkingRoleError):
            step()


def test_a_judgement_says_why(link, analyst):
    with pytest.raises(LinkReasonError):
        services.judge_link(link, "same", reason="  ", acting=analyst)
    assert not Judgement.objects.exists()


def test_contradictory_judgements_are_refused_with_the_chain(sign, put_in, analyst):
    sign(closed_row(), closed_row("lampkeeper_", url="https://pierchat.example/+w34R2gpgZyRYosIFeZ6"), *stranger_rows())
    put_in(accounts=[new_profile("real_lampkeeper2"), new_profile("real_lampkeeper3")])
    run_pass(acting=analyst)
    links = {(one.account_id, one.closed.account_id): one for one in Link.objects.select_related("closed")}
    pairs = [
        ("new-real_lampkeeper2", "old-lampkeeper"),
        ("new-real_lampkeeper2", "old-lampkeeper_"),
        ("new-real_lampkeeper3", "old-lampkeeper_"),
    ]
    for pair in pairs:
        services.judge_link(links[pair], "same", reason="the invite", acting=analyst)
    last = links["new-real_lampkeeper3", "old-lampkeeper"]
    with pytest.raises(ContradictoryJudgementsError) as refused:
        services.judge_link(last, "different", reason="another hand", acting=analyst)
    assert len(refused.value.facts["chain"]) == 4
    assert "harbourfeed:new-real_lampkeeper2 is the same as" in refused.value.message
    assert Judgement.objects.count() == 3


def test_a_case_on_a_successor_waits_in_the_queue_with_its_own_purpose(link, analyst):
    case = services.open_successor_case(link, acting=analyst)
    assert (case.account_id, case.purpose, case.state) == (link.account_id, CasePurpose.SUCCESSOR, CaseState.OPEN)
    assert case.priority == Priority.SOON
    finding = case.findings.get()
    assert (finding.engine, finding.entry_id) == ("identity", link.closed.ledger_subject)
    assert finding.observation.kind == "accounts"
    assert services.open_successor_case(link, acting=analyst) == case
    assert Finding.objects.count() == 1


def test_a_case_joins_the_open_case_of_the_account(link, analyst, case_of, finding_of):
    case = case_of(finding_of(account=link.account_id))
    assert services.open_successor_case(link, acting=analyst) == case
    case.refresh_from_db()
    assert (case.finding_count, case.purpose) == (2, CasePurpose.KNOWN_CONTENT)
    assert case.reasons[0] == {"code": "may_return", "likely": True}
    assert case.priority == Priority.FIRST


def test_opening_a_case_on_a_link_opens_no_other(link, analyst, finding_of):
    from seawall.desk.cases.services import receive_findings

    receive_findings([finding_of(account="somebody-else")], acting=analyst)
    services.open_successor_case(link, acting=analyst)
    assert Finding.objects.get(observation__account_id="somebody-else").case is None


def test_no_case_opens_on_accounts_that_were_judged_different(link, analyst):
    services.judge_link(link, "different", reason="another hand", acting=analyst)
    with pytest.raises(LinkCaseError):
        services.open_successor_case(link, acting=analyst)


def test_a_reinstatement_withdraws_links_findings_and_judgements_at_once(link, keeper, analyst):
    services.judge_link(link, "same", reason="the invite", acting=analyst)
    case = services.open_successor_case(link, acting=analyst)
    withdraw_closing(keeper, how="reinstated", reason="appeal upheld", acting=analyst)
    link.refresh_from_db()
    case.refresh_from_db()
    assert link.state == LinkState.WITHDRAWN
    assert link.ended_because == "The closed account that it rests on was reinstated."
    assert case.state == CaseState.CLOSED
    assert engine_judgements() == ()
    with pytest.raises(LinkStateError):
        services.judge_link(link, "same", reason="still", acting=analyst)


def test_an_expiry_withdraws_links(link):
    expire_closings(now=utc_now() + timedelta(days=4000))
    link.refresh_from_db()
    assert link.state == LinkState.WITHDRAWN


def test_nothing_is_done_on_a_link_whose_closing_expired_a_moment_ago(link, expire, analyst):
    expire(link.closed)
    link = Link.objects.get()
    assert (link.state, link.stands) == (LinkState.STANDS, False)
    for step in (
        lambda: services.judge_link(link, "same", reason="the invite", acting=analyst),
        lambda: services.open_successor_case(link, acting=analyst),
    ):
        with pytest.raises(LinkStateError, match="has expired"):
            step()
    assert not links_for(analyst).exists()
    assert not links_of_closed(link.closed, reader=analyst).exists()
    assert (link_figures(analyst).likely, actors(analyst), actor_of(link)) == (0, [], None)
    assert list(links_for(analyst, state="")) == [link]


def test_an_expiry_is_noted_on_links_that_stood_no_longer_anyway(link, expire):
    expire(link.closed)
    expire_closings(now=utc_now())
    link.refresh_from_db()
    assert (link.state, link.ended_because) == (LinkState.WITHDRAWN, "The closing that it rests on has expired.")


def test_a_withdrawn_closing_is_compared_with_no_more(link, keeper, analyst):
    withdraw_closing(keeper, how="mistaken", reason="another account", acting=analyst)
    assert run_pass(acting=analyst, everything=True).stored == 0
    assert not Link.objects.filter(state=LinkState.STANDS).exists()


def test_looking_twice_within_a_quarter_of_an_hour_is_one_look(link, analyst):
    assert services.look_at_link(link, acting=analyst) == services.look_at_link(link, acting=analyst)
    assert LinkLook.objects.count() == LedgerRow.objects.filter(event="link_viewed").count() == 1


def test_a_declared_conflict_bars_from_links_of_the_account(link, officer, case_of, finding_of):
    case = case_of(finding_of(account=link.account_id))
    declare_conflict(case, acting=officer, reason="a neighbour")
    for step in (services.look_at_link, services.open_successor_case):
        with pytest.raises(CaseBarredError):
            step(link, acting=officer)
    assert not links_for(officer).exists()


def test_a_declared_conflict_bars_from_links_named_beside_another_one(
    sign, put_in, analyst, officer, case_of, finding_of
):
    sign(closed_row(), closed_row("lampkeeper_"), *stranger_rows())
    put_in(accounts=[new_profile()])
    run_pass(acting=analyst)
    first, second = Link.objects.order_by("closed")
    assert other_links(first, reader=officer) == [second]
    declare_conflict(case_of(finding_of(account=second.closed.account_id)), acting=officer, reason="a neighbour")
    assert other_links(first, reader=officer) == []
    assert other_links(first, reader=analyst) == [second]
    assert not links_of_closed(second.closed, reader=officer).exists()


def test_only_who_works_on_links_finds_them_by_a_name(link, analyst, staff_with):
    auditor = staff_with(Role.AUDITOR)
    assert links_for(analyst, words="nobody").count() == 0
    assert list(links_for(auditor, words="nobody")) == list(links_for(auditor, words="lampkeeper")) == [link]
