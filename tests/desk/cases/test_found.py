"""What a real scan of a real corpus found reaches the desk with the observation that it is about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case, CaseState, Finding
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.index import make_entry

DRAWING = "5e" * 32
POSTED_AT = datetime(2026, 11, 19, 20, tzinfo=UTC)

POSTS = [
    {"post_id": "1", "account_id": "keeper", "text": "The LAMPS return!", "posted_at": POSTED_AT, "language": "en"},
    {"post_id": "2", "account_id": "keeper", "text": "look: ≫ https://lamps.example/harbour", "url": "https://h.example/2"},
    {"post_id": "3", "account_id": "keeper", "media": [f"sha256:{DRAWING}", "platform-key-7"]},
    {"post_id": "4", "account_id": "wire", "text": "A report", "media": [f"sha256:{DRAWING}"]},
    {"post_id": "5", "account_id": "fan", "text": "our football club plays tonight"},
    {"post_id": "6", "channel_id": "harbour-talk", "text": "the lamps return"},
]  # fmt: skip
ACCOUNTS = [
    {"account_id": "keeper", "handle": "old_name", "observed_at": datetime(2026, 1, 1, tzinfo=UTC)},
    {"account_id": "keeper", "handle": "lampkeeper", "display_name": "Keeper", "bio": "the lamps return"},
    {"account_id": "wire", "handle": "Harbour_Wire"},
]


def entry(signal_type, value, **parts):
    return make_entry(signal_type=signal_type, value=value, **{"bank": "movement", **parts})


ENTRIES = [
    entry("text", "the lamps return", entry_id="slogan", note="as first posted", policy="promotion"),
    entry("url", "https://lamps.example/harbour"),
    entry("sha256", DRAWING),
    entry("handle", "harbourfeed:@harbour_wire", bank="newsrooms", opinion="negative"),
]


@pytest.fixture
def found(scanned):
    scanned.write(posts=POSTS, accounts=ACCOUNTS)
    scanned.scan(ENTRIES)
    return scanned


def of_post(records, post_id):
    return [one for one in records if one.observation.post_id == post_id]


def test_a_finding_comes_with_text_names_and_the_banks_words(found):
    (record,) = of_post(found.records(ENTRIES), "1")
    assert record.observation.parts == {"text": "The LAMPS return!"}
    assert (record.observation.handle, record.observation.display_name) == ("lampkeeper", "Keeper")
    assert (record.observation.posted_at, record.observation.language) == (POSTED_AT, "en")
    assert (record.entry_id, record.entry_note, record.policy) == ("slogan", "as first posted", "promotion")
    assert (record.raised, record.tier, record.revision) == (True, "same", 0)
    assert record.evidence[0].detail


def test_the_span_of_an_address_lies_in_the_original_text(found):
    (record,) = of_post(found.records(ENTRIES), "2")
    ((start, end),) = record.spans
    assert record.observation.parts["text"][start:end] == "https://lamps.example/harbour"
    assert record.observation.url == "https://h.example/2"


def test_a_post_comes_with_all_it_carries(found):
    (record,) = of_post(found.records(ENTRIES), "3")
    assert [file.media_id for file in record.observation.media] == [f"sha256:{DRAWING}", "platform-key-7"]


def test_a_profile_is_an_observation_with_named_parts(found):
    profiles = [one for one in found.records(ENTRIES) if one.observation.kind == "accounts"]
    assert [(one.part, one.observation.parts["bio"]) for one in profiles] == [("bio", "the lamps return")]


@pytest.mark.django_db
def test_a_scan_becomes_cases_and_the_newsroom_is_held_back(found):
    received = receive_findings(found.records(ENTRIES), acting=SYSTEM)
    assert received.refused == ()
    opened = {case.account_id or case.channel_id: case for case in open_cases(acting=SYSTEM)}
    assert set(opened) == {"keeper", "harbour-talk"}
    assert (opened["keeper"].finding_count, opened["keeper"].handle) == (4, "lampkeeper")
    held_back = Finding.objects.get(raised=False)
    assert held_back.observation.account_id == "wire"
    assert "newsrooms" in held_back.because


@pytest.mark.django_db
def test_scanning_and_receiving_again_adds_nothing(found):
    receive_findings(found.records(ENTRIES), acting=SYSTEM)
    found.scan(ENTRIES)
    assert receive_findings(found.records(ENTRIES), acting=SYSTEM).new == 0


@pytest.mark.django_db
def test_an_account_that_enters_a_negative_bank_loses_its_open_case(found):
    receive_findings(found.records(ENTRIES), acting=SYSTEM)
    open_cases(acting=SYSTEM)
    entries = [*ENTRIES, entry("handle", "harbourfeed:@lampkeeper", bank="newsrooms", opinion="negative")]
    found.scan(entries)
    receive_findings(found.records(entries), acting=SYSTEM)
    case = Case.objects.get(account_id="keeper")
    assert (case.state, case.finding_count) == (CaseState.CLOSED, 0)
    assert "newsrooms" in case.closed_because


def test_an_erased_post_comes_without_its_text(found):
    with found.corpus.write() as writer:
        writer.erase_post("harbourfeed", "1")
    (record,) = of_post(found.records(ENTRIES), "1")
    assert record.observation.parts == {}
