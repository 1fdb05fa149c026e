"""A worker that is killed (signal 9) in the middle of an import: done again, every row is stored once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

_PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.core.files.uploadedfile import SimpleUploadedFile
from seawall.desk.people.services import add_staff
from seawall.desk.people.roles import Role
from seawall.desk.sources.services import ask_import
import sys
staff = add_staff("keeper", acting="system", roles=[Role.ANALYST], password="the-lamps-return-1952")
ask_import(SimpleUploadedFile("posts.csv", open(sys.argv[1], "rb").read()), acting=staff)
"""
_WORK = "from seawall.desk.sources.work import perform; perform(1)"
_AGAIN = """
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import note_interrupted, run_again
assert note_interrupted() == 1
run_again(Run.objects.get(), acting=StaffMember.objects.get())
"""
_COUNT = """
from django.conf import settings
from seawall.corpus import open_corpus
with open_corpus(settings.SEAWALL.corpus_path).snapshot() as snapshot:
    print(snapshot.row_count("posts"), [batch.state for batch in snapshot.batches])
"""


def start(home: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SEAWALL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "seawall.desk.settings"}
    program = f"import django; django.setup()\n{code}"
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )


def finish(home: Path, code: str, *arguments: str) -> str:
    process = start(home, code, *arguments)
    written, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return written.strip()


@pytest.mark.slow
def test_a_killed_import_is_done_again_and_stores_every_row_once(tmp_path, posts_csv):
    home, file = tmp_path / "home", tmp_path / "posts.csv"
    home.mkdir()
    file.write_bytes(posts_csv(400_000))
    finish(home, _PREPARE, str(file))
    worker = start(home, _WORK)
    deadline = time.monotonic() + 200
    while not list((home / "corpus" / "data").glob("posts-*")) and time.monotonic() < deadline:
        assert worker.poll() is None, "the import ended before it could be killed"
        os.sched_yield()
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    with sqlite3.connect(home / "desk.sqlite3") as desk:
        assert desk.execute("SELECT state FROM sources_run").fetchone() == ("running",)
    finish(home, _AGAIN)
    finish(home, _WORK)
    assert finish(home, _COUNT) == "400000 ['finished']"
    with sqlite3.connect(home / "desk.sqlite3") as desk:
        assert desk.execute("SELECT state FROM sources_run").fetchone() == ("finished",)
        told = [
            event
            for (event,) in desk.execute("SELECT event FROM audit_ledgerrow WHERE subject = 'run:1' ORDER BY number")
        ]
    assert told == ["import_asked", "import_interrupted", "import_asked_again", "import_finished"]
