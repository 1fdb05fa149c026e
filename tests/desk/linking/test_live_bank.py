"""The bank of a process: loaded once, kept on the disk, led on from there by what changed, never older than it says."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest
from django.conf import settings
from django.db import connection

from seawall.clock import utc_now
from seawall.corpus import open_corpus
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.closings.services import withdraw_closing
from seawall.desk.linking import corpus_accounts
from seawall.desk.linking.corpus_accounts import parts_with_posts, post_marks, posts_of
from seawall.desk.linking.errors import ClosedBankLoadingError
from seawall.desk.linking.kept_bank import kept_facts
from seawall.desk.linking.kept_models import current_model
from seawall.desk.linking.live_bank import LiveBank, discard_outdated
from seawall.desk.observations.corpus_view import read_corpus
from seawall.identity.account_tables import conform_accounts
from seawall.identity.linking import rank_account
from seawall.identity.portrait_making import make_portraits

from .conftest import BIO, CLOSED, INVITE, closed_row

pytestmark = pytest.mark.django_db

WORDS = "count the ships at https://tides.example/lampkeepers-9 and tell @old_circle_of_lamps"


def posts_by(name: str, count: int, words: str = WORDS) -> list[dict]:
    at = CLOSED - timedelta(days=20)
    return [
        {"account_id": name, "post_id": f"{name}-{words[:9]}-{n}", "text": f"{words} {n}", "posted_at": at}
        for n in range(count)
    ]


def ranked(bank) -> list[tuple]:
    """Return what is found of a return that keeps its invite, its bio and its words."""
    now = utc_now()
    account = {"account": ["harbourfeed:9001"], "platform": ["harbourfeed"], "handle": ["real_lampkeeper2"]}
    table = conform_accounts(pa.table({**account, "bio": [BIO], "url": [INVITE]}))
    posts = pa.table({"account": ["harbourfeed:9001"] * 6, "text": [f"{WORDS} {n}" for n in range(6)]})
    found = rank_account(make_portraits(table, posts)[0], bank, current_model()[1], now)
    return [
        (one.closed, one.weighed.probability, [each.detail for each in one.weighed.evidence]) for one in found.compared
    ]


def of(live: LiveBank) -> list[tuple]:
    with live.current(wait=True) as bank:
        return ranked(bank)


def on_the_disk() -> bytes:
    return b"".join(path.read_bytes() for path in (settings.SEAWALL.home / "closed_bank").rglob("*") if path.is_file())


@pytest.fixture
def corpus_posts(keeper, put_in):
    put_in(posts=posts_by(keeper.account_id, 7) + posts_by("old-rye_seller_0", 6, "rye and more rye by weight today"))


@pytest.fixture
def kept(corpus_posts) -> LiveBank:
    live = LiveBank(quick=5)
    of(live)
    return live


def test_the_next_process_opens_what_was_kept_and_finds_the_same(kept):
    before = kept_facts(settings.SEAWALL.home)
    again = LiveBank(quick=5)
    assert of(again) == of(kept) == of(LiveBank())
    assert of(kept)[0][0] == "harbourfeed:old-lampkeeper"
    assert kept_facts(settings.SEAWALL.home) == before
    assert before.accounts == 31


def test_a_small_bank_is_not_kept(corpus_posts):
    of(LiveBank(quick=31))
    assert kept_facts(settings.SEAWALL.home) is None


def test_what_was_signed_and_withdrawn_since_counts_at_the_next_start(kept, keeper, sign, analyst):
    sign(closed_row("lampkeeper_two", account="old-two"))
    withdraw_closing(keeper, how="reinstated", reason="appeal upheld", acting=analyst)
    found = of(LiveBank(quick=5))
    assert "harbourfeed:old-two" in [one[0] for one in found]
    assert keeper.key not in [one[0] for one in found]
    assert [one[:2] for one in found] == [one[:2] for one in of(LiveBank())]


def test_who_was_withdrawn_is_gone_from_the_disk_with_the_next_writing(kept, keeper, analyst):
    assert b"keep the watch" in on_the_disk()
    assert b"old_circle_of_lamps" in on_the_disk()
    assert not kept.keep()
    ClosedAccount.objects.exclude(pk=keeper.pk).update(bio=None)
    withdraw_closing(keeper, how="reinstated", reason="appeal upheld", acting=analyst)
    of(kept)
    assert kept.keep()
    assert keeper.account_id.encode() not in on_the_disk()
    assert b"old_circle_of_lamps" not in on_the_disk()
    assert of(LiveBank(quick=5)) == of(kept)


def test_who_expired_is_gone_from_the_disk_with_the_next_writing(kept, keeper):
    late = utc_now() + timedelta(days=4000)
    assert kept.keep(now=late) is False  # nobody is left: nothing is kept
    assert kept._held.left == 0
    assert kept_facts(settings.SEAWALL.home) is None


def test_a_bank_that_somebody_came_to_is_written_later(kept, sign):
    sign(closed_row("lampkeeper_two", account="old-two"))
    of(kept)
    assert not kept.keep()
    assert kept.keep(now=utc_now() + timedelta(minutes=11))
    assert kept_facts(settings.SEAWALL.home).accounts == 32


def test_posts_that_came_since_are_taken_in_for_their_accounts_alone(kept, keeper, put_in):
    put_in("later.jsonl", posts=posts_by(keeper.account_id, 9, "count the lamps and count the tides before dawn"))
    assert kept.renew()
    assert not kept.renew()
    with kept.current() as bank:
        assert (len(bank), bank.account_count()) == (32, 31)
        assert bank.portrait(bank.ordinal_of(keeper.key)).post_count == 16
    assert [one[:2] for one in of(kept)] == [one[:2] for one in of(LiveBank())]


def test_posts_of_many_are_taken_in_by_loading_anew(kept, put_in):
    names = ClosedAccount.objects.values_list("account_id", flat=True)
    put_in("later.jsonl", posts=[post for name in names for post in posts_by(name, 1, f"{name} at noon today")])
    assert kept.renew()
    with kept.current() as bank:
        assert len(bank) == 31
        assert bank.portrait(bank.ordinal_of("harbourfeed:old-rye_seller_0")).post_count == 7


def test_a_corpus_that_changed_otherwise_changes_nothing(kept, put_in):
    put_in("later.jsonl", posts=posts_by("somebody-else", 3))
    assert not kept.renew()
    with kept.current() as bank:
        assert len(bank) == 31


def test_posts_that_were_erased_count_no_more_and_are_gone_from_the_disk(kept, keeper):
    with open_corpus(settings.SEAWALL.corpus_path).write() as writer:
        writer.erase_account("harbourfeed", keeper.account_id)
    again = LiveBank(quick=5)
    assert again.renew()
    assert again.keep()
    assert b"old_circle_of_lamps" not in on_the_disk()
    assert [one[:2] for one in of(again)] == [one[:2] for one in of(LiveBank())]


def test_without_a_bank_in_the_process_an_outdated_one_is_removed(kept, sign):
    assert not discard_outdated()
    sign(closed_row("lampkeeper_two", account="old-two"))
    assert discard_outdated()
    assert kept_facts(settings.SEAWALL.home) is None


def test_without_a_bank_in_the_process_one_older_than_the_corpus_is_removed(kept, put_in):
    put_in("later.jsonl", posts=posts_by("somebody-else", 1))
    assert discard_outdated()


def test_a_bank_that_was_forgotten_is_loaded_again(kept):
    before = of(kept)
    kept.forget()
    assert not kept.is_loaded
    assert not kept.keep()
    assert of(kept) == before


@pytest.mark.django_db(transaction=True)
def test_who_asks_while_a_long_load_is_under_way_is_told_to_come_back(corpus_posts):
    live = LiveBank(quick=5)
    with pytest.raises(ClosedBankLoadingError), live.current():
        pass
    live._behind.join()
    with live.current() as bank:
        assert bank.account_count() == 31


def test_who_may_wait_is_never_given_a_bank_that_lacks_a_long_list(kept, sign, monkeypatch):
    monkeypatch.setattr(kept, "_work_behind", lambda _work: None)
    sign(*(closed_row(f"lampkeeper_{number}", account=f"late-{number}") for number in range(9)))
    with kept.current() as bank:
        assert (bank.account_count(), kept.coming_count) == (31, 9)
    assert not kept.keep(now=utc_now() + timedelta(minutes=11))
    assert kept_facts(settings.SEAWALL.home).accounts == 31
    with kept.current(wait=True) as bank:
        assert (bank.account_count(), kept.coming_count) == (40, 0)
    assert kept_facts(settings.SEAWALL.home).accounts == 40


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_taken_in_beside_the_comparisons(kept, sign):
    sign(*(closed_row(f"lampkeeper_{number}", account=f"late-{number}") for number in range(9)))
    with kept.current() as bank:
        assert (bank.account_count(), kept.coming_count) == (31, 9)
    kept._behind.join()
    with kept.current() as bank:
        assert (bank.account_count(), kept.coming_count) == (40, 0)
    assert of(kept) == of(LiveBank())
    connection.close()


@pytest.mark.parametrize(("accounts", "posts"), [(1, 1000), (2, 3), (3, 1000), (1000, 4), (1000, 1000), (5, 1)])
def test_parts_hold_every_account_once_with_its_posts(desk_home, put_in, monkeypatch, accounts, posts):
    monkeypatch.setattr(corpus_accounts, "_PART", accounts)
    monkeypatch.setattr(corpus_accounts, "_PART_POSTS", posts)
    counts = [3, 0, 5, 1, 0, 0, 2]
    put_in(posts=[post for number, count in enumerate(counts) for post in posts_by(f"a{number}", count)])
    names, now = [f"harbourfeed:a{number}" for number in range(7)], utc_now()
    parts = read_corpus(lambda view: list(parts_with_posts(view, names, now=now)))
    assert [parts[0].first, *(part.last for part in parts)] == [*(part.first for part in parts), 7]
    got = [
        (names[part.first + row["owner"]], row["text"], row["time"]) for part in parts for row in part.posts.to_pylist()
    ]
    looked_up = posts_of(names, now=now).to_pylist()
    assert got == [(row["account"], row["text"], row["time"]) for row in looked_up]
    assert len(got) == 11
    assert [bool(mark) for mark in post_marks(names)] == [bool(count) for count in counts]


def test_posts_of_any_strange_name_are_found(desk_home, put_in):
    posts = [*posts_by("@keeper:lamps.example", 2), {**posts_by("7:8:9", 1)[0], "platform": "Pier:Chat"}]
    channel = {**posts_by("nobody", 1)[0], "account_id": None, "channel_id": "lamp:room", "post_id": "c1"}
    put_in(posts=[*posts, channel, {**channel, "account_id": "somebody", "post_id": "c2"}])
    names = ["harbourfeed:@keeper:lamps.example", "pier:chat:7:8:9", "harbourfeed:lamp:room", "chat:7:8:9", "7:8:9"]
    found = posts_of(names, now=utc_now())["account"].to_pylist()
    assert sorted(found) == sorted([names[0], names[0], names[1], names[2]])
    assert [bool(mark) for mark in post_marks(names)] == [True, True, True, False, False]
    (part,) = read_corpus(lambda view: list(parts_with_posts(view, names, now=utc_now())))
    assert part.posts["owner"].to_pylist() == [0, 0, 1, 2]


def test_whom_posts_answer_is_the_same_whether_they_are_looked_up_or_read_in_parts(desk_home, put_in):
    asked = [{**post, "account_id": f"asker_{n}"} for n, post in enumerate(posts_by("asker", 3))]
    answers = posts_by("a0", 4, "an answer")
    whom = [asked[0]["post_id"], asked[1]["post_id"], answers[0]["post_id"], "of a post that nobody holds"]
    put_in(
        accounts=[{"account_id": "asker_0", "handle": "oil_jar"}],
        posts=[*asked, *({**post, "reply_to": to} for post, to in zip(answers, whom, strict=True))],
    )
    names, now = ["harbourfeed:nobody", "harbourfeed:a0"], utc_now()
    looked_up = posts_of(names, now=now)
    (part,) = read_corpus(lambda view: list(parts_with_posts(view, names, now=now)))
    assert sorted(filter(None, looked_up["reply_to"].to_pylist())) == ["@harbourfeed:asker_1", "@oil_jar"]
    assert part.posts["reply_to"].to_pylist() == looked_up["reply_to"].to_pylist()


def test_a_mark_of_posts_is_another_one_when_they_change(desk_home, put_in):
    put_in(posts=posts_by("a0", 2) + posts_by("a1", 2))
    names = ["harbourfeed:a1", "harbourfeed:nobody", "harbourfeed:a0"]
    before = post_marks(names)
    put_in("later.jsonl", posts=posts_by("a0", 1, "another one, quite otherwise"))
    after = post_marks(names)
    assert (before[0], before[1], after[1]) == (after[0], 0, 0)
    assert before[2] != after[2]
    assert len({*before.tolist()}) == 3
    assert post_marks([]).tolist() == []
