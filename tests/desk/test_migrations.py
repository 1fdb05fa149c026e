"""What migrations do to rows that are there already, and that models and migrations agree."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def migrated_to(transactional_db):
    """Return a function that takes the database to some migrations and gives the models as they were then."""

    def migrate(*targets):
        executor = MigrationExecutor(connection)
        executor.migrate(list(targets))
        return MigrationExecutor(connection).loader.project_state(list(targets)).apps

    yield migrate
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.slow
def test_staff_who_were_there_before_invitations_count_as_accepted(migrated_to):
    old = migrated_to(("people", "0001_initial"))
    old.get_model("people", "StaffMember").objects.create(username="heron", pseudonym="Heron", date_joined=NOON)
    new = migrated_to(("people", "0002_people_come_in"))
    assert new.get_model("people", "StaffMember").objects.get(username="heron").accepted_at == NOON


@pytest.mark.slow
def test_entries_from_before_pieces_of_content_stand_alone_and_are_ones_own(migrated_to):
    old = migrated_to(("banks", "0001_initial"), ("people", "0001_initial"))
    staff = old.get_model("people", "StaffMember").objects.create(username="heron", pseudonym="Heron", date_joined=NOON)
    bank = old.get_model("banks", "Bank").objects.create(name="Lamps", created_at=NOON, created_by=staff)
    known = {"signal_type": "term", "value": "lamps", "canonical": "lamps", "canonical_sha256": "0" * 64}
    row = {**known, "opinion": "positive", "added_at": NOON, "added_by": staff, "bank": bank}
    old.get_model("banks", "BankEntry").objects.create(entry_id="B1-000001", **row)
    new = migrated_to(("banks", "0002_content_holds_and_lists"))
    entry = new.get_model("banks", "BankEntry").objects.get()
    assert (entry.content_id, entry.origin, entry.expires_at, entry.changed_in) == (None, "", None, 1)
    assert (entry.bank.enabled_ratio, entry.bank.limits, entry.bank.origin) == (1.0, {}, "")


@pytest.mark.slow
def test_triggers_come_and_go_with_their_migrations(migrated_to):
    def triggers():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%'")
            return {row[0] for row in cursor.fetchall()}

    unchanging = {"ledger_row_no_UPDATE", "ledger_row_no_DELETE"}
    assert triggers() == unchanging | {"ledger_row_continues", "ledger_payload_no_update"}
    old = migrated_to(("audit", "0002_rows_never_change"))
    assert triggers() == unchanging
    row = {"event": "e", "subject": "s", "acting": "system", "payload_digest": "0" * 64, "at": NOON}
    first = old.get_model("audit", "LedgerRow").objects.create(number=1, previous="0" * 64, digest="1" * 64, **row)
    new = migrated_to(("audit", "0003_rows_continue_the_chain"))
    rows = new.get_model("audit", "LedgerRow").objects
    rows.create(number=2, previous=first.digest, digest="2" * 64, **row)
    with pytest.raises(DatabaseError, match="continues the row before it"), transaction.atomic():
        rows.create(number=4, previous="2" * 64, digest="4" * 64, **row)
    assert rows.count() == 2
