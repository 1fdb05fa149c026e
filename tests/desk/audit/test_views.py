"""The ledger's pages as an auditor meets them."""

import json

import pytest
from django.db import connection, transaction
from django.utils import translation

from seawall.desk.audit import selectors, services
from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.words import reason_in_words
from seawall.desk.people.roles import Role
from seawall.ledger import BrokenLink, Chain, verify_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client_of):
    return client_of(Role.AUDITOR)


def write(count=1, **fields):
    with transaction.atomic():
        for number in range(count):
            row = services.record(
                **({"event": "case_opened", "acting": services.SYSTEM, "subject": f"case:{number}"} | fields)
            )
    return row


def test_the_ledger_lists_rows_and_narrows(auditor):
    write(60)
    first = auditor.get("/audit/").content.decode()
    assert first.count("data-walk-entry") == 50
    assert "before=" in first
    narrowed = auditor.get("/audit/", {"subject": "case:7"}).content.decode()
    assert narrowed.count("data-walk-entry") == 1
    assert "No such row" in auditor.get("/audit/", {"subject": "case:none"}).content.decode()


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=99999999999999999999999", "acting=" + "x" * 500, "event=%00"]
)
def test_a_senseless_question_gets_a_page(auditor, query):
    write(3)
    assert auditor.get(f"/audit/?{query}").status_code == 200


def test_a_row_opens_without_its_details_and_shows_them_on_request(auditor):
    row = write(payload={"handle": "@lampkeeper"})
    closed = auditor.get(f"/audit/{row.number}/").content.decode()
    assert "@lampkeeper" not in closed
    assert row.digest in closed
    opened = auditor.post(f"/audit/{row.number}/details/").content.decode()
    assert "@lampkeeper" in opened
    assert LedgerRow.objects.filter(event="ledger_details_viewed").count() == 1


def test_an_erased_row_says_so(client_of):
    browser = client_of(Role.ADMINISTRATOR)
    row = write(payload={"handle": "@lampkeeper"})
    assert browser.post(f"/audit/{row.number}/erase/", {"reason": " "}).status_code == 400
    assert browser.post(f"/audit/{row.number}/erase/", {"reason": "Request 7"}).status_code == 302
    assert "Erased" in browser.get(f"/audit/{row.number}/").content.decode()
    assert browser.post(f"/audit/{row.number}/details/").status_code == 409


def test_an_auditor_erases_nothing(auditor):
    row = write()
    assert auditor.post(f"/audit/{row.number}/erase/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("number", ["0", "404", "9" * 40])
def test_no_row_has_this_number(auditor, number):
    assert auditor.get(f"/audit/{number}/").status_code == 404


def test_verification_says_yes_and_gives_the_head_to_keep(auditor):
    write(5)
    head = selectors.head()
    page = auditor.post("/audit/verify/").content.decode()
    assert f"{head.number}:{head.head}" in page
    assert 'data-tone="ok"' in page
    assert selectors.head() == head, "verifying writes nothing"
    write(2)
    assert 'data-tone="ok"' in auditor.post("/audit/verify/", {"head": str(head)}).content.decode()


def test_verification_says_no_and_names_the_row(auditor):
    row = write(5)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_row_no_UPDATE")
        cursor.execute("UPDATE audit_ledgerrow SET subject = 'case:x' WHERE number = %s", [row.number - 1])
    page = auditor.post("/audit/verify/").content.decode()
    assert f"Row {row.number - 1} does not hold" in page
    assert "Its fields were changed" in page


def test_a_head_that_is_none_is_said_beside_the_field(auditor):
    page = auditor.post("/audit/verify/", {"head": "12:zz"}).content.decode()
    assert "A head is written as" in page
    assert "chain is whole" not in page


def test_verification_against_a_foreign_head_says_no(auditor):
    write(5)
    page = auditor.post("/audit/verify/", {"head": f"3:{'a' * 64}"}).content.decode()
    assert "kept elsewhere" in page


@pytest.mark.parametrize("with_details", [True, False])
def test_an_export_verifies_elsewhere(auditor, with_details):
    erased = write(payload={"handle": "@lampkeeper"})
    services.erase_payload(erased, acting=auditor.staff, reason="Request 7")
    write(3, payload={"handle": "@night_gardener"})
    answer = auditor.post("/audit/export/", {"with_details": "on"} if with_details else {})
    content = b"".join(answer.streaming_content)
    head = Chain.parse(answer["Seawall-Ledger-Head"])
    assert verify_lines(content.splitlines(keepends=True), expected_head=head) == head == selectors.head()
    assert (b"@night_gardener" in content) == with_details
    assert b"@lampkeeper" not in content
    assert json.loads(content.splitlines()[-1])["event"] == "ledger_exported"


@pytest.mark.parametrize(
    "reason",
    [
        "it does not continue the entry before it",
        "its fields were changed after it was written",
        "its details were changed",
        "its details are gone, and no row says that they were erased",
        "the head that was kept elsewhere is not in this ledger",
        "entry 7 is missing: the next one is numbered 9",
    ],
)
def test_each_reason_of_the_engine_has_words_in_each_language(reason):
    said = set()
    for language in ("en", "ar", "es"):
        with translation.override(language):
            said.add(reason_in_words(BrokenLink(number=7, reason=reason)))
    assert len(said) == 3
