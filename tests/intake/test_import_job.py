"""The import itself: counts that add up, resuming after any stop, and errors that leave the store whole."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.corpus.errors import StoreBusyError, StoreFullError
from seawall.corpus.store import open_corpus
from seawall.intake import fingerprint_of, plan_import, run_import
from seawall.intake.errors import MapColumnError
from seawall.intake.readers import csv_rows

HEADER = ["platform", "post_id", "account_id", "posted_at", "text", "kind"]


def posts_csv(path, count, *, with_ids=False, bad_every=0):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(1, count + 1):
            when = "2026-02-30" if bad_every and number % bad_every == 0 else "2026-03-01 12:00:00"
            text = f"the lamps return {number % 5} #farogris https://lamps.example/{number % 7}"
            writer.writerow(["p", number if with_ids else "", f"a{number % 3}", when, text, "post"])
    return path


def lines_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_rows_are_stored_repeated_or_rejected_and_the_same_file_adds_nothing(tmp_path, bring_in, rows_of):
    path = posts_csv(tmp_path / "posts.csv", 100, bad_every=10)
    first = bring_in(path)
    assert (first.rows, first.stored, first.repeats, first.rejects) == (100, 90, 0, 10)
    assert first.tables["posts"] == 90
    assert len(rows_of("posts")) == 90
    assert len(rows_of("interactions")) == 180
    rejects = lines_of(first.rejects_path)
    assert [reject["row"] for reject in rejects] == list(range(10, 101, 10))
    assert rejects[0]["file"] == "posts.csv"
    assert rejects[0]["reason"] == "posted_at: '2026-02-30' is no date and time"
    assert "the lamps return 0" in rejects[0]["raw"]
    again = bring_in(path)
    assert (again.rows, again.stored, again.repeats, again.rejects) == (100, 0, 90, 10)
    assert len(rows_of("posts")) == 90
    assert again.batch_id != first.batch_id


def test_doubled_ids_are_repeats_and_an_edited_text_is_a_new_version(tmp_path, bring_in):
    path = tmp_path / "posts.csv"
    path.write_text(
        ",".join(HEADER) + "\np,1,a,2026-03-01,x,post\np,1,a,2026-03-01,x,post\np,1,a,2026-03-01,edited,post\n"
    )
    summary = bring_in(path)
    assert (summary.rows, summary.stored, summary.repeats) == (3, 2, 1)


@pytest.mark.parametrize("stop_after", [1, 2, 3, 4])
def test_an_import_that_was_stopped_goes_on_where_it_was(tmp_path, bring_in, rows_of, monkeypatch, stop_after):
    monkeypatch.setattr(csv_rows, "CHUNK_ROWS", 20)
    path = posts_csv(tmp_path / "posts.csv", 95, bad_every=6)
    commits = []
    stopped = bring_in(path, stop=lambda: len(commits) >= stop_after, progress=commits.append)
    assert (stopped.ended, stopped.rows) == ("interrupted", 20 * stop_after)
    assert stopped.rows == stopped.stored + stopped.repeats + stopped.rejects
    finished = bring_in(path)
    assert (finished.ended, finished.resumed, finished.batch_id) == ("finished", True, stopped.batch_id)
    assert (finished.rows, finished.stored, finished.repeats, finished.rejects) == (95, 80, 0, 15)
    assert [reject["row"] for reject in lines_of(finished.rejects_path)] == list(range(6, 96, 6))
    assert len(rows_of("posts")) == 80


def test_the_split_of_stored_and_repeats_survives_every_stop(tmp_path, bring_in, monkeypatch):
    monkeypatch.setattr(csv_rows, "CHUNK_ROWS", 10)
    bring_in(posts_csv(tmp_path / "early.csv", 25, with_ids=True))
    path = posts_csv(tmp_path / "posts.csv", 60, with_ids=True, bad_every=7)
    while True:
        summary = bring_in(path, stop=lambda: True)
        if summary.ended == "finished":
            break
    assert (summary.rows, summary.stored, summary.repeats, summary.rejects) == (60, 30, 22, 8)


def test_rejects_that_no_commit_knows_are_cut_off_when_the_import_goes_on(tmp_path, bring_in, monkeypatch):
    monkeypatch.setattr(csv_rows, "CHUNK_ROWS", 20)
    path = posts_csv(tmp_path / "posts.csv", 50, bad_every=5)
    stopped = bring_in(path, stop=lambda: True)
    with stopped.rejects_path.open("a") as stream:
        stream.write('{"row": 25, "reason": "written, and then the power failed"}\n{"row"')
    finished = bring_in(path)
    assert [reject["row"] for reject in lines_of(finished.rejects_path)] == list(range(5, 51, 5))


@pytest.mark.slow
@settings(max_examples=15)
@given(
    count=st.integers(0, 60),
    chunk=st.integers(1, 25),
    stops=st.lists(st.integers(1, 4), max_size=4),
    bad=st.integers(2, 9),
)
def test_however_often_it_stops_the_end_is_the_same(tmp_path_factory, now, count, chunk, stops, bad):
    home = tmp_path_factory.mktemp("import")
    path = posts_csv(home / "posts.csv", count, bad_every=bad)
    plan = plan_import(path)
    corpus = open_corpus(home / "corpus")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(csv_rows, "CHUNK_ROWS", chunk)
    try:
        for commits in [*stops, 1000]:
            seen = []
            summary = run_import(
                plan,
                corpus,
                fingerprint="f",
                rejects_folder=home / "rejects",
                now=now,
                progress=seen.append,
                stop=lambda seen=seen, commits=commits: len(seen) >= commits,
            )
            assert summary.rows == summary.stored + summary.repeats + summary.rejects
            if summary.ended == "finished":
                break
    finally:
        monkeypatch.undo()
    assert (summary.rows, summary.rejects, summary.repeats) == (count, count // bad, 0)
    with corpus.snapshot() as snapshot:
        assert snapshot.row_count("posts") == count - count // bad


def test_a_broken_file_keeps_its_good_rows_and_says_after_which_row_it_broke(tmp_path, bring_in):
    import gzip

    packed = gzip.compress(posts_csv(tmp_path / "posts.csv", 20_000).read_bytes())
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    summary = bring_in(path)
    assert summary.ended == "finished"
    assert summary.stored > 1000
    (message,) = summary.broken
    assert message.startswith("cut.csv.gz: the gzip data breaks off at byte")
    assert message.endswith(f"broken after row {summary.rows:,} of cut.csv.gz")


def test_a_folder_in_seawalls_own_layout_comes_in_whole(tmp_path, bring_in, rows_of):
    world = tmp_path / "world"
    (world / "posts").mkdir(parents=True)
    accounts = {"platform": ["p"] * 3, "account_id": ["a", "b", "b"], "observed_at": ["2026-03-01"] * 3}
    pq.write_table(pa.table(accounts), world / "accounts.parquet")
    pq.write_table(pa.table({"platform": ["p"], "media_id": ["m"], "width": [4]}), world / "media.parquet")
    for number in range(2):
        posts = {name: ["p", "p"] if name == "platform" else [f"{number}x", f"{number}y"] for name in HEADER}
        posts |= {"posted_at": ["2026-03-01"] * 2, "kind": ["post"] * 2, "media": [["m"], None]}
        pq.write_table(pa.table(posts), world / "posts" / f"part-{number}.parquet")
    summary = bring_in(world)
    assert (summary.rows, summary.stored, summary.repeats, summary.rejects) == (8, 7, 1, 0)
    assert summary.tables == {"accounts": 2, "media": 1, "posts": 4, "interactions": 2}
    assert {row["kind"] for row in rows_of("interactions")} == {"attached"}


def test_a_map_that_names_a_missing_column_begins_no_batch(tmp_path, bring_in, corpus):
    path = posts_csv(tmp_path / "posts.csv", 3)
    with pytest.raises(MapColumnError):
        bring_in(path, "hatecheck_english")
    with corpus.snapshot() as snapshot:
        assert snapshot.batches == ()


def test_a_second_writer_is_told_and_nothing_is_harmed(tmp_path, bring_in, corpus):
    path = posts_csv(tmp_path / "posts.csv", 3)
    with corpus.write(), pytest.raises(StoreBusyError):
        bring_in(path)
    assert bring_in(path).stored == 3


def test_a_full_disk_is_told_and_the_import_goes_on_when_there_is_room(tmp_path, bring_in, monkeypatch):
    import resource

    monkeypatch.setattr(csv_rows, "CHUNK_ROWS", 2_000)
    path = posts_csv(tmp_path / "posts.csv", 9_000, bad_every=50)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, limits[1]))  # too little for a file: writing says EFBIG
        with pytest.raises(StoreFullError, match="full"):
            bring_in(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    summary = bring_in(path)
    assert (summary.rows, summary.stored, summary.repeats, summary.rejects) == (9_000, 8_820, 0, 180)
    assert len(lines_of(summary.rejects_path)) == 180


def test_a_plan_has_the_same_fingerprint_wherever_it_lies(tmp_path):
    (tmp_path / "b").mkdir()
    first = plan_import(posts_csv(tmp_path / "a.csv", 5))
    second = plan_import(posts_csv(tmp_path / "b" / "c.csv", 5))
    assert fingerprint_of(first) == fingerprint_of(second)
    both = replace(first, parts=(*first.parts, *second.parts))
    assert fingerprint_of(both) not in (fingerprint_of(first), fingerprint_of(replace(both, parts=both.parts[::-1])))


@pytest.mark.slow
@pytest.mark.parametrize("commits", [1, 3, 6])
def test_a_killed_import_goes_on_and_nothing_is_there_twice(tmp_path, bring_in, rows_of, monkeypatch, commits):
    path = posts_csv(tmp_path / "posts.csv", 30_000, bad_every=100)
    program = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from seawall.corpus.store import open_corpus
from seawall.intake import fingerprint_of, plan_import, run_import
from seawall.intake.readers import csv_rows
csv_rows.CHUNK_ROWS = 2_000
path, home = map(Path, sys.argv[1:])
plan = plan_import(path)
run_import(plan, open_corpus(home / "corpus"), fingerprint=fingerprint_of(plan), rejects_folder=home / "rejects",
           now=datetime(2026, 11, 21, 12, tzinfo=UTC), progress=lambda state: print(state.rows, flush=True))
"""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(tmp_path / "home")], stdout=subprocess.PIPE, text=True
    ) as child:
        for _ in range(commits):
            assert child.stdout is not None
            child.stdout.readline()
        time.sleep(0.01 * commits)  # into the middle of the next chunk
        os.kill(child.pid, signal.SIGKILL)
    monkeypatch.setattr(csv_rows, "CHUNK_ROWS", 2_000)
    summary = bring_in(path)
    assert summary.resumed
    assert (summary.rows, summary.stored, summary.repeats, summary.rejects) == (30_000, 29_700, 0, 300)
    assert len(rows_of("posts")) == 29_700
    assert len(rows_of("interactions")) == 2 * 29_700
    assert [reject["row"] for reject in lines_of(summary.rejects_path)] == list(range(100, 30_001, 100))
