"""An upload becomes a batch in the background: counted, resumable, cancelled without a trace, hostile files refused."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest
from django_tasks_db.models import DBTaskResult

from seawall.clock import utc_now
from seawall.corpus import open_corpus
from seawall.desk.audit.models import LedgerRow
from seawall.desk.sources import work
from seawall.desk.sources.errors import RunStateError, UploadEmptyError
from seawall.desk.sources.folders import lock_folder, rejects_folder, safe_name, upload_folder
from seawall.desk.sources.locks import hold_run
from seawall.desk.sources.models import Run
from seawall.desk.sources.selectors import state_of
from seawall.desk.sources.services import ask_import, cancel_run, note_interrupted, run_again
from seawall.intake import fingerprint_of, plan_import, run_import

pytestmark = pytest.mark.django_db


def posts(desk_home) -> int:
    with open_corpus(desk_home / "corpus").snapshot() as snapshot:
        return snapshot.row_count("posts")


def events() -> list[str]:
    return list(LedgerRow.objects.filter(subject__startswith="run:").order_by("number").values_list("event", flat=True))


def test_an_upload_is_queued_kept_and_on_the_ledger(desk_home, analyst, upload, posts_csv):
    run = ask_import(upload(posts_csv(3), "../../evil name.csv"), acting=analyst, source="harbour")
    assert run.state == Run.State.WAITING
    assert (upload_folder(run.pk) / run.stored_name).read_bytes() == posts_csv(3)
    assert (upload_folder(run.pk) / run.stored_name).is_relative_to(desk_home / "uploads")
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]
    assert events() == ["import_asked"]


def test_an_import_ends_with_counts_that_add_up(desk_home, analyst, upload, posts_csv, worked):
    content = posts_csv(20) + b"harbourfeed,bad,1,not a time,x,post\n"
    run = worked(ask_import(upload(content), acting=analyst, source="harbour export"))
    assert run.state == Run.State.FINISHED, run.problem
    out = run.outcome
    assert out["rows"] == out["stored"] + out["repeats"] + out["rejects"] == 21
    assert (out["stored"], out["rejects"], out["map_name"]) == (20, 1, "seawall")
    assert posts(desk_home) == 20
    assert not upload_folder(run.pk).exists()
    assert json.loads((rejects_folder() / f"{out['batch_id']}.jsonl").read_text())["row"] == 21
    with open_corpus(desk_home / "corpus").snapshot() as snapshot:
        origin = snapshot.batches[-1].origin
    assert (origin.source, origin.name) == ("harbour export", "posts.csv")
    assert events() == ["import_asked", "import_finished"]


def test_the_same_file_twice_adds_nothing(desk_home, analyst, upload, posts_csv, worked):
    worked(ask_import(upload(posts_csv(20)), acting=analyst))
    again = worked(ask_import(upload(posts_csv(20), "renamed.csv"), acting=analyst))
    assert (again.outcome["stored"], again.outcome["repeats"]) == (0, 20)
    assert posts(desk_home) == 20


def test_a_run_given_to_the_worker_twice_is_done_once(desk_home, analyst, upload, posts_csv, worked):
    run = worked(ask_import(upload(posts_csv(5)), acting=analyst))
    worked(run)
    assert events() == ["import_asked", "import_finished"]


def test_a_run_that_another_worker_holds_is_left_alone(desk_home, analyst, upload, posts_csv, worked):
    run = ask_import(upload(posts_csv(5)), acting=analyst)
    with hold_run(lock_folder(), run.pk) as is_ours:
        assert is_ours
        assert worked(run).state == Run.State.WAITING
    assert worked(run).state == Run.State.FINISHED


def test_a_run_whose_worker_died_is_interrupted_and_goes_on_where_it_was(desk_home, analyst, upload, posts_csv, worked):
    run = ask_import(upload(posts_csv(40)), acting=analyst)
    # what a kill leaves: the row says running, nobody holds the lock, the batch is open with its first commit
    plan = plan_import(upload_folder(run.pk) / run.stored_name)
    half = run_import(
        plan,
        open_corpus(desk_home / "corpus"),
        fingerprint=fingerprint_of(plan),
        rejects_folder=rejects_folder(),
        now=utc_now(),
        stop=lambda: True,
    )
    assert half.ended == "interrupted"
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=utc_now())
    run.refresh_from_db()
    assert state_of(run) == Run.State.INTERRUPTED
    assert note_interrupted() == 1
    done = worked(run_again(run, acting=analyst))
    assert done.state == Run.State.FINISHED
    assert (done.outcome["batch_id"], done.outcome["rows"]) == (half.batch_id, 40)
    assert posts(desk_home) == 40
    assert events() == ["import_asked", "import_interrupted", "import_asked_again", "import_finished"]


def test_a_waiting_import_is_cancelled_at_once(desk_home, analyst, upload, posts_csv, worked):
    run = cancel_run(ask_import(upload(posts_csv(5)), acting=analyst), acting=analyst)
    assert run.state == Run.State.CANCELLED
    assert not upload_folder(run.pk).exists()
    worked(run)
    assert posts(desk_home) == 0
    with pytest.raises(RunStateError):
        cancel_run(run, acting=analyst)


def test_a_running_import_that_is_cancelled_takes_back_what_it_stored(desk_home, analyst, upload, posts_csv, worked):
    worked(ask_import(upload(posts_csv(10)), acting=analyst))
    run = ask_import(upload(posts_csv(30)), acting=analyst)
    Run.objects.filter(pk=run.pk).update(cancel_asked_at=utc_now())  # as if asked while its first chunk was stored
    run = worked(run)
    assert run.state == Run.State.CANCELLED
    assert posts(desk_home) == 10
    assert run.outcome["batch_id"]
    assert not upload_folder(run.pk).exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("nothing.csv", b"a,b\n1,2\n", "no map or format fits"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, ""),
        ("page.html", b"<html><script>alert(1)</script></html>", ""),
        ("cut.csv.gz", gzip.compress(b"platform,post_id\n" * 1000, mtime=0)[:60], ""),
    ],
)
def test_a_file_that_can_not_be_read_fails_with_words(desk_home, analyst, upload, worked, name, content, says):
    run = worked(ask_import(upload(content, name), acting=analyst))
    assert run.state == Run.State.FAILED
    assert says in run.problem
    assert run.problem
    assert posts(desk_home) == 0


def test_an_archive_is_no_file_of_posts(desk_home, analyst, upload, posts_csv, worked):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../../evil.csv", posts_csv(3))
    run = worked(ask_import(upload(out.getvalue(), "posts.zip"), acting=analyst))
    assert run.state == Run.State.FAILED
    assert posts(desk_home) == 0


def test_a_map_that_does_not_fit_the_file_names_the_column(desk_home, analyst, upload, posts_csv, worked):
    run = worked(ask_import(upload(posts_csv(3)), acting=analyst, map_name="information_operation_posts"))
    assert run.state == Run.State.FAILED
    assert "column" in run.problem
    assert (upload_folder(run.pk) / run.stored_name).is_file()  # kept, so that it can be tried again


def test_a_small_file_that_unpacks_to_endless_rows_ends_and_leaves_nothing(
    desk_home, analyst, upload, posts_csv, worked, monkeypatch
):
    monkeypatch.setattr(work, "MAX_ROWS", 1000)
    bomb = gzip.compress(posts_csv(1) + b"harbourfeed,,1,2026-02-01T00:00:00Z,the lamps return,post\n" * 300_000)
    assert len(bomb) < 100_000
    run = worked(ask_import(upload(bomb, "posts.csv.gz"), acting=analyst))
    assert run.state == Run.State.FAILED
    assert "an upload has at most 1,000 rows" in run.problem
    assert posts(desk_home) == 0


def test_an_empty_upload_is_refused(desk_home, analyst, upload):
    with pytest.raises(UploadEmptyError):
        ask_import(upload(b""), acting=analyst)
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\0b.csv", "a_b.csv"),
        (".bashrc", "bashrc"),
        ("منشورات.jsonl", "منشورات.jsonl"),
        ("", "upload"),
        ("....", "upload"),
        ("<script>.csv", "script_.csv"),
    ],
)
def test_a_file_name_leads_nowhere_else(written, kept):
    assert safe_name(written) == kept
    assert len(safe_name("x" * 500 + ".csv.gz")) <= 100
