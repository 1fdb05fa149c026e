from pathlib import Path

import pytest

from seawall.corpus import PROVENANCE, TABLES, TIME

DOCUMENT = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text("utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_each_table_begins_with_the_provenance_and_has_aware_times(name):
    schema = TABLES[name]
    assert tuple(schema)[: len(PROVENANCE)] == PROVENANCE
    assert len(set(schema.names)) == len(schema.names)
    assert {field.type for field in schema if str(field.type).startswith("timestamp")} <= {TIME}


@pytest.mark.parametrize("name", TABLES)
def test_each_column_is_documented_in_order(name):
    (paragraph,) = [part for part in DOCUMENT.split("\n\n") if part.startswith(f"**{name}**")]
    columns = paragraph.split("`")[1::2]
    assert columns == TABLES[name].names[len(PROVENANCE) :]


def test_the_provenance_is_documented():
    assert all(f"| `{field.name}` |" in DOCUMENT for field in PROVENANCE)


def test_what_must_not_be_kept_has_no_column():
    columns = {column for schema in TABLES.values() for column in schema.names}
    assert not columns & {"location", "religion", "ethnicity", "email", "followers_list", "latitude", "longitude"}
