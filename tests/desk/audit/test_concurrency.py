"""Many writers, one unbroken chain: real processes and threads on a SQLite file and on PostgreSQL."""

import json

import pytest

WRITER = """
import sys, threading
from django.db import connection, transaction
from seawall.desk.audit.services import SYSTEM, record

def write(name):
    for number in range(int(sys.argv[1])):
        try:
            with transaction.atomic():
                record("case_opened", acting=SYSTEM, subject=f"case:{name}-{number}", payload={"n": number})
                if number % 5 == 4:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    connection.close()

threads = [threading.Thread(target=write, args=(f"{sys.argv[2]}-{one}",)) for one in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""

VERIFY = """
import json
from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.verification import verify_ledger
verdict = verify_ledger()
print(json.dumps({"holds": verdict.holds, "rows": verdict.chain.number, "count": LedgerRow.objects.count()}))
"""

REFUSALS = """
from django.db import DatabaseError, connection, transaction
statements = [
    "UPDATE audit_ledgerrow SET acting = 'x'",
    "DELETE FROM audit_ledgerrow",
    "UPDATE audit_ledgerpayload SET payload = salt",
    "INSERT INTO audit_ledgerrow SELECT number + 7, at, acting, event, subject, payload_digest, digest, 'x'"
    " FROM audit_ledgerrow ORDER BY number DESC LIMIT 1",
    *(["TRUNCATE audit_ledgerrow CASCADE"] if connection.vendor == "postgresql" else []),
]
for statement in statements:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert "ledger row" in str(error), error
    else:
        raise SystemExit(f"not refused: {statement}")
print("refused", len(statements))
"""

STAFF = """
import os
from seawall.desk.audit.services import SYSTEM, erase_payload
from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.verification import verify_ledger
from seawall.desk.people import links, services
from seawall.desk.people.errors import LastAdministratorError, LinkRefusedError, StaffExistsError
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.clock import utc_now
from django.test import Client
admin = StaffMember.objects.get(username="admin")
invited = services.invite("heron", acting=admin, roles=[Role.ANALYST, Role.ADMINISTRATOR])
link = links.find_link(invited.link_path.rstrip("/").rsplit("/", 1)[1], now=utc_now())
heron = services.accept_invitation(link, password="grey-lighthouse-1", pseudonym="Heron", language="ar")
for change, error in (
    (lambda: services.enter_by_link(link), Exception),
    (lambda: services.invite("HERON", acting=admin, roles=[Role.LEGAL]), StaffExistsError),
):
    try:
        change()
    except error:
        pass
    else:
        raise SystemExit("not refused")
services.deactivate(admin, acting=heron)
try:
    services.revoke_role(heron, Role.ADMINISTRATOR, acting=SYSTEM)
except LastAdministratorError:
    pass
else:
    raise SystemExit("the last administrator went")
erase_payload(LedgerRow.objects.get(number=1), acting=heron, reason="Request 7")
assert verify_ledger().holds
client = Client(HTTP_HOST="localhost")
client.force_login(heron)
for path in ("/", "/people/", "/audit/", "/profile/"):
    assert client.get(path).status_code == 200, path
print("done")
"""


def output_of(process):
    said, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return said


def write_from_processes(run_python, home, count, **environment):
    writers = [run_python(home, WRITER, str(count), str(number), **environment) for number in range(3)]
    for writer in writers:
        output_of(writer)
    return json.loads(output_of(run_python(home, VERIFY, **environment)))


@pytest.mark.slow
def test_processes_and_threads_on_one_sqlite_file_keep_one_chain(run_python, prepared_home):
    found = write_from_processes(run_python, prepared_home, 10)
    assert found == {"holds": True, "rows": 73, "count": 73}  # 3 × 3 × 8, and the first start's


@pytest.fixture
def on_postgres(postgres_url, run_python, tmp_path, request):
    """A desk prepared on a fresh PostgreSQL database: its folder and the environment that leads there."""
    address = postgres_url(f"desk_{abs(hash(request.node.name)) % 10**8}")
    environment = {"SEAWALL_DATABASE_URL": address, "SEAWALL_ADMIN_PASSWORD": "harbour-wall-at-dusk"}
    program = (
        "from seawall.desk.start import prepare_desk\nfrom seawall.settings import Settings\n"
        "print(prepare_desk(Settings.from_environment()).created_administrator)"
    )
    assert output_of(run_python(tmp_path / "home", program, **environment)) == "True\n"
    return tmp_path / "home", environment


@pytest.mark.postgres
def test_the_desk_prepares_and_works_on_postgresql(run_python, on_postgres):
    home, environment = on_postgres
    assert output_of(run_python(home, STAFF, **environment)) == "done\n"
    assert output_of(run_python(home, REFUSALS, **environment)) == "refused 5\n"
    assert json.loads(output_of(run_python(home, VERIFY, **environment)))["holds"]
    assert not (home / "desk.sqlite3").exists()


@pytest.mark.postgres
def test_processes_and_threads_on_postgresql_keep_one_chain(run_python, on_postgres):
    home, environment = on_postgres
    found = write_from_processes(run_python, home, 10, **environment)
    assert found == {"holds": True, "rows": 73, "count": 73}


@pytest.mark.postgres
def test_two_administrators_who_remove_each_other_leave_one(run_python, on_postgres):
    home, environment = on_postgres
    program = """
import threading
from django.db import connection
from seawall.desk.audit.services import SYSTEM
from seawall.desk.people.errors import PeopleError
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff, reactivate, deactivate
admin = StaffMember.objects.get(username="admin")
other = add_staff("heron", acting=SYSTEM, roles=[Role.ADMINISTRATOR])
def remove(staff, acting, barrier):
    barrier.wait()
    try:
        deactivate(staff, acting=acting)
    except PeopleError:
        pass
    connection.close()
for _ in range(15):
    barrier = threading.Barrier(2)
    threads = [threading.Thread(target=remove, args=(*pair, barrier)) for pair in ((admin, other), (other, admin))]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    active = StaffMember.objects.filter(is_active=True)
    assert active.count() == 1, active
    left, gone = active.get(), StaffMember.objects.get(is_active=False)
    reactivate(gone, acting=left)
print("one stays")
"""
    assert output_of(run_python(home, program, **environment)) == "one stays\n"
