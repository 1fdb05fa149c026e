"""The pages of banks in a browser's eyes: who may do what, and what an answer shows."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from seawall.desk.banks.models import Bank, BankEntry
from seawall.desk.banks.services import add_entry
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Leaflets",
    "owner": "Harbour desk",
    "policy": "1.1",
    "opinion": "positive",
    "licence": "Own use",
    "expires_at": "",
}


@pytest.fixture
def posts(put_in):
    """Put five posts of three accounts into the corpus."""
    texts = [
        "The LAMPS return tonight",
        "the lamps return",
        "a quiet harbour",
        "las lámparas vuelven",
        "The lamps  return!",
    ]
    put_in(
        accounts=[{"account_id": str(n), "handle": f"@keeper_{n}"} for n in range(3)],
        posts=[{"post_id": str(n), "account_id": str(n % 3), "text": text} for n, text in enumerate(texts)],
    )


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR])
def test_everyone_but_the_approver_reads_banks(client_of, bank, analyst, term, role):
    entry = add_entry(bank, term(), acting=analyst)
    client = client_of(role)
    for address in (
        reverse("banks:list"),
        reverse("banks:bank", args=[bank.pk]),
        reverse("banks:entry", args=[entry.pk]),
    ):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("banks:create", {Role.ADMINISTRATOR}),
        ("banks:edit", {Role.ADMINISTRATOR}),
        ("banks:add_entry", {Role.ANALYST, Role.LEGAL}),
        ("banks:add_entries", {Role.ANALYST, Role.LEGAL}),
        ("banks:bank", {Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR}),
    ],
)
def test_a_page_opens_for_its_roles_alone(client_of, bank, desk_home, name, allowed):
    address = reverse(name) if name == "banks:create" else reverse(name, args=[bank.pk])
    for role in Role:
        assert (client_of(role).get(address).status_code == 200) == (role in allowed), role


def test_an_unknown_bank_or_entry_is_not_found(client_of):
    client = client_of(Role.ANALYST, Role.ADMINISTRATOR)
    for name in ("banks:bank", "banks:edit", "banks:add_entry", "banks:add_entries", "banks:entry"):
        assert client.get(reverse(name, args=[99])).status_code == 404


def test_an_administrator_opens_a_bank_and_a_taken_name_is_told(client_of):
    client = client_of(Role.ADMINISTRATOR)
    answer = client.post(reverse("banks:create"), FORM)
    assert answer.status_code == 302
    again = client.post(reverse("banks:create"), FORM)
    assert again.status_code == 409
    assert "Another bank has this name" in again.content.decode() or "another bank is named" in again.content.decode()
    assert Bank.objects.count() == 1


def test_a_bank_is_described_anew_but_keeps_its_name(client_of, bank):
    client = client_of(Role.ADMINISTRATOR)
    answer = client.post(reverse("banks:edit", args=[bank.pk]), {**FORM, "name": "Other", "owner": "Night desk"})
    assert answer.status_code == 302
    bank.refresh_from_db()
    assert (bank.name, bank.owner) == ("Grey Lighthouse content", "Night desk")


def test_nothing_is_added_before_its_preview_was_seen(client_of, bank, posts):
    client = client_of(Role.ANALYST)
    address = reverse("banks:add_entry", args=[bank.pk])
    form = {"signal_type": "term", "value": "The lamps return", "opinion": "", "note": "flyer", "step": "save"}
    first = client.post(address, form)
    page = first.content.decode()
    assert first.status_code == 200
    assert not BankEntry.objects.exists()
    assert first.context["preview"].match_count == 3
    assert first.context["preview"].account_count == 2
    assert page.count("<mark>") == 3
    seen = re.search(r'name="previewed" value="([^"]+)"', page).group(1)
    other = client.post(address, {**form, "value": "harbour", "previewed": seen})
    assert other.status_code == 200
    assert not BankEntry.objects.exists()
    saved = client.post(address, {**form, "previewed": seen})
    assert saved.status_code == 302
    assert BankEntry.objects.get().note == "flyer"


def test_the_preview_for_htmx_is_a_part_of_the_page(client_of, bank, posts):
    client = client_of(Role.ANALYST)
    form = {"signal_type": "sha256", "value": "abc", "step": "preview"}
    answer = client.post(reverse("banks:add_entry", args=[bank.pk]), form, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "64 hexadecimal digits" in page


def test_html_in_a_text_or_an_entry_stays_text(client_of, bank, put_in):
    put_in(posts=[{"post_id": "1", "account_id": "1", "text": "<script>lamps</script> <img src=x onerror=alert(1)>"}])
    client = client_of(Role.ANALYST)
    form = {"signal_type": "term", "value": "lamps", "note": "<b>bold</b>", "step": "preview"}
    page = client.post(reverse("banks:add_entry", args=[bank.pk]), form).content.decode()
    assert "&lt;script&gt;" in page
    assert "<img src=x" not in page
    assert "<b>bold</b>" not in page


def test_a_pasted_list_and_an_uploaded_one_say_what_became_of_each_line(client_of, bank):
    client = client_of(Role.ANALYST)
    address = reverse("banks:add_entries", args=[bank.pk])
    pasted = client.post(address, {"signal_type": "term", "pasted": "faro gris\n?\nFaro  Gris\n"})
    assert pasted.status_code == 200
    assert (len(pasted.context["added"].entry_ids), len(pasted.context["added"].rejects)) == (1, 1)
    upload = SimpleUploadedFile("list.csv", b"signal_type,value\nurl,https://lamps.example/\nurl,not a url\n")
    uploaded = client.post(address, {"signal_type": "", "pasted": "", "upload": upload})
    assert len(uploaded.context["added"].entry_ids) == 1
    assert "not a web address" in uploaded.content.decode()


@pytest.mark.parametrize("both", [{}, {"pasted": "lamps", "upload": SimpleUploadedFile("a.txt", b"lamps")}])
def test_a_list_is_pasted_or_uploaded_not_both(client_of, bank, both):
    answer = client_of(Role.ANALYST).post(reverse("banks:add_entries", args=[bank.pk]), {"signal_type": "term", **both})
    assert answer.status_code == 422
    assert not BankEntry.objects.exists()


def test_a_list_beyond_the_limit_is_refused_before_it_is_read(client_of, bank, monkeypatch):
    client = client_of(Role.ANALYST)
    answer = client.generic(
        "POST",
        reverse("banks:add_entries", args=[bank.pk]),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(1 << 40),
    )
    assert answer.status_code == 413


def test_withdrawing_needs_a_reason_and_is_shown(client_of, bank, analyst, term):
    entry = add_entry(bank, term(), acting=analyst)
    client = client_of(Role.ANALYST)
    address = reverse("banks:withdraw_entry", args=[entry.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "too common"}).status_code == 302
    assert client.post(address, {"reason": "again"}).status_code == 409
    assert "too common" in client.get(reverse("banks:entry", args=[entry.pk])).content.decode()
    assert client.post(reverse("banks:edit_entry", args=[entry.pk]), {"opinion": "seed", "note": ""}).status_code == 409


def test_a_bank_page_asks_the_database_as_often_for_one_entry_as_for_many(
    client_of, bank, analyst, term, django_assert_max_num_queries
):
    for number in range(30):
        add_entry(bank, term(f"lamp number {number}"), acting=analyst)
    client = client_of(Role.ANALYST)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("banks:bank", args=[bank.pk])).content.decode()
    assert page.count("data-walk-entry") == 30


def test_entries_are_searched_by_words_type_and_state(client_of, bank, analyst, term):
    add_entry(bank, term("faro gris"), acting=analyst)
    add_entry(bank, term("grey lighthouse", note="a flyer"), acting=analyst)
    client, address = client_of(Role.AUDITOR), reverse("banks:bank", args=[bank.pk])
    assert [one.value for one in client.get(address, {"words": "flyer"}).context["page"]] == ["grey lighthouse"]
    assert list(client.get(address, {"signal_type": "url"}).context["page"]) == []
    assert list(client.get(address, {"state": "withdrawn"}).context["page"]) == []
    assert len(client.get(address, {"page": "77", "signal_type": "nonsense"}).context["page"]) == 2
