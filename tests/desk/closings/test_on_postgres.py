"""The second signature holds on PostgreSQL as it does on SQLite, and a file that several bring in counts once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import closed_row

FOLDER = Path(__file__).parent


def told_by(script: str, path: Path, **environment: str):
    """Return what a script tells in a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "seawall.desk.settings", **environment}
    command = [sys.executable, str(FOLDER / script), str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def once_of_many(table, home: Path, **environment: str) -> None:
    path = table(*(closed_row(number) for number in range(11)), closed_row(11, ground=""))
    assert told_by("imports_at_once.py", path, SEAWALL_HOME=str(home), **environment) == {
        "told": [[11, 11, 0, 1]] * 3,
        "stored": [[11, 11, 0, 1]],
        "rows": list(range(1, 12)),
        "remarks": [[12, "it lacks a ground"]],
        "ended": 1,
    }


@pytest.mark.slow
def test_sqlite_takes_a_file_once_that_three_bring_in_at_once(table, tmp_path):
    once_of_many(table, tmp_path / "desk")


@pytest.mark.slow
@pytest.mark.postgres
def test_postgres_takes_a_file_once_that_three_bring_in_at_once(postgres_url, table, tmp_path):
    once_of_many(table, tmp_path / "desk", SEAWALL_DATABASE_URL=postgres_url("imports"))


@pytest.mark.slow
@pytest.mark.postgres
def test_postgres_refuses_what_was_not_looked_at_and_signed(postgres_url, table, tmp_path):
    path = table(closed_row(1), closed_row(2))
    home, address = str(tmp_path / "desk"), postgres_url("closings")
    assert told_by("signing_on_postgres.py", path, SEAWALL_HOME=home, SEAWALL_DATABASE_URL=address) == {
        "unsigned": "a closed account is signed with its list",
        "unseen": "a list is signed by who has looked at its sample",
        "signed": 2,
        "changed": "what is signed for never changes",
        "taken off": "a signature is never taken off",
        "waiting": 0,
        "compared": ["harbourfeed:lamp-2"],
        "gone": ["harbourfeed:lamp-1"],
        "expired": 1,
        "resumed": [1, 2, 2, 0],
    }
