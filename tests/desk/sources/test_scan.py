"""A scan goes from the banks to the queue, once: done again it adds nothing; the preview found what it finds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from seawall.corpus import open_corpus
from seawall.desk.audit.models import LedgerRow
from seawall.desk.banks.drafts import BankFacts, EntryDraft
from seawall.desk.banks.preview import preview_draft
from seawall.desk.banks.services import add_entry, create_bank, withdraw_entry
from seawall.desk.cases.models import Case, Finding, ObservationCopy
from seawall.desk.people.roles import Role
from seawall.desk.sources.errors import ScanRunningError
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import ask_scan, ask_withdrawal, cancel_run, run_again, run_scan
from seawall.pipeline import open_findings

pytestmark = pytest.mark.django_db

STATEMENT = "The lamps return to the harbour tonight, bring your own light"


@pytest.fixture
def banks(staff_with):
    """Return a positive and a negative bank."""
    administrator = staff_with(Role.ADMINISTRATOR)
    given = {"owner": "Desk", "policy": "1.1", "licence": "Own use"}
    return [
        create_bank(BankFacts(name=name, opinion=opinion, **given), acting=administrator)
        for name, opinion in (("known", "positive"), ("newsrooms", "negative"))
    ]


AT = datetime(2026, 2, 1, tzinfo=UTC)
HARBOUR = {
    "accounts": [{"account_id": "7", "handle": "@lampkeeper"}, {"account_id": "9", "handle": "@harbour_wire"}],
    "posts": [
        {"post_id": "1", "account_id": "7", "text": STATEMENT, "posted_at": AT},
        {"post_id": "2", "account_id": "7", "text": STATEMENT.upper(), "posted_at": AT},
        {"post_id": "3", "account_id": "9", "text": STATEMENT + "!", "posted_at": AT},
        {"post_id": "4", "account_id": "8", "text": "a quiet harbour", "posted_at": AT},
    ],
}


@pytest.fixture
def harbour(put_in):
    """Put posts of three accounts in: one carries the statement twice, one is a newsroom that quotes it."""
    put_in(**HARBOUR)


def test_a_scan_opens_cases_and_keeps_the_newsroom_out(harbour, banks, analyst, worked):
    known, newsrooms = banks
    add_entry(known, EntryDraft(signal_type="text", value=STATEMENT), acting=analyst)
    add_entry(newsrooms, EntryDraft(signal_type="handle", value="harbourfeed:@harbour_wire"), acting=analyst)
    run = worked(ask_scan(acting=analyst))
    assert run.state == Run.State.FINISHED, run.problem
    assert (run.outcome["findings"], run.outcome["raised"], run.outcome["held_back"]) == (3, 2, 1)
    assert (run.outcome["new"], run.outcome["cases"]) == (3, 1)
    assert Case.objects.get().account_id == "7"
    held_back = Finding.objects.get(raised=False)
    assert "newsrooms" in held_back.because
    assert LedgerRow.objects.filter(event="scan_finished").count() == 1


def test_a_second_scan_adds_nothing(harbour, banks, analyst, worked):
    add_entry(banks[0], EntryDraft(signal_type="text", value=STATEMENT), acting=analyst)
    first = run_scan(analyst)
    second = run_scan(analyst)
    assert (first.new, first.cases, second.new, second.cases, second.repeats) == (3, 2, 0, 0, 3)
    assert Finding.objects.count() == 3


@pytest.mark.parametrize(
    ("signal_type", "value", "matches"),
    [
        ("text", STATEMENT, 3),
        ("term", "the lamps return", 3),
        ("term", "harbour", 4),
        ("url", "https://lamps.example/", 0),
    ],
)
def test_the_preview_equals_what_a_later_scan_finds(harbour, banks, analyst, signal_type, value, matches):
    known, newsrooms = banks
    add_entry(newsrooms, EntryDraft(signal_type="handle", value="harbourfeed:@harbour_wire"), acting=analyst)
    draft = EntryDraft(signal_type=signal_type, value=value)
    preview = preview_draft(known, draft, seconds=60)
    assert preview.is_complete
    entry = add_entry(known, draft, acting=analyst, warned_of=preview.warning_names)
    run_scan(analyst)
    found = Finding.objects.filter(entry_id=entry.entry_id)
    assert preview.match_count == found.count() == matches
    held_back = found.filter(because__contains="newsrooms").count()
    assert preview.held_back_count == held_back
    assert ("negative_sources" in preview.warning_names) == bool(held_back)
    authors = {(one.observation.platform, one.observation.account_id) for one in found.select_related("observation")}
    assert preview.account_count == len(authors)


def test_a_withdrawn_entry_takes_its_findings_and_its_case_along(harbour, banks, analyst):
    entry = add_entry(banks[0], EntryDraft(signal_type="text", value=STATEMENT), acting=analyst)
    run_scan(analyst)
    withdraw_entry(entry, reason="a poem, not theirs", acting=analyst)
    assert not Finding.objects.filter(withdrawn_at__isnull=True).exists()
    assert not Case.objects.filter(state="open").exists()
    run_scan(analyst)
    assert not Finding.objects.filter(withdrawn_at__isnull=True).exists()
    assert not Case.objects.filter(state="open").exists()


def test_one_scan_waits_at_a_time(harbour, banks, analyst, worked):
    run = ask_scan(acting=analyst)
    with pytest.raises(ScanRunningError):
        ask_scan(acting=analyst)
    worked(run)
    assert ask_scan(acting=analyst).state == Run.State.WAITING


def test_a_scan_whose_worker_died_makes_room_and_can_be_done_again(harbour, banks, analyst, worked):
    add_entry(banks[0], EntryDraft(signal_type="text", value=STATEMENT), acting=analyst)
    run = ask_scan(acting=analyst)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    fresh = ask_scan(acting=analyst)
    run.refresh_from_db()
    assert run.state == Run.State.INTERRUPTED
    with pytest.raises(ScanRunningError):
        run_again(run, acting=analyst)
    worked(fresh)
    assert worked(run_again(run, acting=analyst)).outcome["new"] == 0


def test_a_cancelled_scan_stops_and_opens_no_case(harbour, banks, analyst, worked):
    add_entry(banks[0], EntryDraft(signal_type="text", value=STATEMENT), acting=analyst)
    run = ask_scan(acting=analyst)
    Run.objects.filter(pk=run.pk).update(state=Run.State.INTERRUPTED, started_at=run.asked_at)
    run = worked(cancel_run(run, acting=analyst))
    assert run.state == Run.State.CANCELLED
    assert not Case.objects.exists()


def test_a_scan_of_an_empty_desk_finds_nothing(desk_home, analyst, worked):
    assert worked(ask_scan(acting=analyst)).outcome["findings"] == 0


def test_a_withdrawn_batch_takes_findings_copies_and_cases_along(
    harbour, desk_home, banks, analyst, staff_with, worked
):
    add_entry(banks[0], EntryDraft(signal_type="text", value=STATEMENT), acting=analyst)
    run_scan(analyst)
    case = Case.objects.get(account_id="7")
    with open_corpus(desk_home / "corpus").snapshot() as before:
        batches = [batch.batch_id for batch in before.batches]
    for batch_id in batches:
        run = worked(ask_withdrawal(batch_id, reason="the source asked for it", acting=staff_with(Role.LEGAL)))
        assert run.state == Run.State.FINISHED, run.problem
    case.refresh_from_db()
    assert (case.state, case.finding_count) == ("closed", 0)
    assert "the source asked for it" in case.closed_because
    assert not Finding.objects.filter(withdrawn_at__isnull=True).exists()
    assert not ObservationCopy.objects.exclude(parts={}).exists()
    with open_findings(desk_home / "findings").snapshot() as after:
        assert after.row_count("findings") == 0


def test_posts_that_were_withdrawn_and_come_again_are_raised_again(
    harbour, desk_home, banks, analyst, staff_with, worked, put_in
):
    add_entry(banks[0], EntryDraft(signal_type="text", value=STATEMENT), acting=analyst)
    run_scan(analyst)
    closed = Case.objects.get(account_id="7")
    keys = set(Finding.objects.values_list("key", flat=True))
    with open_corpus(desk_home / "corpus").snapshot() as before:
        (batch,) = before.batches
    worked(ask_withdrawal(batch.batch_id, reason="the wrong file", acting=staff_with(Role.LEGAL)))
    put_in("again.jsonl", **HARBOUR)
    second = run_scan(analyst)
    assert (second.new, second.repeats, second.cases) == (3, 0, 2)
    fresh = Case.objects.get(account_id="7", state="open")
    assert fresh.pk != closed.pk
    assert {one.observation.parts["text"] for one in fresh.findings.all()} == {STATEMENT, STATEMENT.upper()}
    assert set(Finding.objects.filter(withdrawn_at__isnull=True).values_list("key", flat=True)) == keys
    gone = {one.key.rpartition(":")[2] for one in Finding.objects.filter(withdrawn_at__isnull=False)}
    assert gone == keys
    assert closed.findings.count() == 2
    assert run_scan(analyst).new == 0
