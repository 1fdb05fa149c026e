"""Worlds repeat, keep their counts, fit the corpus and need no engine."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.corpus.schemas import PROVENANCE, TABLES
from seawall.testing.world import (
    DEVELOPMENT_SEEDS,
    REPORTED_SEEDS,
    WorldOptions,
    WorldOptionsError,
    plan_world,
    write_world,
)

TINY = WorldOptions(seed=11, account_count=300, post_count=1_500, closed_count=6, picture_count=40, day_count=5)

GOLDEN = "f16f5e33fcb6bc5929b3b4d7848f0a135c931034830cd5654bb708dc20c0bff7"
"""Of `TINY`: when it changes, `WORLD_VERSION` must change too."""


def digest(table: pa.Table, columns: list[str]) -> str:
    state = hashlib.sha256()
    for name in columns:
        for value in table[name].to_pylist():
            state.update(repr(value).encode())
    return state.hexdigest()


def all_digests(folder: Path) -> dict[str, str]:
    """Digest of every file's content: columns of tables, bytes of everything else."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            found[name] = digest(table, table.column_names)
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def test_the_same_seed_and_options_write_the_same_world(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_world(tmp_path / name, TINY)
    first, second = all_digests(tmp_path / "first"), all_digests(tmp_path / "second")
    assert len(first) > 50
    assert first == second


@pytest.mark.slow
def test_another_seed_writes_other_texts_names_and_pictures(tmp_path: Path) -> None:
    for seed in (11, 12):
        write_world(tmp_path / str(seed), replace(TINY, seed=seed))
    texts = [set(pq.read_table(tmp_path / s / "posts")["text"].to_pylist()) for s in ("11", "12")]
    assert len(texts[0] & texts[1]) < 0.02 * len(texts[0])
    pictures = [{p.name for p in (tmp_path / s / "pictures").iterdir()} for s in ("11", "12")]
    assert not pictures[0] & pictures[1]


@pytest.mark.slow
def test_the_posts_do_not_depend_on_the_size_of_a_block(tmp_path: Path) -> None:
    streams = [plan_world(tmp_path, replace(TINY, block_post_count=size)).stream for size in (1_000, 50_000)]
    tables = [pa.concat_tables([b.posts for b in stream.blocks()]).sort_by("post_id") for stream in streams]
    assert tables[0].equals(tables[1])


def test_the_bytes_of_a_world_are_those_of_its_version(tmp_path: Path) -> None:
    table = pa.concat_tables([b.posts for b in plan_world(tmp_path, TINY).stream.blocks()])
    assert digest(table, ["post_id", "account_id", "posted_at", "text", "reply_to", "views"]) == GOLDEN


def test_every_count_is_the_one_asked_for(tmp_path: Path) -> None:
    asked = replace(TINY, account_count=500, post_count=3_217, closed_count=17, picture_count=53, day_count=6)
    summary = write_world(tmp_path, asked)
    assert pq.read_table(tmp_path / "accounts.parquet").num_rows == 500
    assert pq.read_table(tmp_path / "posts").num_rows == 3_217
    assert pq.read_table(tmp_path / "truth/posts.parquet").num_rows == 3_217
    assert len((tmp_path / "closed_accounts.csv").read_text(encoding="utf-8").splitlines()) - 1 >= 17
    assert len(list((tmp_path / "pictures").iterdir())) == 53
    times = pq.read_table(tmp_path / "posts")["posted_at"].to_pylist()
    assert (max(times) - min(times)).days == 5
    assert (summary.account_count, summary.post_count, summary.closed_count) == (500, 3_217, 17)


def test_tables_are_the_corpus_schemas_without_provenance(world) -> None:
    given = {field.name for field in PROVENANCE}
    for name in ("accounts", "channels", "media", "posts"):
        wanted = [(field.name, field.type) for field in TABLES[name] if field.name not in given]
        table = world.table(name)
        assert [(field.name, field.type) for field in table.schema] == wanted
        for field in TABLES[name]:
            if field.name not in given and not field.nullable:
                assert table[field.name].null_count == 0


def test_posts_come_in_order_of_time_and_no_id_comes_twice(world) -> None:
    posts = world.table("posts")
    times = posts["posted_at"].to_pylist()
    assert times == sorted(times)
    assert len(set(posts["post_id"].to_pylist())) == len(posts)


def test_progress_is_told_up_to_the_last_post(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_world(tmp_path, replace(TINY, block_post_count=1_000), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (1_500, 1_500)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_making_a_world_imports_no_engine() -> None:
    script = (
        "import sys, seawall.testing.world.__main__\n"
        "print([m for m in sys.modules if m.startswith('seawall.')"
        " and not m.startswith(('seawall.testing', 'seawall.errors'))])\n"
        "print([m for m in ('django', 'duckdb', 'numba', 'sklearn', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[]\n"


def test_reported_seeds_are_no_development_seeds() -> None:
    assert len(REPORTED_SEEDS) >= 100
    assert not set(DEVELOPMENT_SEEDS) & set(REPORTED_SEEDS)
    assert WorldOptions().seed in DEVELOPMENT_SEEDS


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"account_count": 50}, "account_count"),
        ({"post_count": 200}, "post_count"),
        ({"picture_count": 3}, "picture_count"),
        ({"day_count": 1}, "day_count"),
        ({"closed_count": 290}, "leave no room"),
        ({"closed_count": -1}, "negative"),
        ({"closed_count": 0, "successor_count": 9}, "successors need"),
        ({"language_shares": (0.5, 0.5, 0.5)}, "language_shares"),
    ],
)
def test_counts_that_do_not_fit_are_refused_with_the_reason(tmp_path: Path, changes: dict, reason: str) -> None:
    with pytest.raises(WorldOptionsError, match=reason):
        write_world(tmp_path / "none", replace(TINY, **changes))
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_the_command_line_writes_a_world_and_prints_its_counts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "seawall.testing.world", str(tmp_path / "w"), "--seed", "7", "--json"]
    counts = ["--accounts", "300", "--posts", "1500", "--closed", "6", "--pictures", "40", "--days", "5"]
    done = subprocess.run([*command, *counts], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["post_count"] == 1_500
    assert json.loads((tmp_path / "w" / "world.json").read_text(encoding="utf-8"))["options"]["seed"] == 7
    wrong = subprocess.run([*command, "--accounts", "5"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 3
    assert "account_count is under 200" in wrong.stderr


@pytest.mark.slow
def test_memory_stays_flat_when_posts_grow_tenfold(tmp_path: Path) -> None:
    def peak_kib(posts: int) -> int:
        script = (
            "import resource, sys\nfrom pathlib import Path\n"
            "from seawall.testing.world import WorldOptions, plan_world\n"
            f"options = WorldOptions(seed=3, post_count={posts}, account_count=4_000, picture_count=40)\n"
            f"n = sum(len(b.posts) for b in plan_world(Path({str(tmp_path)!r}), options).stream.blocks())\n"
            "print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        count, peak = done.stdout.split()
        assert int(count) == posts
        return int(peak)

    assert peak_kib(1_000_000) < 1.35 * peak_kib(100_000)
