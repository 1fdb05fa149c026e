"""A bank on the disk: used only where nothing about it is doubtful, and whole after any kill."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from seawall.corpus import StoreBusyError
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.backup.contents import PLACES
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.closings.services import withdraw_closing
from seawall.desk.doctor.closed_bank import check_closed_bank
from seawall.desk.doctor.diagnosis import Diagnosis, State
from seawall.desk.linking.kept_bank import discard_kept, keep_bank, kept_facts, open_kept, writing_kept
from seawall.desk.linking.live_bank import LiveBank
from seawall.identity.closed_bank import ClosedBank

from .conftest import closed_row, stranger_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(sign, desk_home) -> Path:
    """A data folder with a kept bank of 31 accounts."""
    sign(closed_row(), *stranger_rows())
    with LiveBank(quick=5).current(wait=True):
        pass
    return desk_home


def folder_of(home: Path) -> Path:
    return home / "closed_bank" / kept_facts(home).folder


def rewrite(home: Path, **changes) -> None:
    path = home / "closed_bank" / "current.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_it_comes_back_with_what_it_was_made_of(home):
    opened = open_kept(home)
    assert (len(opened.bank), opened.facts.accounts, opened.marks.tolist()) == (31, 31, [0] * 31)
    assert opened.bank.ordinal_of("harbourfeed:old-lampkeeper") is not None
    assert (home / "closed_bank").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"version": 0}, "it is of version 0"),
        ({"format": "somebody-elses"}, "it is of version"),
        ({"reading": "of last year"}, "read in another way"),
        ({"ledger": [1, "0" * 64]}, "another database"),
        ({"ledger": [10**9, "0" * 64]}, "another database"),
        ({"folder": "nowhere"}, "no bank that can be read"),
        ({"accounts": 32}, "another number of accounts"),
        ({"closings_version": "many"}, "facts can't be read"),
    ],
)
def test_one_that_is_not_surely_ours_is_told_in_the_log_and_made_anew(home, caplog, changes, told):
    before = kept_facts(home).folder
    rewrite(home, **changes)
    with caplog.at_level(logging.WARNING):
        assert open_kept(home) is None
    assert told in caplog.text
    with LiveBank(quick=5).current(wait=True) as bank:
        assert bank.account_count() == 31
    assert open_kept(home).facts.folder != before
    assert not (home / "closed_bank" / before).exists()


@pytest.mark.parametrize("name", ["texts.arrow", "keys_00_values.npy", "arrays.json", "bank.json", "marks/posts.npy"])
@pytest.mark.parametrize("left", [0, 0.6])
def test_one_that_is_cut_off_is_made_anew(home, name, left):
    path = folder_of(home) / name
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * left)])
    assert open_kept(home) is None
    with LiveBank(quick=5).current(wait=True) as bank:
        assert bank.account_count() == 31
    assert open_kept(home) is not None


def test_it_is_kept_with_the_ledger_going_on(home):
    record("something_else", acting=SYSTEM, subject="desk", payload={})
    assert open_kept(home) is not None


def test_one_process_writes_at_a_time(home):
    with writing_kept(home, timeout_seconds=0), pytest.raises(StoreBusyError), writing_kept(home, timeout_seconds=0):
        pass


def test_a_bank_that_was_opened_goes_on_when_another_takes_its_place(home):
    opened = open_kept(home)
    with writing_kept(home, timeout_seconds=0):
        keep_bank(home, ClosedBank(), np.zeros(0, np.uint64), closings_version=9, corpus_version=1)
    assert opened.bank.portrait(0).handle is not None
    assert len(open_kept(home).bank) == 0


def test_what_a_killed_writer_left_is_swept_up(home):
    (home / "closed_bank" / ".7-aabbccdd.4711").mkdir()
    (home / "closed_bank" / ".current.json.4711").write_text("{}")
    with writing_kept(home, timeout_seconds=0):
        keep_bank(home, open_kept(home).bank, np.zeros(31, np.uint64), closings_version=9, corpus_version=1)
    left = {path.name for path in (home / "closed_bank").iterdir()}
    assert left == {"current.json", "lock", kept_facts(home).folder}


def test_where_nothing_can_be_written_it_is_loaded_all_the_same(home, caplog, analyst):
    shutil.rmtree(home / "closed_bank")
    (home / "closed_bank").write_text("in the way")
    live = LiveBank(quick=5)
    with live.current(wait=True) as bank:
        assert bank.account_count() == 31
    assert "is not kept this time" in caplog.text
    withdraw_closing(ClosedAccount.objects.first(), how="mistaken", reason="another one was meant", acting=analyst)
    with live.current() as bank:
        assert bank.account_count() == 30
    assert not live.keep()
    assert "could not be written" in caplog.text


def test_discarded_it_is_gone(home):
    with writing_kept(home, timeout_seconds=0):
        discard_kept(home)
    assert open_kept(home) is None
    assert [path.name for path in (home / "closed_bank").iterdir()] == ["lock"]


def test_the_doctor_tells_how_it_stands(home, sign, settings):
    def told() -> Diagnosis:
        (one,) = check_closed_bank(settings.SEAWALL)
        return one

    assert (told().state, "31 accounts" in told().sentence) == (State.FINE, True)
    sign(closed_row("lampkeeper_two", account="old-two"))
    assert (told().state, "older than the closings" in told().sentence) == (State.ADVICE, True)
    rewrite(home, reading="of last year")
    assert (told().state, "read in another way" in told().sentence) == (State.ADVICE, True)
    with writing_kept(home, timeout_seconds=0):
        discard_kept(home)
    assert (told().state, "no bank of them is kept" in told().sentence) == (State.FINE, True)


def test_it_stays_out_of_backups():
    assert not any(place.startswith("closed_bank") for place in PLACES)


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_one_or_the_new_one(tmp_path):
    program = Path(__file__).with_name("killed_keeper.py")
    environment = {**os.environ, "SEAWALL_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "seawall.desk.settings"}
    environment.pop("SEAWALL_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, str(program)], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) > 10
    assert {one["accounts"] for one in told} == {3, 2}
    assert {one["left"] for one in told} == {3}
