"""A table that is more than memory may hold is searched from files, with the same results."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.corpus import open_corpus
from seawall.intake.cell_tables import CellRun, cells_of_table
from seawall.network import CellOptions
from seawall.network.errors import SlotTableError
from seawall.pipeline.media_signals import media_signal_rows, open_media_signals
from seawall.testing.observations import append_rows, origin

_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_START = 1_767_225_600


@pytest.fixture
def rows():
    """200 ordinary accounts, a cell of five that posts the same things within a minute, and a row without an item."""
    rng = np.random.default_rng(2)
    told = [(f"o{rng.integers(200)}", f"y{rng.integers(900)}", _START + int(rng.integers(1_200_000)), None)
            for _ in range(6_000)]  # fmt: skip
    for push in range(20):
        begin = _START + int(rng.integers(1_200_000))
        told += [(f"m{n}", f"lamps {push}", begin + int(rng.integers(50)), "grey") for n in range(5)]
    told.append(("o1", "", _START, None))
    return told


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_large_table_is_searched_from_files_with_the_same_results(tmp_path, rows, suffix):
    path = tmp_path / f"slots{suffix}"
    account, item, time, group = zip(*rows, strict=True)
    if suffix == ".csv":
        lines = [f"{a},{i},{t},{g or ''}" for a, i, t, g in rows]
        path.write_text("account,item,time,cell\n" + "\n".join(lines) + "\n", encoding="utf-8")
    else:
        pq.write_table(pa.table({"account": account, "item": item, "time": time, "cell": group}), path)
    found = {}
    for name, paged_from in (("held", 1 << 40), ("paged", 0)):
        run = CellRun(
            options=CellOptions(resamples=2), now=_NOW, key=bytes(32), truth="cell", paged_from=paged_from
        )  # fmt: skip
        found[name] = cells_of_table(path, tmp_path / name, run)
    assert found["held"] == found["paged"]
    assert found["held"]["measures"]["recall"] == 1.0
    assert found["held"]["set_aside_count"] == 1
    for name in (
        "pairs.csv",
        "cells.csv",
        "accounts.csv",
        "network.graphml",
        "network.gexf",
        "summary.json",
        "set_aside.csv",
    ):
        assert (tmp_path / "held" / name).read_bytes() == (tmp_path / "paged" / name).read_bytes()
    assert json.loads((tmp_path / "paged" / "summary.json").read_text(encoding="utf-8"))["cell_count"] == 1
    assert not list(tmp_path.glob(".seawall-cells-*"))


@pytest.fixture
def corpus(tmp_path, rows):
    """A corpus in which the same accounts post the same texts."""
    begin = datetime.fromtimestamp(_START, UTC)
    posts = [
        {"account_id": account, "post_id": str(number), "text": f"{item} at the old harbour wall",
         "posted_at": begin + timedelta(seconds=time - _START)}
        for number, (account, item, time, _) in enumerate(rows)
    ]  # fmt: skip
    with open_corpus(tmp_path / "corpus").write() as writer:
        batch = writer.open_batch(origin())
        append_rows(batch, posts=posts)
        batch.finish()
    return tmp_path / "corpus"


def test_the_cells_of_a_corpus_are_found_without_naming_columns(tmp_path, corpus):
    run = CellRun(options=CellOptions(resamples=2), now=_NOW, key=bytes(32), reveal="a test")
    told = cells_of_table(corpus, tmp_path / "found", run)
    accounts = (tmp_path / "found" / "accounts.csv").read_text(encoding="utf-8")
    assert (told["cell_count"], told["accounts_in_cells"]) == (1, 5)
    assert all(f":m{number}," in accounts for number in range(5))
    assert "same_text" in {test["name"].partition("@")[0] for test in told["tests"]}
    assert told["shuffled_control"]["cells"] == 0
    assert not list(tmp_path.glob(".seawall-cells-*"))


@pytest.fixture
def pictures(tmp_path):
    """A corpus in which five accounts attach a copy of their own of each picture, and others whatever they like."""
    rng, begin = np.random.default_rng(4), datetime.fromtimestamp(_START, UTC)
    attached, signals = [], []

    def attach(account, seconds, hashed):
        name = hashlib.sha256(str(len(attached)).encode()).hexdigest()
        signals.append((name, "pdq", np.packbits(hashed).tobytes().hex(), None, None))
        at = begin + timedelta(seconds=int(seconds))
        attached.append({"account_id": account, "kind": "attached", "target": f"sha256:{name}", "occurred_at": at})

    for _ in range(1_500):
        attach(f"o{rng.integers(100)}", rng.integers(1_200_000), rng.integers(0, 2, 256))
    for moment in rng.integers(0, 1_200_000, 20):
        shown = rng.integers(0, 2, 256)
        for member in range(5):
            copied = shown.copy()
            copied[rng.choice(256, 8, replace=False)] ^= 1
            attach(f"m{member}", moment + rng.integers(50), copied)
    with open_corpus(tmp_path / "corpus").write() as writer:
        batch = writer.open_batch(origin())
        append_rows(batch, interactions=attached)
        batch.finish()
    with open_media_signals(tmp_path / "media_signals").write() as writer:
        batch = writer.open_batch(origin())
        batch.append({"signals": media_signal_rows("signals", signals)})
        batch.finish()
    return tmp_path / "corpus"


def test_accounts_that_post_copies_of_the_same_pictures_are_a_cell(tmp_path, pictures):
    found = {}
    for name, media in (("with", tmp_path / "media_signals"), ("without", None), ("empty", tmp_path / "nowhere")):
        run = CellRun(options=CellOptions(resamples=2), now=_NOW, key=bytes(32), reveal="a test", media=media)
        found[name] = cells_of_table(pictures, tmp_path / name, run)
    assert (found["with"]["cell_count"], found["with"]["accounts_in_cells"]) == (1, 5)
    assert "near_media@60" in (tmp_path / "with" / "cells.csv").read_text(encoding="utf-8")
    assert found["without"]["cell_count"] == found["empty"]["cell_count"] == 0
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("more", [{"truth": "cell"}, {"names": {"item": "text"}}])
def test_columns_of_a_corpus_cant_be_named(tmp_path, corpus, more):
    run = CellRun(options=CellOptions(), now=_NOW, key=bytes(32), **more)
    with pytest.raises(SlotTableError, match="is a corpus"):
        cells_of_table(corpus, tmp_path / "found", run)
    assert not (tmp_path / "found").exists()
