"""Searches, the rule for names, cases and files of cells hold on PostgreSQL as they do on SQLite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from .lawful_corpus import lawful_rows

SCRIPT = Path(__file__).with_name("cells_on_postgres.py")


@pytest.mark.slow
@pytest.mark.postgres
def test_postgres_keeps_the_rules_of_cells(postgres_url, tmp_path):
    environment = {
        **os.environ,
        "SEAWALL_HOME": str(tmp_path / "desk"),
        "SEAWALL_DATABASE_URL": postgres_url("cells"),
        "DJANGO_SETTINGS_MODULE": "seawall.desk.settings",
    }
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps(lawful_rows(), default=datetime.isoformat))
    command = [sys.executable, str(SCRIPT), str(rows)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "cells": ["disclosed_campaign", "event_audience", "newsroom_syndication"],
        "cases": 0,
        "not weighed": "not_weighed",
        "opened": 1,
        "without reason": "cell_case_says_why",
        "passed over": "cell_case_alternative_was_weighed",
        "withheld": [0, 3],
        "two breaches": "cell_reveal_rests_on_three",
        "three breaches": None,
        "files": {form: [True, False] for form in ("graphml", "gexf", "members", "ties", "svg", "png")},
    }
