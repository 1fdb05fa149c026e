"""A long list goes in part by part, goes on after a kill, and adds nothing when it comes again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from seawall.desk.audit.models import LedgerRow
from seawall.desk.banks import bulk_import
from seawall.desk.banks.bulk_import import asides_path, begin_list, take_list
from seawall.desk.banks.drafts import EntryDraft
from seawall.desk.banks.models import BankEntry, Hold, ListImport
from seawall.desk.banks.selectors import entries_for_scan
from seawall.desk.banks.services import add_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(bulk_import, "CHUNK_LINES", 10)


@pytest.fixture
def long_list(tmp_path):
    """Return a list of 100 lines: 90 digests, 5 bad lines, 5 repeats."""
    lines = [json.dumps({"signal_type": "md5", "value": f"{number:032x}"}) for number in range(90)]
    lines[20:20] = ['{"signal_type": "md5", "value": "lamps"}'] * 3
    lines[50:50] = ["{", '{"signal_type": "md5", "valeu": "x"}']
    path = tmp_path / "long.jsonl"
    path.write_text("\n".join([*lines, *lines[:5]]) + "\n")
    return path


def taken(listed: ListImport, path, acting, **options) -> bool:
    return take_list(listed, path, acting=acting, **options)


def test_good_lines_go_in_and_the_others_are_written_down(bank, analyst, long_list, small_chunks, desk_home):
    listed = begin_list(bank, long_list, acting=analyst, file_name="long.jsonl")
    assert taken(listed, long_list, analyst)
    listed.refresh_from_db()
    assert (listed.lines, listed.added, listed.repeats, listed.set_aside) == (100, 90, 5, 5)
    assert listed.finished_at is not None
    assert BankEntry.objects.count() == 90
    told = [json.loads(line) for line in asides_path(listed).read_text().splitlines()]
    assert [one["line"] for one in told] == [21, 22, 23, 51, 52]
    assert "32 hexadecimal digits" in told[0]["reason"]
    events = list(LedgerRow.objects.order_by("number").values_list("event", flat=True))
    assert events.count("bank_list_part_added") == 10
    assert events[-1] == "bank_list_finished"


def test_the_same_list_taken_in_again_adds_nothing(bank, analyst, long_list, desk_home):
    for added in (90, 0):
        listed = begin_list(bank, long_list, acting=analyst, file_name="long.jsonl")
        assert taken(listed, long_list, analyst)
        assert listed.added == added
    assert listed.repeats == 95


def test_a_list_that_was_stopped_goes_on_where_it_was(bank, analyst, long_list, small_chunks, desk_home):
    listed = begin_list(bank, long_list, acting=analyst, file_name="long.jsonl")
    asked = iter([False, False, False, True])
    assert not taken(listed, long_list, analyst, stop=lambda: next(asked))
    assert (listed.lines, BankEntry.objects.count()) == (30, 27)
    with asides_path(listed).open("ab") as file:
        file.write(b'{"line": 999, "reason": "of a chunk that was never stored"')
    again = begin_list(bank, long_list, acting=analyst, file_name="long.jsonl")
    assert again.pk == listed.pk
    assert taken(again, long_list, analyst)
    assert (again.lines, again.added, again.repeats, again.set_aside) == (100, 90, 5, 5)
    assert len(asides_path(again).read_text().splitlines()) == 5


def test_a_part_that_fails_is_not_half_stored(bank, analyst, long_list, small_chunks, desk_home, monkeypatch):
    listed = begin_list(bank, long_list, acting=analyst, file_name="long.jsonl")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bulk_import.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        taken(listed, long_list, analyst)
    assert not BankEntry.objects.exists()
    listed.refresh_from_db()
    assert (listed.lines, listed.added) == (0, 0)


def test_entries_of_another_origin_wait_and_those_near_what_is_protected_are_held_back(
    bank, newsrooms, analyst, long_list, desk_home
):
    add_entry(newsrooms, EntryDraft(signal_type="md5", value=f"{7:032x}"), acting=analyst)
    listed = begin_list(bank, long_list, acting=analyst, file_name="long.jsonl", origin="Pier team")
    taken(listed, long_list, analyst)
    assert listed.held_back == 1
    assert Hold.objects.get().entry.canonical == f"{7:032x}"
    reasons = [entry.held_back for entry in entries_for_scan() if entry.bank == bank.name]
    assert sum("Pier team" in reason for reason in reasons) == 89


def test_lines_without_a_type_take_the_chosen_one(bank, analyst, tmp_path, desk_home):
    path = tmp_path / "terms.txt"
    path.write_text("the lamps return\nfaro gris\n")
    listed = begin_list(bank, path, acting=analyst, file_name="terms.txt", signal_type="term")
    taken(listed, path, analyst)
    assert set(BankEntry.objects.values_list("signal_type", "canonical")) == {
        ("term", "the lamps return"),
        ("term", "faro gris"),
    }


def test_the_version_tells_an_index_which_parts_are_new(bank, analyst, long_list, small_chunks, desk_home):
    listed = begin_list(bank, long_list, acting=analyst, file_name="long.jsonl")
    taken(listed, long_list, analyst)
    bank.refresh_from_db()
    assert BankEntry.objects.order_by("-changed_in").first().changed_in == bank.version
    assert len(set(BankEntry.objects.values_list("changed_in", flat=True))) == 10


_KILLED = """
import os, sys
os.environ["SEAWALL_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1], "seawall.desk.settings"
import django
django.setup()
from pathlib import Path
from seawall.desk.banks import bulk_import
from seawall.desk.banks.models import Bank
from seawall.desk.people.models import StaffMember
bulk_import.CHUNK_LINES = 50
path, staff = Path(sys.argv[2]), StaffMember.objects.get()
listed = bulk_import.begin_list(Bank.objects.get(), path, acting=staff, file_name=path.name)
assert bulk_import.take_list(listed, path, acting=staff)
"""


@pytest.mark.slow
def test_killed_in_the_middle_nothing_is_lost_and_nothing_is_doubled(tmp_path):
    home, path = tmp_path / "home", tmp_path / "long.jsonl"
    home.mkdir()
    good = [json.dumps({"signal_type": "md5", "value": f"{number:032x}"}) for number in range(4000)]
    path.write_text("\n".join(line if n % 10 else "{" for n, line in enumerate(good)) + "\n")
    environment = {**os.environ, "SEAWALL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "seawall.desk.settings"}
    prepare = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from seawall.desk.audit.services import SYSTEM
from seawall.desk.banks.drafts import BankFacts
from seawall.desk.banks.services import create_bank
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff
staff = add_staff("ann", acting=SYSTEM, roles=(Role.ANALYST,), password="the-lamps-return-1952")
create_bank(BankFacts(name="Long", owner="o", policy="p", opinion="positive", licence="l"), acting=staff)
"""
    subprocess.run([sys.executable, "-c", prepare], env=environment, check=True, timeout=120)

    def count() -> int:
        with sqlite3.connect(f"file:{home / 'desk.sqlite3'}?mode=ro", uri=True, timeout=30) as database:
            return database.execute("SELECT count(*) FROM banks_bankentry").fetchone()[0]

    command = [sys.executable, "-c", _KILLED, str(home), str(path)]
    process = subprocess.Popen(command, env=environment)
    deadline = time.monotonic() + 120
    while count() < 500 and process.poll() is None and time.monotonic() < deadline:
        os.sched_yield()
    process.send_signal(signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL
    assert 500 <= count() < 3600
    subprocess.run(command, env=environment, check=True, timeout=120)
    assert count() == 3600
    with sqlite3.connect(home / "desk.sqlite3") as database:
        (told,) = database.execute("SELECT lines, added, repeats, set_aside FROM banks_listimport").fetchall()
    assert told == (4000, 3600, 0, 400)
    assert len((home / "bank_lists" / "1.jsonl").read_text().splitlines()) == 400
