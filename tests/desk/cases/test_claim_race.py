"""Of people who press at the same moment each case gets one. Threads on a real SQLite file, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("race_of_claims.py")


@pytest.mark.slow
def test_a_race_for_a_case_has_one_winner_and_next_gives_everybody_another_case(tmp_path):
    environment = {**os.environ, "SEAWALL_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "seawall.desk.settings"}
    done = subprocess.run(
        [sys.executable, str(SCRIPT)], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["winners"], told["losers"]) == (1, ["CaseClaimedError"] * 5)
    assert told["claims_of_one"] == 1
    assert len(set(told["taken"])) == len(told["taken"]) == 4
    assert (told["empty_handed"], told["errors"]) == (2, [])
