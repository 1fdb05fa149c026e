import sys

import pytest

from seawall.bulk import QueryNotFoundError, load_query


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "lamp_queries"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "count_lamps.sql").write_text("-- How many lamps are there?\nSELECT 1 AS n\n", "utf-8")
    (folder / "bare.sql").write_text("SELECT 1 AS n\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "lamp_queries"
    sys.modules.pop("lamp_queries", None)


def test_a_named_query_is_read_from_the_file_beside_its_user(package):
    assert load_query(package, "count_lamps").splitlines()[1] == "SELECT 1 AS n"


def test_a_missing_query_and_one_without_description_are_refused(package):
    with pytest.raises(QueryNotFoundError, match=r"has no query nothing\.sql"):
        load_query(package, "nothing")
    with pytest.raises(QueryNotFoundError, match="without a description"):
        load_query(package, "bare")
