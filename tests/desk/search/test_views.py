"""Search and palette: what is found, for whom, and that it answers in time."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from seawall.desk.audit.services import SYSTEM
from seawall.desk.banks.drafts import BankFacts, EntryDraft
from seawall.desk.banks.services import add_entry, create_bank
from seawall.desk.cases.models import Case
from seawall.desk.cases.records import FindingRecord, ObservationRecord
from seawall.desk.cases.services import declare_conflict, open_cases, receive_findings
from seawall.desk.observations.corpus_view import current_view
from seawall.desk.people.roles import Role
from seawall.desk.search.texts import find_texts

pytestmark = pytest.mark.django_db

MD5 = "cd" * 16
PICTURE = "sha256:" + "ab" * 32


@pytest.fixture
def harbour(put_in):
    """Put a few posts, accounts, a channel and a picture into the corpus."""
    at = datetime(2026, 2, 1, tzinfo=UTC)
    put_in(
        accounts=[
            {"account_id": "7", "handle": "@lampkeeper", "display_name": "Keeper of 100% lamps"},
            {"account_id": "8", "handle": "night_gardener"},
        ],
        channels=[{"channel_id": "42", "title": "الفنار الرمادي", "url": "https://t.me/grey_lighthouse"}],
        posts=[
            {"post_id": "p1", "account_id": "7", "text": "The LAMPS return", "posted_at": at, "media": [PICTURE]},
            {"post_id": "p2", "account_id": "8", "text": "tonight the lámps return again", "posted_at": at},
            {
                "post_id": "p3",
                "account_id": "8",
                "text": "قال عن الفَنَار الرماديّ شيئا",
                "url": "https://pier.example/p3",
            },
            {"post_id": "p4", "account_id": "8", "text": "<img src=x onerror=alert(1)> harbour"},
        ],
        media=[{"media_id": PICTURE, "md5": MD5}],
    )


def search(client, words, **headers):
    return client.post(reverse("search:search"), {"q": words}, headers=headers)


def groups(client, words) -> dict[str, list[str]]:
    found = search(client, words).context["found"]
    return {group.name: [hit.title for hit in group.hits] for group in found.groups}


def test_a_text_is_found_in_its_normal_form_whole_ones_first(client_of, harbour):
    client = client_of(Role.ANALYST)
    assert groups(client, "the lamps return")["texts"] == ["@lampkeeper", "night_gardener"]
    page = search(client, "the lamps return").content.decode()
    assert "<mark>The LAMPS return</mark>" in page
    assert "<mark>the lámps return</mark>" in page
    assert groups(client, "الفنار الرمادى")["texts"] == ["night_gardener"]


def test_accounts_are_found_by_handle_with_or_without_platform_and_by_name(client_of, harbour):
    client = client_of(Role.LEGAL)
    assert groups(client, "@LampKeeper")["accounts"] == ["@lampkeeper"]
    assert groups(client, "harbourfeed:@lampkeeper")["accounts"] == ["@lampkeeper"]
    assert "accounts" not in groups(client, "pierchat:@lampkeeper")
    assert groups(client, "gardener")["accounts"] == ["night_gardener"]


def test_signs_of_like_are_letters(client_of, harbour):
    client = client_of(Role.ANALYST)
    assert groups(client, "100%")["accounts"] == ["@lampkeeper"]
    assert "accounts" not in groups(client, "l%k")
    assert "accounts" not in groups(client, "night!gardener")
    assert "accounts" not in groups(client, "nightxgardener")


def test_files_are_found_by_sha256_and_by_md5(client_of, harbour):
    client = client_of(Role.ANALYST)
    assert groups(client, PICTURE.upper())["files"] == ["@lampkeeper"]
    assert groups(client, MD5)["files"] == ["@lampkeeper"]


def test_addresses_find_channels_and_posts(client_of, harbour, put_in):
    client = client_of(Role.ANALYST)
    assert groups(client, "hxxps://t[.]me/s/Grey_Lighthouse")["channels"] == ["الفنار الرمادي"]
    assert groups(client, "https://pier.example/p3")["posts"] == ["night_gardener"]
    assert groups(client, "p1")["posts"] == ["@lampkeeper"]


def test_posts_that_link_to_an_address_are_found(client_of, harbour, put_in):
    key = current_view().engine.table("SELECT key FROM posts WHERE post_id = 'p2'").to_pylist()[0]["key"]
    put_in("links", interactions=[{"post_key": key, "kind": "linked", "target": "https://lamps.example/a"}])
    found = groups(client_of(Role.ANALYST), "http://www.lamps.example/a/?utm_source=x")
    assert found["linking"] == ["night_gardener"]


def test_bank_entries_are_found_by_value_in_canonical_form_and_by_id(client_of, desk_home, staff_with):
    facts = BankFacts(name="Words", owner="Desk", policy="1.1", opinion="positive", licence="Own use")
    bank = create_bank(facts, acting=staff_with(Role.ADMINISTRATOR))
    entry = add_entry(bank, EntryDraft(signal_type="url", value="https://lamps.example/a"), acting=staff_with())
    for role in (Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR):
        client = client_of(role)
        assert groups(client, "hxxp://WWW.lamps[.]example/a/")["entries"] == [entry.entry_id]
        assert groups(client, entry.entry_id)["entries"] == [entry.entry_id]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_people_and_posts_are_found_by_analysts_and_legal_officers_alone(client_of, harbour, role):
    client = client_of(role)
    for words in ("the lamps return", "@lampkeeper", PICTURE, "p1"):
        assert groups(client, words) == {}
        assert "lampkeeper" not in client.get(reverse("search:palette"), {"q": words}).content.decode()


def test_an_approver_searches_nothing_but_has_a_palette(client_of, harbour):
    client = client_of(Role.APPROVER)
    assert search(client, "lamps").status_code == 403
    answer = client.get(reverse("search:palette"), {"q": "lampkeeper"})
    assert answer.status_code == 200
    assert "@lampkeeper" not in answer.content.decode()


def test_the_palette_answers_with_few_links(client_of, harbour):
    page = client_of(Role.ANALYST).get(reverse("search:palette"), {"q": "lampkeeper"}).content.decode()
    assert "palette-list" in page
    assert reverse("observations:account", args=["harbourfeed", "7"]) in page
    assert client_of(Role.ANALYST).get(reverse("search:palette"), {"q": "l"}).content.decode().strip() == ""


@pytest.mark.parametrize(
    "words", ["", " ", "\0", "%", "'", '"', "--", "\ud800", "!" * 500, "٪", "a" * 30_000, "C-2026-000001"]
)
def test_odd_words_break_nothing(client_of, harbour, words):
    client = client_of(Role.ANALYST)
    assert search(client, words.encode("utf-8", "surrogatepass").decode("utf-8", "replace")).status_code == 200
    assert client.get(reverse("search:palette"), {"q": words[:2000].encode("utf-8", "replace")}).status_code == 200


def test_html_in_a_post_stays_text(client_of, harbour):
    page = search(client_of(Role.ANALYST), "harbour").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_htmx_gets_the_found_part_alone(client_of, harbour):
    page = search(client_of(Role.ANALYST), "lamps", HX_Request="true", **{"HX-Target": "found"}).content.decode()
    assert "<html" not in page
    assert "The LAMPS return" in page.replace("<mark>", "").replace("</mark>", "")


def test_an_empty_corpus_finds_nothing_and_says_so(client_of, desk_home):
    assert "Nothing here fits" in search(client_of(Role.ANALYST), "lamps").content.decode()


def test_a_look_that_is_out_of_time_says_how_far_it_came(put_in):
    rows = [{"post_id": str(number), "text": f"lamps {number}"} for number in range(10)]
    put_in(posts=[*rows, {"post_id": "without words"}])
    view = current_view()
    whole = find_texts(view, "lamps", limit=3, deadline=time.monotonic() + 60)
    assert (whole.count, len(whole.hits), whole.is_complete) == (10, 3, True)
    assert whole.looked == whole.total == 11
    cut = find_texts(view, "lamps", limit=3, deadline=time.monotonic() - 1)
    assert cut.looked == 10  # the chunk at hand is always finished


@pytest.fixture
def lampkeeper_case(db):
    """Return the case about @lampkeeper, opened from one finding."""
    observation = ObservationRecord(
        key="ab" * 16, platform="harbourfeed", account_id="7", handle="@lampkeeper", parts={"text": "lamps"}
    )
    finding = FindingRecord(
        key="cd" * 16,
        observation=observation,
        engine="scan",
        engine_version="1",
        signal_type="text",
        bank="Grey Lighthouse content",
        entry_id="gl-1",
        opinion="positive",
        tier="same",
        score=0.9,
        raised=True,
        because="The text is the same as one that the bank lists.",
        found_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    receive_findings([finding], acting=SYSTEM)
    (case,) = open_cases(acting=SYSTEM)
    return case


def test_a_conflict_of_interest_takes_the_subject_out_of_what_is_found(client_of, harbour, lampkeeper_case):
    client, colleague, case = client_of(Role.ANALYST), client_of(Role.ANALYST), lampkeeper_case
    declare_conflict(case, acting=client.staff, reason="We share a staircase.")
    assert groups(colleague, "@lampkeeper")["cases"] == [case.reference]
    assert groups(colleague, case.reference)["cases"] == [case.reference]
    assert groups(colleague, "the lamps return")["texts"] == ["@lampkeeper", "night_gardener"]
    for words in ("@lampkeeper", case.reference, "p1", PICTURE, MD5):
        assert groups(client, words) == {}, words
    answer = search(client, "the lamps return").context["found"]
    assert [(group.name, [hit.title for hit in group.hits], group.count) for group in answer.groups] == [
        ("texts", ["night_gardener"], 1)
    ]
    page = client.get(reverse("search:palette"), {"q": "lampkeeper"}).content.decode()
    assert case.reference not in page
    assert reverse("observations:account", args=["harbourfeed", "7"]) not in page


@pytest.mark.parametrize("subject", [{"channel_id": "42"}, {"post_key": "ef" * 16}])
def test_a_case_about_a_channel_or_a_post_is_found_by_those_without_a_conflict(client_of, lampkeeper_case, subject):
    client, colleague, case = client_of(Role.ANALYST), client_of(Role.ANALYST), lampkeeper_case
    Case.objects.filter(pk=case.pk).update(**{"account_id": None, **subject})
    declare_conflict(case, acting=client.staff, reason="We share a staircase.")
    assert groups(client, case.reference) == {}
    assert groups(colleague, case.reference)["cases"] == [case.reference]
