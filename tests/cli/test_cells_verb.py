"""`seawall cells` turns a plain table into pairs, cells, accounts and a network; names only for a reason."""

import csv
import json

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner

from seawall.cli.cells_verb import command

_START = 1_767_225_600


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """200 ordinary accounts, and a cell of five that posts the same things within a minute."""
    rng = np.random.default_rng(2)
    lines = [f"o{rng.integers(200)},y{rng.integers(900)},{_START + rng.integers(1_200_000)}," for _ in range(6_000)]
    for push in range(20):
        begin = _START + int(rng.integers(1_200_000))
        lines += [f"m{n},lamps {push},{begin + int(rng.integers(50))},grey" for n in range(5)]
    path = tmp_path_factory.mktemp("cells") / "slots.csv"
    path.write_text("account,item,time,cell\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(table, out, home, *more):
    return CliRunner().invoke(command, ["--table", str(table), "--out", str(out), "--home", str(home), *more])


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_table_becomes_cells_with_measures_and_control(table, tmp_path):
    done = run(table, tmp_path / "out", tmp_path / "home", "--truth", "cell", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert (told["cell_count"], told["accounts_in_cells"], told["pair_count"]) == (1, 5, 10)
    assert (told["measures"]["recall"], told["measures"]["precision"]) == (1.0, 1.0)
    assert told["shuffled_control"]["significant_pairs"] == 0
    assert told == json.loads((tmp_path / "out" / "summary.json").read_text("utf-8")) | {"out": str(tmp_path / "out")}
    (cell,) = rows_of(tmp_path / "out" / "cells.csv")
    assert (cell["cell"], cell["accounts"], cell["certainty"]) == ("1", "5", "1")
    assert [one["name"] for one in json.loads(cell["alternatives"])][-1] == "shared_interest"
    assert len(rows_of(tmp_path / "out" / "pairs.csv")) == 10
    assert len(nx.read_graphml(tmp_path / "out" / "network.graphml")) == 5


def test_accounts_are_pseudonyms_that_stay_the_same(table, tmp_path):
    for out in ("one", "two"):
        run(table, tmp_path / out, tmp_path / "home", "--window", "60")
    written = [{row["account"] for row in rows_of(tmp_path / out / "accounts.csv")} for out in ("one", "two")]
    assert written[0] == written[1]
    assert all(name.startswith("acct-") for name in written[0])
    everything = b"".join(file.read_bytes() for file in (tmp_path / "one").iterdir())
    assert not any(f"m{n}".encode() + end in everything for n in range(5) for end in (b'"', b",", b"<"))
    run(table, tmp_path / "three", tmp_path / "elsewhere")
    assert written[0].isdisjoint(row["account"] for row in rows_of(tmp_path / "three" / "accounts.csv"))
    assert (tmp_path / "home" / "cells_key").stat().st_mode & 0o077 == 0


def test_names_are_revealed_for_a_reason_that_is_kept(table, tmp_path):
    done = run(table, tmp_path / "out", tmp_path / "home", "--reveal", "three members' posts in breach, HF-12")
    assert done.exit_code == 0
    assert {row["account"] for row in rows_of(tmp_path / "out" / "accounts.csv")} == {f"m{n}" for n in range(5)}
    (line,) = (tmp_path / "home" / "cells_revealed.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["reason"] == "three members' posts in breach, HF-12"
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["revealed"]


def test_an_empty_reason_reveals_nothing(table, tmp_path, run_seawall):
    done = run_seawall(tmp_path, "cells", "--table", str(table), "--out", str(tmp_path / "out"), "--reveal", " ")
    assert done.returncode == 4
    assert "for a reason only" in done.stderr
    assert not (tmp_path / "out").exists()


def test_rows_that_are_set_aside_are_told_and_end_with_1(table, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(table.read_text("utf-8") + "x,y,soon,\n", encoding="utf-8")
    done = run(bad, tmp_path / "out", tmp_path / "home")
    assert done.exit_code == 1
    assert "set aside: row 6101: time: 'soon' is no date and time" in done.output
    assert rows_of(tmp_path / "out" / "set_aside.csv") == [
        {"row": "6101", "reason": "time: 'soon' is no date and time"}
    ]


def test_a_table_that_cannot_be_read_leaves_nothing_behind(tmp_path, run_seawall):
    (tmp_path / "none.csv").write_text("a,b\n", encoding="utf-8")
    done = run_seawall(tmp_path, "cells", "--table", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out"))
    assert done.returncode == 3
    assert "has no column account" in done.stderr
    assert not (tmp_path / "out").exists()


def test_hostile_names_stay_text(tmp_path):
    lines = [f"=cmd{n},x{push},{_START + push * 5_000 + n}" for push in range(12) for n in range(4)]
    lines += [f"o{n % 90},y{n},{_START + n * 100}" for n in range(3_000)]
    (tmp_path / "slots.csv").write_text("account,item,time\n" + "\n".join(lines) + "\n", encoding="utf-8")
    run(tmp_path / "slots.csv", tmp_path / "out", tmp_path / "home", "--reveal", "a test")
    assert {row["account"] for row in rows_of(tmp_path / "out" / "accounts.csv")} == {f"'=cmd{n}" for n in range(4)}
