import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killed_writer.py")
TEXTS = sorted(f"{chunk} {row // 2}" for chunk in range(3) for row in range(6))
WITHOUT_ONE = sorted(f"{chunk} {row // 2}" for chunk in range(3) for row in range(6) if row % 3 != 1)


def reports(work, folder):
    done = subprocess.run([sys.executable, str(SCRIPT), work, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    *killed, last = lines
    assert last["status"] == 0
    assert len(killed) >= 10
    assert {line["signal"] for line in killed} == {signal.SIGKILL}
    return lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "allowed", "end"),
    [
        ("import", [[text for text in TEXTS if int(text[0]) < chunks] for chunks in range(4)], TEXTS),
        ("erase", [TEXTS, WITHOUT_ONE], WITHOUT_ONE),
        ("withdraw", [TEXTS, []], []),
        ("compact", [TEXTS], TEXTS),
    ],
)
def test_a_writer_killed_at_any_file_operation_leaves_whole_commits_and_a_rerun_ends_the_work(
    tmp_path, work, allowed, end
):
    for line in reports(work, tmp_path):
        assert line["after_kill"] in allowed
        assert line["after_rerun"] == end
        assert line["problems"] == line["problems_after_rerun"] == line["strays"] == []
        assert line["versions"] == 1
