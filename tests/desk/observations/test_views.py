"""Pages over a corpus: what they show, who may look, and that looking is recorded with its purpose."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from seawall.corpus import open_corpus
from seawall.desk.audit.models import LedgerRow
from seawall.desk.cases.models import Case
from seawall.desk.cases.services import declare_conflict
from seawall.desk.observations.corpus_view import current_view
from seawall.desk.observations.models import Consultation
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db

STATED = {"why": "lead", "note": "the leaflet names it"}


def open_account(client, account, **query):
    client.post(reverse("observations:consult", args=account), STATED)
    return client.get(reverse("observations:account", args=account), query)


def test_a_reader_without_a_purpose_is_asked_for_one(client_of, keeper):
    client = client_of(Role.ANALYST)
    address = reverse("observations:account", args=keeper)
    asked = client.get(address).content.decode()
    assert "Why do you open this account?" in asked
    assert "lampkeeper" not in asked
    assert not Consultation.objects.exists()
    assert client.post(reverse("observations:consult", args=keeper), STATED).status_code == 302
    assert "@night_gardener" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"why": "lead"},
        {"why": "lead", "note": "  "},
        {"why": "shown", "note": "x"},
        {"why": "case", "case_reference": "C-2026-000009"},
    ],
)
def test_a_purpose_has_words_or_a_case_that_exists(client_of, keeper, stated):
    client = client_of(Role.ANALYST)
    assert client.post(reverse("observations:consult", args=keeper), stated).status_code == 422
    assert not Consultation.objects.exists()


def test_looking_is_recorded_once_a_quarter_of_an_hour(client_of, keeper):
    client = client_of(Role.LEGAL)
    for _ in range(3):
        open_account(client, keeper)
    kept = Consultation.objects.get()
    assert (kept.staff, kept.platform, kept.name, kept.why, kept.note) == (
        client.staff,
        *keeper,
        "lead",
        STATED["note"],
    )
    row = LedgerRow.objects.get(event="account_consulted")
    assert row.subject == f"consultation:{kept.pk}"
    assert json.loads(bytes(row.sealed.payload))["name"] == "7"
    Consultation.objects.update(at=kept.at - timedelta(minutes=16))
    open_account(client, keeper)
    assert Consultation.objects.count() == 2


def test_a_stated_purpose_ends_with_the_day_and_is_nobody_elses(client_of, keeper):
    client = client_of(Role.ANALYST)
    open_account(client, keeper)
    address = reverse("observations:account", args=keeper)
    assert "Why do you open" in client_of(Role.ANALYST).get(address).content.decode()
    Consultation.objects.update(at=Consultation.objects.get().at - timedelta(hours=9))
    assert "Why do you open" in client.get(address).content.decode()


def test_the_account_page_shows_profiles_posts_channels_and_links(client_of, keeper):
    answer = open_account(client_of(Role.ANALYST), keeper)
    found, page = answer.context["found"], answer.content.decode()
    assert found.shown_name == "@night_gardener"
    assert len(found.profiles) == 2
    assert (found.post_count, len(found.posts), found.page_count) == (30, 25, 2)
    assert found.posts[0]["posted_at"] >= found.posts[1]["posted_at"]
    assert [(row["target"], row["times"]) for row in found.targets["linked"]] == [("https://lamps.example/a", 2)]
    assert [(row["title"], row["posts"]) for row in found.channels] == [("الفنار", 15)]
    assert page.count('class="chart-bar"') == 10
    assert "<script>alert" not in page
    assert "<b>the lamps" not in page


def test_posts_are_paged_and_narrowed_to_days(client_of, keeper):
    client = client_of(Role.ANALYST)
    open_account(client, keeper)
    second = open_account(client, keeper, page="2").context["found"]
    assert (second.page, len(second.posts)) == (2, 5)
    day = open_account(client, keeper, start="2026-01-03", end="2026-01-04").context["found"]
    assert (day.posts_in_span, day.post_count) == (3, 30)
    odd = open_account(client, keeper, page="-3", start="yesterday", end="9999-99-99").context["found"]
    assert (odd.page, odd.posts_in_span) == (1, 30)
    assert open_account(client, keeper, page="900").context["found"].page == 2


def test_what_the_corpus_does_not_hold_is_not_found(client_of, keeper):
    client = client_of(Role.ANALYST)
    assert open_account(client, ("harbourfeed", "nobody")).status_code == 404
    for name, arguments in (
        ("observations:post", ["00" * 16]),
        ("observations:post", ["not-hex"]),
        ("observations:post", ["abcd"]),
        ("observations:channel", ["harbourfeed", "0"]),
        ("observations:media", ["sha256:" + "0" * 64]),
        ("observations:media", ["../../etc/passwd"]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 404, (name, arguments)


def test_a_post_shows_its_text_author_and_where_it_is_from(client_of, keeper):
    client = client_of(Role.ANALYST)
    key = open_account(client, keeper).context["found"].posts[0]["key_hex"]
    answer = client.get(reverse("observations:post", args=[key]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "harbour export" in page
    assert answer.context["found"].batch.origin.name == "export.jsonl"
    assert answer.context["found"].author["handle"] == "@night_gardener"
    assert "&lt;script&gt;" in page


def test_an_edited_post_names_its_other_versions(client_of, put_in):
    put_in("a", posts=[{"post_id": "1", "account_id": "7", "text": "first words"}])
    put_in("b", posts=[{"post_id": "1", "account_id": "7", "text": "second words"}])
    client = client_of(Role.ANALYST)
    found = open_account(client, ("harbourfeed", "7")).context["found"]
    page = client.get(reverse("observations:post", args=[found.posts[0]["key_hex"]]))
    assert len(page.context["found"].versions) == 1


def test_a_channel_shows_what_was_written_in_it(client_of, keeper):
    answer = client_of(Role.ANALYST).get(reverse("observations:channel", args=["harbourfeed", "42"]), {"page": "9"})
    found = answer.context["found"]
    assert (found.shown_name, found.post_count, found.page_count) == ("الفنار", 15, 1)
    assert found.posts[0]["author"]["handle"] == "@night_gardener"


def test_names_that_fit_into_no_address_break_no_page(client_of, put_in):
    put_in(posts=[{"platform": "odd/feed", "account_id": "a\nb", "channel_id": "x\ny", "text": "harbour"}])
    (row,) = current_view().engine.table("SELECT key FROM posts").to_pylist()
    client = client_of(Role.ANALYST)
    assert client.get(reverse("observations:post", args=[row["key"].hex()])).status_code == 200
    assert client.get(reverse("search:search"), {"q": "harbour"}).status_code == 200


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_accounts_posts_and_channels_are_for_analysts_and_legal_officers(client_of, keeper, role):
    client = client_of(role)
    for name, arguments in (
        ("observations:account", keeper),
        ("observations:channel", ("harbourfeed", "42")),
        ("observations:post", ("00" * 16,)),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 403
    assert client.post(reverse("observations:consult", args=keeper), STATED).status_code == 403


def test_the_account_page_asks_as_often_for_many_posts_as_for_few(client_of, keeper, django_assert_max_num_queries):
    client = client_of(Role.ANALYST)
    open_account(client, keeper)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("observations:account", args=keeper)).status_code == 200


def test_a_page_sees_what_was_imported_after_it_was_first_read(client_of, keeper, put_in, desk_home):
    client = client_of(Role.ANALYST)
    assert open_account(client, keeper).context["found"].post_count == 30
    put_in("later", posts=[{"post_id": "new", "account_id": "7", "text": "a new post"}])
    assert open_account(client, keeper).context["found"].post_count == 31
    with open_corpus(desk_home / "corpus").write() as writer:
        writer.erase_account("harbourfeed", "7")
    assert open_account(client, keeper).status_code == 404


def test_an_account_of_an_open_case_is_opened_for_that_case(client_of, keeper, case_about):
    client = client_of(Role.ANALYST)
    reference = case_about(*keeper).reference
    page = client.get(reverse("observations:account", args=keeper))
    assert page.context["purpose"].case_reference == reference
    assert Consultation.objects.get().case_reference == reference
    assert reference in page.content.decode()


def picture(size=(40, 30), kind="PNG", mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEGAL, Role.APPROVER])
def test_a_picture_is_served_as_a_rendition_and_that_is_recorded(client_of, keep_picture, role):
    stored = picture()
    client, media_id = client_of(role), keep_picture(stored)
    answer = client.get(reverse("observations:media", args=[media_id]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer.content != stored
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)
    assert Consultation.objects.get().name == media_id
    assert LedgerRow.objects.filter(event="media_consulted").count() == 1


def test_a_post_shows_the_files_that_it_lists_and_those_that_name_it(client_of, put_in):
    put_in(
        posts=[{"post_id": "1", "account_id": "7", "text": "a drawing", "media": ["key-1", "key-2"]}],
        media=[{"media_id": "key-1", "description": "a grey lighthouse"}],
    )
    (row,) = current_view().engine.table("SELECT key FROM posts").to_pylist()
    put_in("later", media=[{"media_id": "key-3", "post_key": row["key"]}])
    page = client_of(Role.ANALYST).get(reverse("observations:post", args=[row["key"].hex()]))
    assert [file["media_id"] for file in page.context["found"].media] == ["key-1", "key-3", "key-2"]
    assert page.content.decode().count('class="veil"') == 3
    assert "a grey lighthouse" in page.content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_pictures_are_not_for_auditors_and_administrators(client_of, keep_picture, role):
    assert client_of(role).get(reverse("observations:media", args=[keep_picture(picture())])).status_code == 403


def test_a_stored_file_that_was_changed_is_not_shown(client_of, keep_picture, desk_home):
    media_id = keep_picture(picture())
    digits = media_id.removeprefix("sha256:")
    (desk_home / "evidence" / "sha256" / digits[:2] / digits).write_bytes(picture((41, 30)))
    answer = client_of(Role.ANALYST).get(reverse("observations:media", args=[media_id]))
    assert answer.status_code == 415
    assert not Consultation.objects.exists()


def test_a_row_that_names_a_file_outside_the_evidence_folder_leads_nowhere(client_of, put_in, desk_home, tmp_path):
    (tmp_path / "secret.png").write_bytes(picture())
    (desk_home / "evidence").mkdir()
    for number, name in enumerate(("../../secret.png", str(tmp_path / "secret.png"), "a\0b", ".")):
        put_in(f"m{number}", media=[{"media_id": f"key-{number}", "file": name}])
        answer = client_of(Role.ANALYST).get(reverse("observations:media", args=[f"key-{number}"]))
        assert answer.status_code == 404, name


@pytest.fixture
def barred(client_of, keeper, case_about):
    """Sign in an analyst who declared a conflict of interest about @lampkeeper; return the browser and the case."""
    client, case = client_of(Role.ANALYST), case_about(*keeper)
    declare_conflict(case, acting=client.staff, reason="We share a staircase.")
    return client, case


def test_a_conflict_of_interest_closes_the_account_and_its_posts_like_the_case(client_of, keeper, barred):
    client, case = barred
    (row,) = current_view().engine.table("SELECT key FROM posts WHERE post_id = 'p1'").to_pylist()
    pages = [
        reverse("observations:account", args=keeper),
        reverse("observations:post", args=[row["key"].hex()]),
        reverse("cases:case", args=[case.reference]),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 403, page
        assert "post number" not in answer.content.decode()
    assert client.post(reverse("observations:consult", args=keeper), STATED).status_code == 403
    assert not Consultation.objects.exists()
    colleague = client_of(Role.ANALYST)
    assert [colleague.get(page).status_code for page in pages] == [200, 200, 200]


def test_a_purpose_stated_before_the_conflict_opens_nothing_after_it(client_of, keeper, case_about):
    client = client_of(Role.ANALYST)
    assert open_account(client, keeper).status_code == 200
    declare_conflict(case_about(*keeper), acting=client.staff, reason="We share a staircase.")
    assert open_account(client, keeper).status_code == 403
    assert Consultation.objects.count() == 1


def test_a_conflict_about_one_account_leaves_the_others_open(keeper, barred):
    client, _case = barred
    assert open_account(client, ("harbourfeed", "8")).status_code == 200
    assert open_account(client, ("pierchat", "7")).status_code == 404
    assert client.get(reverse("observations:channel", args=["harbourfeed", "42"])).status_code == 200


@pytest.mark.parametrize("subject", [{"channel_id": "42"}, {"post_key": True}])
def test_a_conflict_about_a_channel_or_an_unsigned_post_closes_it(client_of, keeper, barred, subject):
    client, case = barred
    (row,) = current_view().engine.table("SELECT key FROM posts WHERE post_id = 'p1'").to_pylist()
    key = row["key"].hex()
    subject = {name: key if value is True else value for name, value in subject.items()}
    Case.objects.filter(pk=case.pk).update(**{"account_id": None, **subject})
    post = reverse("observations:post", args=[key])
    channel = reverse("observations:channel", args=["harbourfeed", "42"])
    assert client.get(post).status_code == 403
    assert client.get(channel).status_code == (403 if "channel_id" in subject else 200)
    colleague = client_of(Role.ANALYST)
    assert [colleague.get(page).status_code for page in (post, channel)] == [200, 200]
