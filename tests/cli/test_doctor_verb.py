"""`seawall doctor`: what is wrong is named, with the way to mend it, and the exit code says that something is."""

import json
import os
import sqlite3
from contextlib import closing

import pytest


def problems(run_seawall, home, **environment):
    done = run_seawall(home, "doctor", "--json", **environment)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    wrong = {check["check"]: check for check in found["checks"] if check["state"] == "problem"}
    assert done.returncode == (1 if wrong else 0)
    assert found["problems"] == len([check for check in found["checks"] if check["state"] == "problem"])
    assert all(check["mend"] for check in wrong.values())
    return wrong


def run_sql(home, *statements):
    with closing(sqlite3.connect(home / "desk.sqlite3")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_a_fresh_installation_has_no_problem(run_seawall, prepared_home):
    done = run_seawall(prepared_home, "doctor")
    assert done.returncode == 0
    assert "Nothing is wrong." in done.stdout
    assert "Run: seawall serve" in done.stdout


def test_a_folder_that_is_not_there_is_not_made(run_seawall, tmp_path):
    assert "seawall init" in problems(run_seawall, tmp_path / "none")["home"]["mend"]
    assert not (tmp_path / "none").exists()


def test_open_permissions_are_named(run_seawall, prepared_home):
    prepared_home.chmod(0o755)
    (prepared_home / "secret_key").chmod(0o644)
    (prepared_home / "desk.sqlite3").chmod(0o644)
    assert set(problems(run_seawall, prepared_home)) == {"home", "secret_key", "desk.sqlite3"}


def test_a_tampered_ledger_is_named_with_its_row(run_seawall, prepared_home):
    run_sql(
        prepared_home, "DROP TRIGGER ledger_row_no_UPDATE", "UPDATE audit_ledgerrow SET subject = 'x' WHERE number = 1"
    )
    assert "Row 1" in problems(run_seawall, prepared_home)["ledger"]["sentence"]


def test_a_damaged_database_file_is_named(run_seawall, prepared_home):
    path = prepared_home / "desk.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096 * 8 : 4096 * 60] = os.urandom(4096 * 52)
    path.write_bytes(content)
    assert set(problems(run_seawall, prepared_home)) & {"integrity", "database"}


def test_missing_migrations_a_foreign_host_and_a_failed_chore_are_named(run_seawall, prepared_home):
    run_sql(
        prepared_home,
        "INSERT INTO upkeep_chorerun VALUES ('retention', '2026-01-01', '2026-01-01', 0, 'StoreFullError: full')",
    )
    found = problems(run_seawall, prepared_home, SEAWALL_HOSTS="desk.example")
    assert set(found) == {"chores", "https"}
    run_sql(prepared_home, "DELETE FROM django_migrations WHERE app = 'upkeep'")
    assert "migrations are missing" in problems(run_seawall, prepared_home)["database"]["sentence"]


@pytest.mark.parametrize("place", ["corpus", "findings"])
def test_a_store_that_lost_its_manifest_is_named(run_seawall, prepared_home, place):
    (prepared_home / place / "data").mkdir(parents=True)
    (prepared_home / place / "data" / "posts-1.parquet").write_bytes(b"x")
    assert set(problems(run_seawall, prepared_home)) == {place}


def test_an_evidence_file_that_is_not_what_its_name_says_is_named(run_seawall, prepared_home):
    path = prepared_home / "evidence" / "sha256" / "ab" / ("ab" * 32)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"another")
    assert set(problems(run_seawall, prepared_home)) == {"evidence"}
    assert run_seawall(prepared_home, "doctor", "--quick").returncode == 0
