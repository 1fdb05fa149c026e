"""Database triggers: nothing is signed without its list's signer and their own look; what is signed for never changes."""

from django.db import migrations

_NO_LOOK = """NEW.signed_by_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM closings_samplelook AS look
    WHERE look.id = NEW.look_id AND look.listed_id = NEW.id AND look.staff_id = NEW.signed_by_id)"""

_NOT_THE_LIST = """NEW.signed_by_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM closings_closinglist AS listed
    WHERE listed.id = NEW.listed_id AND listed.signed_by_id = NEW.signed_by_id
    AND listed.imported_by_id = NEW.imported_by_id)"""

_FIXED = ("listed_id", "platform", "account_id", "closed_at", "decision", "ground", "expires", "imported_by_id")
_CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _FIXED)
_SIGNATURE_GONE = "OLD.signed_by_id IS NOT NULL AND NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id"

_RULES = [
    # name, table, moment, when, what is said
    ("closing_list_look_insert", "closinglist", "INSERT", _NO_LOOK, "a list is signed by who has looked at its sample"),
    ("closing_list_look_update", "closinglist", "UPDATE", _NO_LOOK, "a list is signed by who has looked at its sample"),
    (
        "closing_list_importer",
        "closinglist",
        "UPDATE",
        "OLD.imported_by_id IS DISTINCT FROM NEW.imported_by_id",
        "who brought a list in stays on record",
    ),
    ("closing_signed_insert", "closedaccount", "INSERT", _NOT_THE_LIST, "a closed account is signed with its list"),
    ("closing_signed_update", "closedaccount", "UPDATE", _NOT_THE_LIST, "a closed account is signed with its list"),
    ("closing_is_fixed", "closedaccount", "UPDATE", _CHANGED, "what is signed for never changes"),
    ("closing_signature_stays", "closedaccount", "UPDATE", _SIGNATURE_GONE, "a signature is never taken off"),
]


def make_triggers(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, moment, when, said in _RULES:
        if postgres:
            function = (
                f"CREATE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {when} THEN RAISE EXCEPTION '{said}'; END IF; RETURN NEW; END $$"
            )
            schema_editor.execute(function, params=None)
            trigger = (
                f"CREATE TRIGGER {name} BEFORE {moment} ON closings_{table} FOR EACH ROW EXECUTE FUNCTION {name}_check()"
            )
        else:
            condition = when.replace("IS DISTINCT FROM", "IS NOT")
            trigger = (
                f"CREATE TRIGGER {name} BEFORE {moment} ON closings_{table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        schema_editor.execute(trigger, params=None)


def drop_triggers(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, _moment, _when, _said in _RULES:
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON closings_{table}" if postgres else ""), params=None)
        if postgres:
            schema_editor.execute(f"DROP FUNCTION {name}_check()", params=None)


class Migration(migrations.Migration):
    dependencies = [("closings", "0001_initial")]
    operations = [migrations.RunPython(make_triggers, drop_triggers)]
