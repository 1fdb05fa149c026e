"""Database triggers that refuse every change and removal of a ledger row."""

from django.db import migrations

_SQLITE = """
CREATE TRIGGER ledger_row_no_{event} BEFORE {event} ON audit_ledgerrow
BEGIN SELECT RAISE(ABORT, 'a ledger row is never changed or removed'); END;
"""

_POSTGRES_FUNCTION = """
CREATE FUNCTION ledger_row_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a ledger row is never changed or removed'; END $$;
"""

_POSTGRES = """
CREATE TRIGGER ledger_row_no_{event} BEFORE {event} ON audit_ledgerrow
FOR EACH ROW EXECUTE FUNCTION ledger_row_refuse();
"""

_EVENTS = ("UPDATE", "DELETE")


def make_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(_POSTGRES_FUNCTION)
    template = _POSTGRES if vendor == "postgresql" else _SQLITE
    for event in _EVENTS:
        schema_editor.execute(template.format(event=event))


def drop_triggers(apps, schema_editor):
    on_table = " ON audit_ledgerrow" if schema_editor.connection.vendor == "postgresql" else ""
    for event in _EVENTS:
        schema_editor.execute(f"DROP TRIGGER ledger_row_no_{event}{on_table}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ledger_row_refuse()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(make_triggers, drop_triggers)]
