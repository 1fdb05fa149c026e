"""The ledger in the database: one unbroken chain, rows that nobody changes, details that can be erased."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from seawall.desk.audit import selectors, services
from seawall.desk.audit.errors import ErasureRefusedError, PayloadErasedError, ReasonMissingError
from seawall.desk.audit.models import LedgerPayload, LedgerRow
from seawall.desk.audit.verification import verify_ledger
from seawall.desk.people.roles import Role
from seawall.ledger import GENESIS, Chain, LedgerError, PayloadMismatchError

pytestmark = pytest.mark.django_db


def write(count, **fields):
    with transaction.atomic():
        return [
            services.record(**({"event": "case_opened", "acting": services.SYSTEM, "subject": f"case:{n}"} | fields))
            for n in range(count)
        ]


def run_sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift_triggers():
    names = ("row_no_UPDATE", "row_no_DELETE", "row_continues", "payload_no_update")
    run_sql(*(f"DROP TRIGGER ledger_{name}" for name in names))


def test_rows_are_numbered_from_one_and_continue_each_other():
    rows = write(3)
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.previous for row in rows] == [GENESIS, rows[0].digest, rows[1].digest]
    verdict = verify_ledger()
    assert verdict.holds
    assert verdict.chain == Chain(number=3, head=rows[2].digest) == selectors.head()


def test_an_empty_ledger_holds():
    assert verify_ledger().chain == Chain()


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        services.record("case_opened", acting=services.SYSTEM, subject="case:1")
    assert not LedgerRow.objects.exists()


def test_a_rollback_leaves_no_row_and_no_gap():
    write(1)

    @transaction.atomic
    def open_and_fail():
        services.record("case_opened", acting=services.SYSTEM, subject="case:9")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_and_fail()
    assert [row.number for row in write(1)] == [2]
    assert verify_ledger().holds


@pytest.mark.parametrize("payload", [{"score": 0.5}, {"when": object()}, {"text": "\ud800"}])
def test_a_payload_without_a_canonical_form_is_refused_whole(payload):
    with pytest.raises(LedgerError):
        write(1, payload=payload)
    assert not LedgerRow.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_ledgerrow SET acting = 'staff:9' WHERE number = 2",
        "DELETE FROM audit_ledgerrow WHERE number = 3",
        "DELETE FROM audit_ledgerrow",
        "UPDATE audit_ledgerpayload SET payload = '{}' WHERE row_id = 2",
        (
            "INSERT OR REPLACE INTO audit_ledgerrow SELECT number, at, 'staff:9', event, subject, payload_digest,"
            " previous, digest FROM audit_ledgerrow WHERE number = 3"
        ),
        (
            "INSERT OR REPLACE INTO audit_ledgerrow SELECT 4, at, acting, event, subject, payload_digest, digest,"
            " digest FROM audit_ledgerrow WHERE number = 3"
        ),
        (
            "INSERT INTO audit_ledgerrow SELECT 5, at, acting, event, subject, payload_digest, digest, 'x'"
            " FROM audit_ledgerrow WHERE number = 3"
        ),
        (
            "INSERT INTO audit_ledgerrow SELECT 4, at, acting, event, subject, payload_digest, 'x', 'y'"
            " FROM audit_ledgerrow WHERE number = 3"
        ),
    ],
)
def test_the_database_refuses_what_would_change_the_ledger(statement):
    write(3)
    before = list(LedgerRow.objects.values_list())
    with pytest.raises(DatabaseError, match="ledger row"), transaction.atomic():
        run_sql(statement)
    assert list(LedgerRow.objects.values_list()) == before
    assert verify_ledger().holds


@pytest.mark.parametrize(
    ("statement", "number", "reason"),
    [
        ("UPDATE audit_ledgerrow SET acting = 'staff:9' WHERE number = 2", 2, "fields were changed"),
        ("UPDATE audit_ledgerrow SET at = '2020-01-01 00:00:00' WHERE number = 2", 2, "fields were changed"),
        ("UPDATE audit_ledgerrow SET at = 'no time' WHERE number = 2", 2, "fields were changed"),
        ("UPDATE audit_ledgerrow SET digest = 'abc' WHERE number = 3", 3, "fields were changed"),
        ("UPDATE audit_ledgerrow SET previous = 'abc' WHERE number = 3", 3, "does not continue"),
        ("DELETE FROM audit_ledgerrow WHERE number = 2", 2, "is missing"),
        ("UPDATE audit_ledgerrow SET number = 9 WHERE number = 4", 4, "is missing"),
        ('UPDATE audit_ledgerpayload SET payload = \'{"to":"x"}\' WHERE row_id = 3', 3, "details were changed"),
        ("UPDATE audit_ledgerpayload SET salt = 'x' WHERE row_id = 1", 1, "details were changed"),
        ("DELETE FROM audit_ledgerpayload WHERE row_id = 2", 2, "no row says that they were erased"),
    ],
)
def test_verification_names_the_row_that_somebody_tampered_with(statement, number, reason):
    write(4, payload={"to": "heron"})
    lift_triggers()
    run_sql("PRAGMA defer_foreign_keys = ON", statement)
    problem = verify_ledger().problem
    assert problem is not None
    assert problem.number == number
    assert reason in problem.reason
    run_sql("PRAGMA defer_foreign_keys = OFF", "DELETE FROM audit_ledgerpayload", "DELETE FROM audit_ledgerrow")


def test_a_cut_at_the_end_shows_against_a_kept_head():
    write(4)
    kept = selectors.head()
    lift_triggers()
    run_sql("DELETE FROM audit_ledgerpayload WHERE row_id > 2", "DELETE FROM audit_ledgerrow WHERE number > 2")
    assert verify_ledger().holds
    assert not verify_ledger(expected_head=kept).holds


def test_verification_reads_in_pieces(monkeypatch):
    monkeypatch.setattr("seawall.desk.audit.verification._PIECE_ROWS", 3)
    write(10)
    assert verify_ledger().chain.number == 10


def test_erased_details_leave_a_chain_that_verifies(staff_with):
    staff = staff_with(Role.ADMINISTRATOR)
    row = write(1, payload={"handle": "@lampkeeper"})[0]
    told = services.erase_payload(row, acting=staff, reason="Request of 3 March")
    assert not LedgerPayload.objects.filter(row=row).exists()
    assert (told.subject, told.acting) == (f"ledger:{row.number}", staff.ledger_name)
    verdict = verify_ledger()
    assert verdict.holds
    assert verdict.erased == 1
    with pytest.raises(PayloadErasedError):
        services.erase_payload(row, acting=staff, reason="again")
    with pytest.raises(PayloadErasedError):
        services.open_details(row, acting=staff)
    with pytest.raises(ErasureRefusedError):
        services.erase_payload(told, acting=staff, reason="cover up")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_erasure_needs_a_reason(staff_with, reason):
    row = write(1)[0]
    with pytest.raises(ReasonMissingError):
        services.erase_payload(row, acting=staff_with(Role.ADMINISTRATOR), reason=reason)
    assert LedgerPayload.objects.filter(row=row).exists()


def test_opening_details_leaves_a_row(staff_with):
    staff = staff_with(Role.AUDITOR)
    row = write(1, payload={"why": "الفنار"})[0]
    assert services.open_details(row, acting=staff) == {"why": "الفنار"}
    last = LedgerRow.objects.order_by("-number").first()
    assert (last.event, last.subject, last.acting) == (
        "ledger_details_viewed",
        f"ledger:{row.number}",
        staff.ledger_name,
    )


def test_details_that_do_not_fit_their_row_are_not_shown(staff_with):
    row = write(1, payload={"why": 1})[0]
    lift_triggers()
    run_sql("UPDATE audit_ledgerpayload SET payload = '{\"why\":2}'")
    with pytest.raises(PayloadMismatchError):
        services.open_details(row, acting=staff_with(Role.AUDITOR))


def test_custody_of_a_subject_is_its_rows_first_to_last(staff_with):
    staff = staff_with(Role.ANALYST)
    write(3)
    with transaction.atomic():
        services.record("case_claimed", acting=staff, subject="case:1")
    rows = selectors.custody_of("case:1")
    assert [named.row.event for named in rows] == ["case_opened", "case_claimed"]
    assert [row.acting_name for row in rows] == [services.SYSTEM, staff.pseudonym]


def test_pages_go_back_without_gap_or_overlap():
    write(120)
    numbers, before = [], None
    while True:
        page = selectors.page(selectors.LedgerFilter(), before=before)
        numbers += [named.row.number for named in page.rows]
        before = page.older_before
        if before is None:
            break
    assert numbers == list(range(120, 0, -1))


def test_filters_narrow_by_event_person_and_subject(staff_with):
    staff = staff_with(Role.ANALYST)
    write(2)
    write(2, event="case_claimed", acting=staff)

    def found(**fields):
        rows = [named.row for named in selectors.page(selectors.LedgerFilter(**fields)).rows]
        return [row.subject for row in rows if "case" in row.event]

    assert found(event="case_claimed") == ["case:1", "case:0"]
    assert found(acting=staff.ledger_name) == ["case:1", "case:0"]
    assert found(subject="case:0", event="case_opened") == ["case:0"]
    assert found(event="nothing") == []


def test_the_payload_is_stored_in_its_canonical_form():
    row = write(1, payload={"b": 1, "a": ["ل", None]})[0]
    assert json.loads(bytes(row.sealed.payload)) == {"a": ["ل", None], "b": 1}
    assert bytes(row.sealed.payload).startswith('{"a":["ل"'.encode())
