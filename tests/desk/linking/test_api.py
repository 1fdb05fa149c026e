"""Another system asks which closed accounts a new one may continue: what it gets, and what is refused."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from seawall.clock import utc_now
from seawall.desk.closings.selectors import signed_closings
from seawall.desk.closings.services import withdraw_closing
from seawall.desk.hma.errors import TokenStateError
from seawall.desk.hma.services import TokenDraft, make_token
from seawall.desk.linking.corpus_accounts import posts_of
from seawall.desk.linking.kept_models import current_model
from seawall.desk.linking.live_bank import live_bank
from seawall.desk.linking.models import Link
from seawall.desk.people.roles import Role
from seawall.identity.account_tables import check_accounts, check_posts
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.linking import rank_account
from seawall.identity.portrait_making import make_portraits

from .conftest import BIO, CLOSED, INVITE, closed_row, stranger_rows

pytestmark = pytest.mark.django_db

WORDS = "the beam turns over the grey water and every keeper counts the ships that pass"
ACCOUNT = {
    "platform": "harbourfeed",
    "id": "9001",
    "handle": "real_lampkeeper2",
    "name": "Keeper of Lamps",
    "bio": f"{BIO} Backup.",
    "url": INVITE,
    "created": "2026-03-01T12:58:00Z",
}


@pytest.fixture
def administrator(staff_with):
    return staff_with(Role.ADMINISTRATOR)


@pytest.fixture
def secret(administrator, analyst) -> str:
    draft = TokenDraft(name="Harbourfeed", scopes=("link",), answers_for=analyst)
    return make_token(draft, acting=administrator).secret


@pytest.fixture
def ask(secret):
    """Return a function that asks about an account; gives status and answer."""

    def asked(account: Any = None, *, body: Any = None, token: str | None = None, **more: Any) -> tuple[int, Any]:
        sent = body if body is not None else {"account": account if account is not None else ACCOUNT, **more}
        data = sent if isinstance(sent, (str, bytes)) else json.dumps(sent)
        answer = Client().generic(
            "POST", "/api/successors/", data, "application/json", HTTP_AUTHORIZATION=f"Bearer {token or secret}"
        )
        return answer.status_code, json.loads(answer.content)

    return asked


def test_a_return_is_answered_with_its_evidence(keeper, ask):
    status, answer = ask()
    assert status == 200
    (candidate,) = answer["candidates"]
    assert (candidate["closed"], candidate["closed_account"], candidate["class"]) == (keeper.key, keeper.pk, "likely")
    assert {"bits", "closed", "feature", "new", "sentence"} == set(candidate["evidence"][0])
    assert "58 minutes" in " ".join(row["sentence"] for row in candidate["evidence"])
    assert (answer["account"], answer["closed_accounts"]) == ("harbourfeed:9001", 31)
    assert not Link.objects.exists()


def test_the_answer_is_the_link_of_the_desk(link, ask):
    profile = link.profile
    account = {
        "platform": link.platform,
        "id": link.account_id,
        "handle": link.handle,
        "name": link.name,
        **{name: profile[name] for name in ("bio", "url", "created")},
    }
    _, answer = ask(account)
    assert answer["candidates"][0]["probability"] == round(link.probability, 6)
    assert [row["sentence"] for row in answer["candidates"][0]["evidence"]] == [
        row["sentence"] for row in link.evidence if abs(row["bits"]) >= 0.05
    ]


def test_the_answer_is_what_the_engine_says_to_the_last_digit(keeper, put_in, ask):
    put_in(
        posts=[
            {"account_id": keeper.account_id, "post_id": str(n), "text": f"{WORDS} {n}", "posted_at": CLOSED}
            for n in range(8)
        ]
    )
    now = utc_now()
    times = [f"2026-03-0{n}T1{n}:00:00.123456Z" for n in range(2, 9)]
    sent = [{"time": time, "text": f"{WORDS} {n}", "kind": "post"} for n, time in enumerate(times)]
    status, answer = ask(posts=sent)
    key = "harbourfeed:9001"
    profile = {name: [ACCOUNT[name]] for name in ("platform", "handle", "name", "bio", "url")}
    opened = pa.array([datetime.fromisoformat(ACCOUNT["created"])])
    accounts = check_accounts(pa.table({"account": [key], **profile, "created": opened}), now=now).table
    posts = pa.table(
        {
            "account": [key] * 7,
            "time": pa.array([datetime.fromisoformat(time) for time in times]),
            "text": [post["text"] for post in sent],
            "kind": ["post"] * 7,
        }
    )
    closed = signed_closings(now=now)
    bank = ClosedBank(make_portraits(closed, posts_of(closed["account"].to_pylist(), now=now)))
    portrait = make_portraits(accounts, check_posts(posts, now=now))[0]
    told = [one for one in rank_account(portrait, bank, current_model()[1], now).compared if one.link_class is not None]
    assert (status, answer["posts"]) == (200, 7)
    assert {"reposts", "bio"} <= {row["feature"] for row in answer["candidates"][0]["evidence"]}
    assert [
        (one["closed"], one["probability"], one["low"], [(row["bits"], row["sentence"]) for row in one["evidence"]])
        for one in answer["candidates"]
    ] == [
        (
            one.closed,
            round(one.weighed.probability, 6),
            round(one.weighed.low, 6),
            [(each.weight, each.detail) for each in one.weighed.evidence],
        )
        for one in told
    ]


@pytest.mark.django_db(transaction=True)
def test_while_the_bank_is_loaded_who_asks_is_told_when_to_come_back(keeper, secret, monkeypatch, caplog):
    monkeypatch.setattr(live_bank(), "_quick", 5)

    def ask() -> Any:
        return Client().post(
            "/api/successors/", {"account": ACCOUNT}, "application/json", HTTP_AUTHORIZATION=f"Bearer {secret}"
        )

    answer = ask()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "being loaded" in json.loads(answer.content)["message"]
    assert caplog.text == ""
    live_bank()._behind.join()
    assert [one["closed"] for one in json.loads(ask().content)["candidates"]] == [keeper.key]


@pytest.mark.django_db(transaction=True)
def test_accounts_that_are_still_being_taken_in_are_told(keeper, sign, ask, monkeypatch):
    ask()
    monkeypatch.setattr(live_bank(), "_quick", 5)
    sign(*(closed_row(f"other_{number}", account=f"late-{number}") for number in range(6)))
    status, answer = ask()
    live_bank()._behind.join()
    assert (status, answer["closed_accounts"]) == (200, 31)
    assert [note for note in answer["notes"] if note.startswith("closed accounts: 6 were signed just now")]
    assert ask()[1]["closed_accounts"] == 37
    assert ask()[1]["notes"] == []


def test_what_is_signed_counts_with_the_next_question_and_what_is_withdrawn_no_more(sign, ask, analyst):
    sign(*stranger_rows())
    assert ask()[1]["candidates"] == []
    (keeper,) = sign(closed_row())
    assert [one["closed"] for one in ask()[1]["candidates"]] == [keeper.key]
    withdraw_closing(keeper, how="reinstated", reason="appeal upheld", acting=analyst)
    assert ask()[1]["candidates"] == []


def test_posts_are_compared_too(keeper, ask):
    posts = [{"time": f"2026-03-02T1{number}:00:00Z", "text": "the lamps return tonight"} for number in range(6)]
    assert ask(posts=posts)[1]["posts"] == 6


def test_an_account_that_stands_in_the_bank_is_not_linked_to_itself(keeper, ask):
    _, answer = ask({**ACCOUNT, "id": keeper.account_id})
    assert answer["stands_in_bank"] is True
    assert answer["candidates"] == []


def test_a_profile_without_any_field_has_no_candidates(keeper, ask):
    status, answer = ask({"platform": "harbourfeed", "id": "9"})
    assert (status, answer["candidates"]) == (200, [])


def test_a_bio_of_a_megabyte_is_cut_and_told(keeper, ask):
    status, answer = ask({**ACCOUNT, "bio": f"{BIO} " + "x" * 1_000_000})
    assert status == 200
    assert any("only the first 10,000 are looked at" in note for note in answer["notes"])


@pytest.mark.parametrize("handle", ["🏮🏮🏮", "\u202erepeekpmal", "\ud800", "a" * 100_000, " ", "\u0000"])
def test_strange_handles_are_answered(keeper, ask, handle):
    assert ask({**ACCOUNT, "handle": handle})[0] in {200, 400}
    assert ask({"platform": "harbourfeed", "id": "9", "handle": handle.replace("\ud800", "�")})[0] == 200


def test_times_that_can_not_be_are_dropped_and_told(keeper, ask):
    later = f"{utc_now().year + 3}-01-01T00:00:00Z"
    posts = [
        {"time": later, "text": "from tomorrow"},
        {"time": 1e300, "text": "never"},
        {"time": "2026-03-02T10:00:00"},
    ]
    status, answer = ask({**ACCOUNT, "created": later}, posts=posts)
    assert status == 200
    assert "posts: 2 have a time that can't be, which is not used" in answer["notes"]
    assert any("created in the future" in note for note in answer["notes"])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "the body can't be read"),
        ("[]", "Expected `object`"),
        ("{}", "missing required field `account`"),
        ('{"account": {}}', "missing required field"),
        ('{"account": {"platform": "", "id": "1"}}', "account.platform"),
        ('{"account": {"platform": "harbourfeed", "id": "' + "9" * 501 + '"}}', "account.id"),
        ('{"account": {"platform": "harbourfeed", "id": "1", "faith": "any"}}', "unknown field `faith`"),
        ('{"account": {"platform": "harbourfeed", "id": "1", "kind": "person"}}', "account.kind is none of"),
        ('{"account": {"platform": "harbourfeed", "id": "1", "handle": 7}}', "$.account.handle"),
        ('{"account": {"platform": "harbourfeed", "id": "1", "followers": -1}}', "account.followers"),
        ('{"account": {"platform": "harbourfeed", "id": "1"}, "limit": 0}', "limit"),
        ('{"account": {"platform": "harbourfeed", "id": "1"}, "posts": [' + ",".join(["{}"] * 1001) + "]}", "1,000"),
        (b'{"account": {"platform": "\xff", "id": "1"}}', "the body can't be read"),
        ("[" * 100_000, "the body can't be read"),
    ],
)
def test_a_body_that_is_none_is_refused_with_its_place(ask, body, told):
    status, answer = ask(body=body)
    assert status == 400
    assert told in answer["message"]


def test_a_body_of_three_megabytes_is_refused(ask):
    assert ask({**ACCOUNT, "bio": "x" * 3_000_000})[0] == 413


def test_without_a_token_that_compares_nothing_is_answered(administrator, analyst, ask):
    other = make_token(TokenDraft(name="Other", scopes=("lookup",), answers_for=analyst), acting=administrator).secret
    assert ask(token=other)[0] == 403
    assert ask(token="swt_nothing")[0] == 401
    assert Client().post("/api/successors/").status_code == 401


def test_another_method_is_refused(secret):
    answer = Client().get("/api/successors/", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_session_opens_nothing(client_of):
    assert client_of(Role.ANALYST).post("/api/successors/", "{}", "application/json").status_code == 401


def test_who_answers_for_comparing_is_an_analyst_or_a_legal_officer(administrator, staff_with):
    draft = TokenDraft(name="Harbourfeed", scopes=("link",), answers_for=staff_with(Role.AUDITOR))
    with pytest.raises(TokenStateError):
        make_token(draft, acting=administrator)
