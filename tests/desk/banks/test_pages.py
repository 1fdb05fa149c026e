"""Pages of content, of what is held back and of what foreign entries match; long lists in, banks out."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from seawall.desk.audit.models import LedgerRow
from seawall.desk.banks.drafts import ContentDraft, EntryDraft
from seawall.desk.banks.models import BankContent, BankEntry, ListImport
from seawall.desk.banks.services import add_content, add_entry, create_bank, dispute, quarantine, withdraw_content
from seawall.desk.cases.models import Case, Finding
from seawall.desk.observations.models import Exposure
from seawall.desk.people.roles import Role
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import run_scan
from seawall.desk.sources.work import perform
from seawall.index import read_bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(facts, administrator):
    return create_bank(facts("From the pier team", origin="Pier team"), acting=administrator)


@pytest.fixture
def posts(put_in):
    text = "the lamps return to the quay tonight"
    put_in(posts=[{"post_id": str(n), "account_id": str(n % 3), "text": f"{text} {n}"} for n in range(12)])


def test_a_picture_is_uploaded_and_stands_under_its_veil(client_of, bank, drawn, desk_home):
    client = client_of(Role.ANALYST)
    upload = SimpleUploadedFile("leaflet.png", drawn().read_bytes())
    answer = client.post(reverse("banks:add_content", args=[bank.pk]), {"upload": upload, "note": "leaflet"})
    content = BankContent.objects.get()
    assert answer.headers["Location"] == reverse("banks:content", args=[content.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'class="veil" data-reveal' in page
    assert f'src="{reverse("banks:picture", args=[content.pk])}"' in page
    assert content.entries.get(signal_type="sha256").entry_id in page
    picture = client.get(reverse("banks:picture", args=[content.pk]))
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(picture.content)).size == (240, 240)
    assert LedgerRow.objects.filter(event="media_consulted").count() == 1
    assert client.post(reverse("banks:reveal", args=[content.pk])).status_code == 204
    assert Exposure.objects.get().reveals == 1
    assert Run.objects.get().kind == Run.Kind.SCAN
    again = client.post(
        reverse("banks:add_content", args=[bank.pk]), {"upload": SimpleUploadedFile("b.png", drawn().read_bytes())}
    )
    assert again.status_code == 409
    assert content.name in again.content.decode()


def test_an_auditor_sees_the_signals_and_no_picture(client_of, bank, analyst, drawn, desk_home):
    content = add_content(bank, ContentDraft(file=drawn()), acting=analyst)
    client = client_of(Role.AUDITOR)
    page = client.get(reverse("banks:content", args=[content.pk])).content.decode()
    assert 'class="veil"' not in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_content_without_a_file_has_no_picture(client_of, bank, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32),)), acting=analyst)
    assert client_of(Role.ANALYST).get(reverse("banks:picture", args=[content.pk])).status_code == 404


def test_content_is_described_paused_and_withdrawn_on_its_page(client_of, bank, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32),)), acting=analyst)
    client = client_of(Role.LEGAL)
    assert client.post(reverse("banks:edit_content", args=[content.pk]), {"note": "seen in March"}).status_code == 302
    until = {"until": "2999-01-01T00:00"}
    assert client.post(reverse("banks:disable_content", args=[content.pk]), until).status_code == 302
    page = client.get(reverse("banks:content", args=[content.pk])).content.decode()
    assert "seen in March" in page
    assert "It matches nothing until" in page
    assert client.post(reverse("banks:disable_content", args=[content.pk]), {"until": "soon"}).status_code == 422
    assert client.post(reverse("banks:withdraw_content", args=[content.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("banks:withdraw_content", args=[content.pk]), {"reason": "news"}).status_code == 302
    assert client.post(reverse("banks:withdraw_content", args=[content.pk]), {"reason": "news"}).status_code == 409


def test_a_dispute_is_raised_on_one_page_and_settled_by_another_person(client_of, bank, analyst, term):
    entry = add_entry(bank, term(), acting=analyst)
    first, second = client_of(Role.ANALYST), client_of(Role.LEGAL)
    address = reverse("banks:dispute", args=["entry", entry.pk])
    assert first.post(address, {"reason": ""}).status_code == 422
    assert first.post(address, {"reason": "a poem"}).status_code == 302
    hold = entry.holds.get()
    settle = reverse("banks:hold", args=[hold.pk])
    assert "somebody else decides it" in first.get(settle).content.decode()
    assert first.post(settle, {"decision": "reject", "reason": "mine"}).status_code == 403
    assert "a poem" in second.get(reverse("banks:entry", args=[entry.pk])).content.decode()
    assert second.post(settle, {"decision": "uphold", "reason": "it is one"}).status_code == 302
    entry.refresh_from_db()
    assert entry.withdrawn_reason == "it is one"


def test_the_bank_says_what_is_in_quarantine_and_a_reviewer_lets_it_go(client_of, bank, analyst, term):
    entry = add_entry(bank, term(), acting=analyst)
    add_entry(bank, term("harbour"), acting=analyst)
    reason = "Its entry is in quarantine: it matches 1,200 observations of 1,100 accounts at first sight."
    figures = {"accounts": 1100, "observations": 1200, "accounts_before": 0, "observations_before": 0}
    hold = quarantine(bank, entry.entry_id, reason=reason, figures=figures)
    client = client_of(Role.ANALYST)
    page = client.get(reverse("banks:bank", args=[bank.pk]), {"state": "held_back"})
    assert [one.entry_id for one in page.context["page"]] == [entry.entry_id]
    assert "1 entry is in quarantine" in page.content.decode()
    assert "1100" in client.get(reverse("banks:hold", args=[hold.pk])).content.decode()
    assert client.post(reverse("banks:hold", args=[hold.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("banks:hold", args=[hold.pk]), {"reason": "a campaign"}).status_code == 302
    assert "in quarantine" not in client.get(reverse("banks:bank", args=[bank.pk])).content.decode()


def test_a_foreign_entry_opens_no_case_before_a_reviewer_saw_what_it_matches(client_of, shared, analyst, posts):
    entry = add_entry(
        shared, EntryDraft(signal_type="text", value="the lamps return to the quay tonight 7"), acting=analyst
    )
    run_scan(analyst)
    assert not Case.objects.exists()
    assert "nobody here has looked" in Finding.objects.filter(entry_id=entry.entry_id).first().because
    client = client_of(Role.ANALYST)
    bank_page = client.get(reverse("banks:bank", args=[shared.pk]), {"state": "to_look_at"})
    assert [one.entry_id for one in bank_page.context["page"]] == [entry.entry_id]
    address = reverse("banks:look", args=["entry", entry.pk])
    page = client.get(address)
    assert page.context["met"].cards
    assert page.content.decode().count("<blockquote") == len(page.context["met"].cards)
    assert "tonight" in page.content.decode()
    decided = client.post(address, {"decision": "trust", "reason": "the leaflet", "seen": "1"})
    assert decided.status_code == 302
    assert client.post(address, {"decision": "trust", "reason": "again", "seen": "1"}).status_code == 409
    run_scan(analyst)
    assert Case.objects.count() == 3  # one an account


def test_a_partner_s_opinion_stands_on_the_page(client_of, shared, analyst, term):
    entry = add_entry(shared, term(), acting=analyst)
    client = client_of(Role.ANALYST)
    address = reverse("banks:opinion", args=["entry", entry.pk])
    assert client.post(address, {"partner": "Dune team", "opinion": "loved", "source": "call"}).status_code == 422
    given = {"partner": "Dune team", "opinion": "negative", "source": "call of 3 March"}
    assert client.post(address, given).status_code == 302
    page = client.get(reverse("banks:entry", args=[entry.pk])).content.decode()
    assert "Dune team" in page
    assert "call of 3 March" in page


@pytest.mark.parametrize("kind", ["entry", "content", "bank"])
def test_what_does_not_exist_is_not_found(client_of, kind):
    client = client_of(Role.ANALYST)
    assert client.get(reverse("banks:look", args=[kind, 99])).status_code == 404
    assert client.post(reverse("banks:dispute", args=[kind, 99]), {"reason": "x"}).status_code == 404


def test_a_withdrawn_piece_of_content_can_not_be_disputed(client_of, bank, analyst):
    content = add_content(bank, ContentDraft(signals=(("md5", "d" * 32),)), acting=analyst)
    withdraw_content(content, reason="news", acting=analyst)
    address = reverse("banks:dispute", args=["content", content.pk])
    assert client_of(Role.ANALYST).post(address, {"reason": "news"}).status_code == 409


def test_a_long_list_goes_in_in_the_background_and_what_was_set_aside_comes_back(client_of, bank, desk_home):
    client = client_of(Role.ANALYST)
    octets = b"".join(b'{"signal_type": "md5", "value": "%032x"}\n' % n for n in range(300)) + b"{\n"
    address = reverse("banks:import_list", args=[bank.pk])
    assert client.post(address, {"upload": SimpleUploadedFile("a.jsonl", b"")}).status_code == 422
    answer = client.post(address, {"upload": SimpleUploadedFile("list.jsonl", octets), "signal_type": ""})
    run = Run.objects.get(kind=Run.Kind.BANK_LIST)
    assert answer.headers["Location"] == reverse("sources:run", args=[run.pk])
    perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.outcome["added"], run.outcome["set_aside"]) == ("finished", 300, 1)
    assert "300" in client.get(reverse("sources:run", args=[run.pk])).content.decode()
    listed = ListImport.objects.get()
    told = b"".join(client.get(reverse("banks:asides", args=[listed.pk])).streaming_content)
    assert json.loads(told)["line"] == 301
    assert "list.jsonl" in client.get(reverse("banks:bank", args=[bank.pk])).content.decode()
    assert Run.objects.filter(kind=Run.Kind.SCAN, state="waiting").count() == 1


def test_several_changes_share_one_scan_and_a_running_one_is_followed_by_another(analyst, desk_home):
    from seawall.desk.sources.services import want_scan

    first = want_scan(acting=analyst)
    assert want_scan(acting=analyst).pk == first.pk
    perform(first.pk)
    second = want_scan(acting=analyst)
    assert second.pk != first.pk
    Run.objects.filter(pk=second.pk).update(follow_up_by=analyst)
    perform(second.pk)
    third = Run.objects.exclude(pk__in=[first.pk, second.pk]).get()
    assert (third.kind, third.state) == ("scan", "waiting")


@pytest.mark.parametrize("form", ["jsonl", "tx"])
def test_a_bank_goes_out_as_a_file_that_can_be_read_again(client_of, bank, analyst, colleague_bank, tmp_path, form):
    add_entry(bank, EntryDraft(signal_type="url", value="https://lamps.example/a", note="leaflet"), acting=analyst)
    add_entry(bank, EntryDraft(signal_type="text", value="the lamps return\nto the quay"), acting=analyst)
    disputed = add_entry(bank, EntryDraft(signal_type="md5", value="d" * 32), acting=analyst)
    dispute(disputed, reason="news", acting=analyst)
    answer = client_of(Role.ANALYST).post(reverse("banks:export", args=[bank.pk, form]))
    path = tmp_path / f"bank.{form}"
    path.write_bytes(b"".join(answer.streaming_content))
    reading = read_bank(path)
    assert reading.set_aside == ()
    values = {(one.signal_type, one.value) for one in reading.entries}
    standing = {("url", "https://lamps.example/a"), ("text", "the lamps return to the quay")}
    assert values == (standing if form == "tx" else standing | {("md5", "d" * 32)})
    assert LedgerRow.objects.filter(event="bank_exported").count() == 1
    assert client_of(Role.ANALYST).post(reverse("banks:export", args=[bank.pk, "pickle"])).status_code == 404


@pytest.fixture
def colleague_bank(facts, administrator):
    return create_bank(facts("Another"), acting=administrator)


def test_the_numbers_of_a_bank_are_shown_with_what_it_compares(client_of, facts, administrator):
    bank = create_bank(facts("Near", limits={"pdq": 12}, enabled_ratio=0.0), acting=administrator)
    page = client_of(Role.ADMINISTRATOR).get(reverse("banks:bank", args=[bank.pk])).content.decode()
    assert "Switched off: it matches nothing" in page
    assert "12" in page
    form = client_of(Role.ADMINISTRATOR).get(reverse("banks:edit", args=[bank.pk])).content.decode()
    assert 'name="limit_pdq" value="12"' in form
    assert BankEntry.objects.count() == 0
