"""What comes into the corpus is compared with what is signed: once, whatever happens midway."""

from __future__ import annotations

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.linking import passing
from seawall.desk.linking.actor_views import actor_of
from seawall.desk.linking.live_bank import live_bank
from seawall.desk.linking.models import Link, LinkClass, LinkingPass, LinkState
from seawall.desk.linking.passing import run_pass
from seawall.desk.linking.replaying import replay
from seawall.desk.linking.services.storing import NewAccount, store_found
from seawall.desk.sources.services import ask_withdrawal
from seawall.desk.sources.work import perform

from .conftest import CLOSED, closed_row, new_profile, stranger_profile, stranger_rows

pytestmark = pytest.mark.django_db


def test_a_return_is_linked_and_a_stranger_is_not(link, keeper):
    assert (link.key, link.closed) == ("harbourfeed:new-real_lampkeeper2", keeper)
    assert link.link_class == LinkClass.LIKELY
    assert link.state == LinkState.STANDS
    assert link.profile["posts"] == 0
    total = link.prior_bits + sum(row["bits"] for row in link.evidence) + link.imitator_bits
    assert replay(link).bits == pytest.approx(total)
    assert [row.event for row in LedgerRow.objects.filter(event__in=("links_found", "accounts_compared"))] == [
        "links_found",
        "accounts_compared",
    ]


def test_a_second_pass_finds_nothing_to_compare(link, analyst):
    again = run_pass(acting=analyst)
    assert (again.wanted, again.compared, again.stored) == (0, 0, 0)
    assert Link.objects.count() == 1


def test_everything_compared_again_stores_nothing_twice(link, analyst):
    again = run_pass(acting=analyst, everything=True)
    assert (again.compared, again.stored, again.replaced) == (2, 0, 0)
    assert Link.objects.get() == link


def _weight_of(feature, link):
    return sum(row["bits"] for row in link.evidence if row["feature"] == feature)


def test_a_changed_profile_gives_a_new_link_in_place_of_the_old_one(link, put_in, analyst):
    observed = new_profile()["observed_at"].replace(day=5)
    put_in("later.jsonl", accounts=[new_profile(bio="Something else entirely", observed_at=observed)])
    run_pass(acting=analyst)
    fresh = Link.objects.get(state=LinkState.STANDS)
    link.refresh_from_db()
    assert (link.state, fresh.replaces) == (LinkState.REPLACED, link)
    assert _weight_of("bio", fresh) < _weight_of("bio", link)
    assert replay(link).probability == link.probability


def test_a_link_stays_until_there_are_twice_as_many_closed_accounts(link, sign, analyst):
    sign(closed_row("unrelated_person", bio="nothing to do with it", url="https://else.example/"))
    assert run_pass(acting=analyst, everything=True).replaced == 0
    sign(*(row | {"account": f"more-{row['account']}", "url": f"{row['url']}more"} for row in stranger_rows(32)))
    assert run_pass(acting=analyst, everything=True).replaced == 1
    newest = Link.objects.get(replaces=link)
    assert (link.bank_size, newest.bank_size) == (31, 64)


def test_a_link_lapses_when_nothing_is_found_any_more(link, put_in, analyst):
    observed = new_profile()["observed_at"].replace(day=5)
    put_in("later.jsonl", accounts=[{**stranger_profile(), "account_id": link.account_id, "observed_at": observed}])
    done = run_pass(acting=analyst)
    link.refresh_from_db()
    assert (done.lapsed, link.state) == (1, LinkState.LAPSED)


def test_who_was_seen_before_is_compared_with_what_is_signed_later(put_in, sign, analyst):
    sign(*stranger_rows())
    put_in(accounts=[new_profile(), stranger_profile()])
    assert run_pass(acting=analyst).compared == 2
    assert not Link.objects.exists()
    (keeper,) = sign(closed_row())
    assert run_pass(acting=analyst).compared == 2
    assert Link.objects.get().closed == keeper


def test_who_was_never_seen_after_a_closing_is_not_compared_with_it(put_in, sign, analyst):
    sign(*stranger_rows())
    put_in(accounts=[new_profile()])
    run_pass(acting=analyst)
    sign(closed_row(closed_at="2026-06-01T00:00:00+00:00"))
    assert run_pass(acting=analyst).wanted == 0


def test_a_stopped_pass_goes_on_behind_its_last_part(keeper, put_in, analyst, monkeypatch):
    monkeypatch.setattr(passing, "PER_STORE", 1)
    put_in(accounts=[new_profile(f"lampkeeper_{number}") for number in range(4)])
    asked = iter([False, False, True, True, True])
    stopped = run_pass(acting=analyst, stop=lambda: next(asked))
    assert (stopped.is_open, stopped.compared) == (True, 2)
    done = run_pass(acting=analyst)
    assert (done.pk, done.is_open, done.compared, done.wanted) == (stopped.pk, False, 4, 4)
    assert Link.objects.filter(state=LinkState.STANDS).count() == 4


def test_a_part_that_is_handed_in_again_stores_nothing(link):
    pass_ = LinkingPass.objects.get()
    LinkingPass.objects.update(is_open=True, finished_at=None)
    account = NewAccount(key=link.key, platform=link.platform, account_id=link.account_id)
    assert store_found(pass_, [account], last=pass_.cursor, count=1).compared == pass_.compared
    link.refresh_from_db()
    assert link.state == LinkState.STANDS


def test_accounts_that_stand_in_the_bank_are_not_compared(keeper, put_in, analyst):
    put_in(accounts=[new_profile("lampkeeper", account_id=keeper.account_id)])
    assert run_pass(acting=analyst).stored == 0


def test_the_order_of_arrival_changes_no_link(keeper, put_in, analyst):
    returned = [new_profile(f"lampkeeper_{number}") for number in range(3)]
    put_in("one.jsonl", accounts=returned[::-1])
    run_pass(acting=analyst)
    first = sorted(Link.objects.values_list("account_id", "closed", "probability", "evidence"))
    live_bank().forget()
    run_pass(acting=analyst, everything=True)
    assert sorted(Link.objects.values_list("account_id", "closed", "probability", "evidence")) == first


def test_posts_of_both_sides_come_from_the_corpus(keeper, put_in, analyst):
    words = "the beam turns over the grey water and every keeper counts the ships that pass"
    put_in(
        accounts=[new_profile()],
        posts=[
            {"account_id": who, "post_id": f"{who}-{number}", "text": f"{words} {number}", "posted_at": at}
            for who, at in (
                (keeper.account_id, CLOSED.replace(day=1, month=2)),
                ("new-real_lampkeeper2", CLOSED.replace(day=2)),
            )
            for number in range(25)
        ],
    )
    run_pass(acting=analyst)
    found = Link.objects.get()
    assert (found.depth, found.profile["posts"]) == (2, 25)
    assert {"reposts", "style"} <= {row["feature"] for row in found.evidence}


def test_who_answers_the_same_people_is_seen_to(keeper, put_in, analyst):
    circle = [f"oil_jar_{number}" for number in range(6)]
    put_in(
        accounts=[new_profile(), *({"account_id": name, "handle": name} for name in circle)],
        posts=[
            *({"account_id": name, "post_id": name, "text": "Ships?", "posted_at": CLOSED} for name in circle),
            *(
                {"account_id": who, "post_id": f"{who}-{name}", "reply_to": name, "text": "Three.", "posted_at": CLOSED}
                for who in (keeper.account_id, "new-real_lampkeeper2")
                for name in circle
            ),
        ],
    )
    run_pass(acting=analyst)
    found = Link.objects.get(account_id="new-real_lampkeeper2")
    (row,) = [row for row in found.evidence if row["feature"] == "contacts"]
    assert row["sentence"].startswith("Both accounts name 6 of the same accounts: @oil_jar_")


def test_equal_ids_on_two_platforms_are_two_accounts(keeper, put_in, analyst):
    put_in(accounts=[new_profile(account_id="7"), new_profile(account_id="7", platform="Pierchat")])
    run_pass(acting=analyst)
    links = {link.key: link for link in Link.objects.all()}
    assert set(links) == {"harbourfeed:7", "pierchat:7"}
    observed = new_profile()["observed_at"].replace(day=5)
    gone = {**stranger_profile(), "account_id": "7", "platform": "Pierchat", "observed_at": observed}
    put_in("later.jsonl", accounts=[gone])
    done = run_pass(acting=analyst)
    assert (done.lapsed, done.stored, done.replaced) == (1, 0, 0)
    assert Link.objects.get(state=LinkState.STANDS) == links["harbourfeed:7"]


def test_a_platform_that_is_written_otherwise_later_is_the_same_one(keeper, put_in, analyst):
    put_in(accounts=[new_profile(platform="Pierchat")])
    run_pass(acting=analyst)
    link, observed = Link.objects.get(), new_profile()["observed_at"].replace(day=5)
    put_in("later.jsonl", accounts=[new_profile(platform="PIERCHAT", observed_at=observed)])
    done = run_pass(acting=analyst)
    assert (done.compared, done.stored) == (1, 0)
    assert Link.objects.get() == link


def test_a_platform_and_an_id_may_hold_colons(sign, put_in, analyst):
    keeper = sign(closed_row(platform="pier:chat", account="@old:lamps.example"), *stranger_rows())[0]
    batch = put_in(accounts=[new_profile(platform="Pier:Chat", account_id="@new:lamps.example")])
    assert run_pass(acting=analyst).stored == 1
    assert run_pass(acting=analyst, everything=True).stored == 0
    link = Link.objects.get()
    assert (link.platform, link.account_id, link.closed) == ("Pier:Chat", "@new:lamps.example", keeper)
    assert link.key == "pier:chat:@new:lamps.example"
    assert [(one.platform, one.account_id) for one in actor_of(link).accounts] == [
        ("pier:chat", "@old:lamps.example"),
        ("Pier:Chat", "@new:lamps.example"),
    ]
    perform(ask_withdrawal(batch, reason="taken by mistake", acting=analyst).pk)
    link.refresh_from_db()
    assert (link.state, link.profile) == (LinkState.WITHDRAWN, {})
