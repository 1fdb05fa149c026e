"""Chores run when they are due, once, and one that fails doesn't stop the others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from seawall.corpus import BatchOrigin, open_corpus
from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.people import services as people
from seawall.desk.people.models import OneTimeLink
from seawall.desk.people.roles import Role
from seawall.desk.upkeep import chores
from seawall.desk.upkeep.chores import CHORES, Chore
from seawall.desk.upkeep.errors import LedgerBrokenError
from seawall.desk.upkeep.models import ChoreRun
from seawall.desk.upkeep.services import run_due_chores

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def chore(name, calls, every=timedelta(hours=1), error=None):
    def run(now):
        calls.append((name, now))
        if error:
            raise error
        return f"{name} done"

    return Chore(name=name, every=every, run=run)


def test_a_chore_runs_at_first_sight_and_then_when_its_time_has_come():
    calls = []
    hourly = [chore("hourly", calls)]
    for minutes in (0, 1, 59, 60, 61, 121):
        run_due_chores(NOON + timedelta(minutes=minutes), hourly)
    assert [now for _, now in calls] == [NOON, NOON + timedelta(minutes=60), NOON + timedelta(minutes=121)]
    run = ChoreRun.objects.get()
    assert (run.succeeded, run.outcome) == (True, "hourly done")


def test_a_clock_set_back_stops_no_chore():
    calls = []
    run_due_chores(NOON + timedelta(days=400), [chore("daily", calls, timedelta(days=1))])
    run_due_chores(NOON, [chore("daily", calls, timedelta(days=1))])
    assert len(calls) == 2


def test_a_failing_chore_is_noted_and_the_next_one_runs():
    calls = []
    run_due_chores(NOON, [chore("bad", calls, error=ZeroDivisionError("nothing there")), chore("good", calls)])
    assert [name for name, _ in calls] == ["bad", "good"]
    bad = ChoreRun.objects.get(name="bad")
    assert (bad.succeeded, bad.outcome) == (False, "ZeroDivisionError: nothing there")


def test_a_run_is_claimed_by_one_of_two_workers():
    calls = []
    meanwhile = chore("shared", calls)

    def run(now):
        run_due_chores(now, [meanwhile])
        return "done"

    run_due_chores(NOON, [Chore(name="shared", every=timedelta(hours=1), run=run)])
    assert calls == []


def test_every_chore_of_the_desk_succeeds_on_an_empty_desk():
    assert all(run.succeeded for run in run_due_chores(NOON))
    assert {run.name for run in ChoreRun.objects.all()} == {one.name for one in CHORES}


def test_the_nightly_walk_fails_on_a_broken_ledger(staff_with):
    staff_with(Role.ANALYST)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_row_no_UPDATE")
        cursor.execute("UPDATE audit_ledgerrow SET event = 'x' WHERE number = 1")
    with pytest.raises(LedgerBrokenError, match="row 1"):
        chores.walk_ledger(NOON)


def test_links_that_ended_a_month_ago_are_forgotten(staff_with):
    people.make_one_time_login(staff_with(Role.ANALYST))
    ended = OneTimeLink.objects.get().ends_at
    chores.forget_old_links(ended + timedelta(days=30))
    assert OneTimeLink.objects.exists()
    chores.forget_old_links(ended + timedelta(days=30, seconds=1))
    assert not OneTimeLink.objects.exists()


def test_retention_lets_old_imports_go_and_tells_the_ledger(tmp_path, settings, monkeypatch):
    from dataclasses import replace

    settings.SEAWALL = replace(settings.SEAWALL, home=tmp_path)
    assert chores.apply_retention(NOON) == "nothing to let go of"
    with open_corpus(settings.SEAWALL.corpus_path).write() as writer:
        for source, age in (("harbourfeed", 400), ("pierchat", 400), ("harbourfeed", 10)):
            acquired = NOON - timedelta(days=age)
            origin = BatchOrigin(
                source=source, name="x", fingerprint=f"{source}{age}", map_name="seawall", acquired_at=acquired
            )
            writer.open_batch(origin).finish()
    monkeypatch.setenv("SEAWALL_RETENTION", "365,pierchat=500")
    assert chores.apply_retention(NOON) == "0 rows of 1 imports let go"
    row = LedgerRow.objects.get(event="retention_applied")
    assert row.acting == SYSTEM
    assert len(row.sealed.opened()["batches"]) == 1
    assert chores.apply_retention(NOON) == "0 rows of 0 imports let go"
    monkeypatch.setenv("SEAWALL_RETENTION", "keep")
    assert chores.apply_retention(NOON + timedelta(days=9999)) == "nothing to let go of"
