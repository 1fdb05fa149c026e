"""The second signature holds on PostgreSQL as it does on SQLite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import closed_row

SCRIPT = Path(__file__).with_name("signing_on_postgres.py")


@pytest.mark.slow
@pytest.mark.postgres
def test_postgres_refuses_what_was_not_looked_at_and_signed(postgres_url, table, tmp_path):
    environment = {
        **os.environ,
        "SEAWALL_HOME": str(tmp_path / "desk"),
        "SEAWALL_DATABASE_URL": postgres_url("closings"),
        "DJANGO_SETTINGS_MODULE": "seawall.desk.settings",
    }
    path = table(closed_row(1), closed_row(2))
    command = [sys.executable, str(SCRIPT), str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
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
