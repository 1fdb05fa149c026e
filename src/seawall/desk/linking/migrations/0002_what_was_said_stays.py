"""Database triggers: what a link, a judgement or a model said never changes; a judgement is revised once."""

from django.db import migrations

_LINK = (
    "platform",
    "account_id",
    "closed_id",
    "probability",
    "low",
    "high",
    "imitator_probability",
    "link_class",
    "prior_bits",
    "imitator_bits",
    "depth",
    "bank_size",
    "rivals",
    "model_id",
    "made_in_id",
    "made_at",
)
_JUDGEMENT = ("link_id", "left", "right", "verdict", "reason", "by_id", "at")
_MODEL = ("label", "name", "version", "sha256", "content", "origin", "parent_id", "made_at", "made_by_id")


_CHANGED = {
    table: " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in columns)
    for table, columns in (("link", _LINK), ("judgement", _JUDGEMENT), ("linkmodel", _MODEL))
}

_RULES = [
    # name, table, when, what is said
    ("link_is_fixed", "link", _CHANGED["link"], "what a link said never changes"),
    (
        "link_evidence_is_fixed",
        "link",
        'NEW."erased_at" IS NULL AND (OLD."evidence" IS DISTINCT FROM NEW."evidence" '
        'OR OLD."profile" IS DISTINCT FROM NEW."profile")',
        "the evidence of a link is only ever erased",
    ),
    (
        "link_ends_once",
        "link",
        'OLD."state" <> \'stands\' AND OLD."state" IS DISTINCT FROM NEW."state"',
        "a link that ended stays so",
    ),
    ("judgement_is_fixed", "judgement", _CHANGED["judgement"], "a judgement is revised, never changed"),
    (
        "judgement_is_revised_once",
        "judgement",
        'OLD."revised_at" IS NOT NULL AND NEW."revised_at" IS DISTINCT FROM OLD."revised_at"',
        "a judgement is revised once",
    ),
    ("link_model_is_fixed", "linkmodel", _CHANGED["linkmodel"], "a model that links rest on never changes"),
]


def make_triggers(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, when, said in _RULES:
        if postgres:
            function = (
                f"CREATE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {when} THEN RAISE EXCEPTION '{said}'; END IF; RETURN NEW; END $$"
            )
            schema_editor.execute(function, params=None)
            trigger = (
                f"CREATE TRIGGER {name} BEFORE UPDATE ON linking_{table} FOR EACH ROW EXECUTE FUNCTION {name}_check()"
            )
        else:
            condition = when.replace("IS DISTINCT FROM", "IS NOT")
            trigger = (
                f"CREATE TRIGGER {name} BEFORE UPDATE ON linking_{table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        schema_editor.execute(trigger, params=None)


def drop_triggers(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, _when, _said in _RULES:
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON linking_{table}" if postgres else ""), params=None)
        if postgres:
            schema_editor.execute(f"DROP FUNCTION {name}_check()", params=None)


class Migration(migrations.Migration):
    dependencies = [("linking", "0001_initial")]
    operations = [migrations.RunPython(make_triggers, drop_triggers)]
