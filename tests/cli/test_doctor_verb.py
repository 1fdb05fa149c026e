"""`seawall doctor`, as typed: the exit code says whether something is wrong. What it finds: tests/desk/doctor."""

import json
import os
import sqlite3
from contextlib import closing

import pytest

pytestmark = pytest.mark.slow


def problems(run_seawall, home):
    done = run_seawall(home, "doctor", "--json")
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    wrong = {check["check"]: check for check in found["checks"] if check["state"] == "problem"}
    assert done.returncode == (1 if wrong else 0)
    assert all(check["mend"] for check in wrong.values())
    return wrong


def test_a_fresh_installation_has_no_problem(run_seawall, prepared_home):
    done = run_seawall(prepared_home, "doctor")
    assert done.returncode == 0, done.stdout
    assert "Nothing is wrong." in done.stdout
    assert "Run: seawall serve" in done.stdout


def test_a_folder_that_is_not_there_is_not_made(run_seawall, tmp_path):
    assert "seawall init" in problems(run_seawall, tmp_path / "none")["home"]["mend"]
    assert not (tmp_path / "none").exists()


def test_a_tampered_ledger_is_named_with_its_row(run_seawall, prepared_home):
    with closing(sqlite3.connect(prepared_home / "desk.sqlite3")) as database:
        database.execute("DROP TRIGGER ledger_row_no_UPDATE")
        database.execute("UPDATE audit_ledgerrow SET subject = 'x' WHERE number = 1")
        database.commit()
    assert "Row 1" in problems(run_seawall, prepared_home)["ledger"]["sentence"]


def test_a_damaged_database_file_is_named(run_seawall, prepared_home):
    path = prepared_home / "desk.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096 * 8 : 4096 * 60] = os.urandom(4096 * 52)
    path.write_bytes(content)
    assert set(problems(run_seawall, prepared_home)) & {"integrity", "database"}
