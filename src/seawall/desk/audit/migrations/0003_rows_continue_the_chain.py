"""Database triggers: a new row continues the last one; a payload is never changed; the table is never emptied at once.

SQLite's `INSERT OR REPLACE` would remove a row without its DELETE trigger; the check on INSERT refuses that too.
"""

from django.db import migrations

_CONTINUES = """
NEW.number IS DISTINCT FROM (SELECT COALESCE(MAX(number), 0) + 1 FROM audit_ledgerrow)
OR NEW.previous IS DISTINCT FROM COALESCE(
    (SELECT digest FROM audit_ledgerrow ORDER BY number DESC LIMIT 1), '{genesis}')
OR EXISTS (SELECT 1 FROM audit_ledgerrow WHERE digest = NEW.digest)
""".format(genesis="0" * 64)

_SQLITE = [
    f"""CREATE TRIGGER ledger_row_continues BEFORE INSERT ON audit_ledgerrow
    WHEN {_CONTINUES.replace("IS DISTINCT FROM", "IS NOT")}
    BEGIN SELECT RAISE(ABORT, 'a ledger row continues the row before it'); END""",
    """CREATE TRIGGER ledger_payload_no_update BEFORE UPDATE ON audit_ledgerpayload
    BEGIN SELECT RAISE(ABORT, 'the payload of a ledger row is never changed, only erased'); END""",
]

_POSTGRES = [
    f"""CREATE FUNCTION ledger_row_check() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF {_CONTINUES} THEN RAISE EXCEPTION 'a ledger row continues the row before it'; END IF;
      RETURN NEW;
    END $$""",
    """CREATE FUNCTION ledger_payload_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the payload of a ledger row is never changed, only erased'; END $$""",
    """CREATE TRIGGER ledger_row_continues BEFORE INSERT ON audit_ledgerrow
    FOR EACH ROW EXECUTE FUNCTION ledger_row_check()""",
    """CREATE TRIGGER ledger_row_no_truncate BEFORE TRUNCATE ON audit_ledgerrow
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_row_refuse()""",
    """CREATE TRIGGER ledger_payload_no_update BEFORE UPDATE ON audit_ledgerpayload
    FOR EACH ROW EXECUTE FUNCTION ledger_payload_refuse()""",
]

_DROP_SQLITE = ["DROP TRIGGER ledger_payload_no_update", "DROP TRIGGER ledger_row_continues"]

_DROP_POSTGRES = [
    "DROP TRIGGER ledger_payload_no_update ON audit_ledgerpayload",
    "DROP TRIGGER ledger_row_no_truncate ON audit_ledgerrow",
    "DROP TRIGGER ledger_row_continues ON audit_ledgerrow",
    "DROP FUNCTION ledger_payload_refuse()",
    "DROP FUNCTION ledger_row_check()",
]


def make_triggers(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRES if postgres else _SQLITE:
        schema_editor.execute(statement, params=None)


def drop_triggers(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in _DROP_POSTGRES if postgres else _DROP_SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_rows_never_change")]
    operations = [migrations.RunPython(make_triggers, drop_triggers)]
