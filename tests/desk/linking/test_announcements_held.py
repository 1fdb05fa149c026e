"""Who announced an account is looked for in the whole corpus, whoever is compared along with it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from seawall.clock import utc_now
from seawall.corpus import open_corpus
from seawall.desk.linking import announcements_held, passing
from seawall.desk.linking.announcements_held import announcements, forget_announcements, known_announcements
from seawall.desk.linking.api_body import read_body
from seawall.desk.linking.api_candidates import candidates_of
from seawall.desk.linking.models import Link
from seawall.desk.linking.passing import run_pass
from seawall.identity.traits.key_hash import keys_of

from .conftest import BIO, CLOSED, INVITE, closed_row, new_profile, stranger_rows

pytestmark = pytest.mark.django_db

NEW = "harbour_voice"


@pytest.fixture(autouse=True)
def unread():
    """Begin without anything read."""
    forget_announcements()


def post(account, text, number=0, *, hours=3):
    return {
        "account_id": account,
        "post_id": f"{account}-{number}",
        "text": text,
        "posted_at": CLOSED + timedelta(hours=hours + number),
    }


@pytest.fixture
def circle(sign, put_in):
    """A closed account that names @wick_one, whose account announces the next one."""
    thanks = [post("old-lampkeeper", f"thanks @wick_one for the oil today number {n}", n, hours=-70) for n in range(6)]
    put_in(posts=thanks)
    sign(closed_row(), *stranger_rows())
    put_in(
        "new.jsonl",
        accounts=[new_profile(NEW, bio="Tide tables", url=None), new_profile("wick_one", bio="Oil seller", url=None)],
        posts=[
            post("new-wick_one", f"Our friend was closed, follow the new account @{NEW}"),
            post(f"new-{NEW}", "hello again everybody at the quay"),
        ],
    )


def announcers():
    """Return (announced, announcer's handle, announcer) as keys."""
    told = announcements()
    return sorted(zip(told.announced.tolist(), told.handles.tolist(), told.accounts.tolist(), strict=True))


def keys(*texts):
    return tuple(int(keys_of([text])[0]) for text in texts)


def test_what_somebody_else_announced_counts_at_the_desk(circle, analyst, put_in):
    put_in("again.jsonl", accounts=[new_profile(NEW, url=None, observed_at=CLOSED + timedelta(days=2))])
    run_pass(acting=analyst)
    said = [row["sentence"] for row in Link.objects.get(account_id=f"new-{NEW}").evidence]
    assert f"@wick_one, whom the closed account names, pointed to @{NEW} as a new or further account." in said


def test_it_makes_no_difference_who_is_compared_along(circle, analyst, put_in, monkeypatch):
    monkeypatch.setattr(passing, "PART", 1)
    test_what_somebody_else_announced_counts_at_the_desk(circle, analyst, put_in)


def test_announcements_are_known_by_the_announcers_handle_and_account(circle, put_in):
    told = keys(f"@{NEW}", "@wick_one", "account harbourfeed:new-wick_one")
    assert announcers() == [told]
    put_in(
        "more.jsonl",
        accounts=[{"account_id": "bio", "bio": f"my new account @{NEW}"}],
        posts=[post("nobody", f"follow my new account @{NEW}", 1), post("nobody", "good evening @friend", 2)],
    )
    bare = [(told[0], 0, *keys(f"account harbourfeed:{name}")) for name in ("bio", "nobody")]
    assert announcers() == sorted([told, *bare])


def test_an_announcement_that_was_erased_is_let_go_of(circle, desk_home):
    assert len(announcers()) == 1
    with open_corpus(desk_home / "corpus").write() as writer:
        writer.erase_account("harbourfeed", "new-wick_one")
    assert announcers() == []


def test_an_announcer_is_named_by_its_newest_handle(circle, put_in):
    assert len(announcers()) == 1
    put_in("renamed.jsonl", accounts=[
        {"account_id": "new-wick_one", "handle": " @Wick_Two", "observed_at": CLOSED + timedelta(days=9)}
    ])  # fmt: skip
    ((_, handle, _),) = announcers()
    assert (handle,) == keys("@wick_two")


def test_what_was_read_stays_until_the_corpus_changes(circle, put_in):
    told = announcements()
    assert announcements() is told
    put_in("more.jsonl", posts=[post("nobody", "hello @friend", 1)])
    before = announcers()
    forget_announcements()
    assert announcers() == before  # read by and by, or at once


def test_who_waits_for_an_answer_gets_what_is_known(circle, put_in, monkeypatch):
    monkeypatch.setattr(announcements_held, "_QUICK", 0)
    assert known_announcements() is None
    assert len(announcements()) == 1
    put_in("more.jsonl", posts=[post("nobody", f"follow my new account @{NEW}", 1)])
    assert len(known_announcements()) == 1
    monkeypatch.setattr(announcements_held, "_QUICK", 1)
    assert len(known_announcements()) == 2


def test_what_was_erased_counts_no_more_while_new_batches_wait_to_be_read(circle, desk_home, put_in, monkeypatch):
    put_in("kept.jsonl", posts=[post("somebody", f"follow my new account @{NEW}", 1)])
    assert len(announcements()) == 2
    monkeypatch.setattr(announcements_held, "_QUICK", 0)
    put_in("unread.jsonl", posts=[post("nobody", f"follow my new account @{NEW}", 1)])
    with open_corpus(desk_home / "corpus").write() as writer:
        writer.erase_account("harbourfeed", "new-wick_one")
    kept = known_announcements()
    assert kept.accounts.tolist() == list(keys("account harbourfeed:somebody"))
    assert known_announcements() is kept  # looked up once a version
    with open_corpus(desk_home / "corpus").write() as writer:
        writer.erase_account("harbourfeed", "somebody")
    assert len(known_announcements()) == 0
    assert announcements().accounts.tolist() == list(keys("account harbourfeed:nobody"))


def test_an_erased_announcer_is_no_evidence_in_an_answer_while_new_batches_wait(circle, desk_home, put_in, monkeypatch):
    account = {"platform": "harbourfeed", "id": "9", "handle": f"@{NEW.title()}", "bio": BIO, "url": INVITE}
    asked = read_body(json.dumps({"account": account}).encode(), now=utc_now())

    def features():
        (found,) = candidates_of(asked, now=utc_now())["candidates"]
        return {one["feature"] for one in found["evidence"]}

    announcements()
    monkeypatch.setattr(announcements_held, "_QUICK", 0)
    put_in("unread.jsonl", posts=[post("nobody", "good evening to the quay", 1)])
    assert "announcement" in features()
    with open_corpus(desk_home / "corpus").write() as writer:
        writer.erase_account("harbourfeed", "new-wick_one")
    assert "announcement" not in features()


def test_an_answer_to_another_system_counts_it_too_or_says_that_it_does_not_yet(circle, monkeypatch):
    account = {"platform": "harbourfeed", "id": "9", "handle": f"@{NEW.title()}", "bio": BIO, "url": INVITE}
    asked = read_body(json.dumps({"account": account}).encode(), now=utc_now())
    monkeypatch.setattr(announcements_held, "_QUICK", 0)
    unread = candidates_of(asked, now=utc_now())
    monkeypatch.undo()
    answer = candidates_of(asked, now=utc_now())
    features = [[one["feature"] for one in each["candidates"][0]["evidence"]] for each in (unread, answer)]
    assert ["announcement" in one for one in features] == [False, True]
    assert [any(note.startswith("announcements: ") for note in each["notes"]) for each in (unread, answer)] == [
        True,
        False,
    ]
