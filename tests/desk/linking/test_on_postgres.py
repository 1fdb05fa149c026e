"""Links, judgements and their constraints hold on PostgreSQL as they do on SQLite."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import closed_row, new_profile, stranger_rows

SCRIPT = Path(__file__).with_name("linking_on_postgres.py")


@pytest.mark.slow
@pytest.mark.postgres
def test_postgres_keeps_what_was_said(postgres_url, tmp_path):
    environment = {
        **os.environ,
        "SEAWALL_HOME": str(tmp_path / "desk"),
        "SEAWALL_DATABASE_URL": postgres_url("linking"),
        "DJANGO_SETTINGS_MODULE": "seawall.desk.settings",
    }
    rows = [closed_row(), *stranger_rows()]
    path = tmp_path / "closed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    profile = {name: value for name, value in new_profile().items() if not name.endswith("_at")}
    command = [sys.executable, str(SCRIPT), str(path), json.dumps(profile)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "stored": 1,
        "again": 0,
        "replays": True,
        "verdict": "same",
        "judged": 1,
        "case": "successor",
        "changed": "what a link said never changes",
        "evidence": "the evidence of a link is only ever erased",
        "judgement": "a judgement is revised, never changed",
        "twice": "a judgement is revised once",
        "model": "a model that links rest on never changes",
        "tokens": [True, True, False, False],
        "lineages": [2],
        "learned from": [1, 1],
        "chosen": True,
        "expired": ["The closing that it rests on has expired.", 0, 0],
        "after": "withdrawn",
        "resurrected": "a link that ended stays so",
    }
