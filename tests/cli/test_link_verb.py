import csv
import json

import pytest
from click.testing import CliRunner

from seawall.cli.link_verb import command

_CLOSED = "platform,account,handle,name,bio,url,created,closed_at,decision,ground,expires\n"
_ROWS = [
    ",".join(row) + "\n"
    for row in (
        ("harbourfeed", "c1", "lampkeeper", "Lamp Keeper", "I keep the watch on the grey coast",
         "https://pierchat.example/+w34R2gpgZy", "2024-01-01T00:00:00Z", "2025-03-07T12:00:00Z", "HF-1", "promotes",
         "2999-01-01T00:00:00Z"),
        ("harbourfeed", "c2", "zwq_baker", "Oskar Ridgewick", "Bread at dawn mostly rye", "", "2024-01-01T00:00:00Z",
         "2025-03-08T12:00:00Z", "HF-2", "recruits", "2999-01-01T00:00:00Z"),
    )
]  # fmt: skip
_NEW = (
    "platform,account,handle,name,bio,url,created,continues\n"
    "harbourfeed,n1,lampkeeper_2,Lamp Keeper,I keep the watch on the grey coast,https://pierchat.example/+w34R2gpgZy,"
    "2025-03-07T13:00:00Z,c1\n"
    "harbourfeed,n2,gulls_at_noon,Mira Quayside,Knitting and tide tables,,2025-05-01T00:00:00Z,\n"
)


@pytest.fixture
def folders(tmp_path):
    closed, new = tmp_path / "closed", tmp_path / "new"
    closed.mkdir()
    new.mkdir()
    (closed / "accounts.csv").write_text(_CLOSED + "".join(_ROWS), encoding="utf-8")
    (new / "accounts.csv").write_text(_NEW, encoding="utf-8")
    return closed, new


def run(closed, new, out, *more):
    return CliRunner().invoke(command, ["--closed", str(closed), "--new", str(new), "--out", str(out), *more])


def rows_of(out):
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_return_stands_in_the_table_with_its_evidence(folders, tmp_path):
    out = tmp_path / "ranked.csv"
    done = run(*folders, out)
    assert done.exit_code == 0, done.output
    rows = rows_of(out)
    assert list(rows[0]) == ["new", "closed", "rank", "probability", "low", "high", "class", "evidence"]
    assert (rows[0]["new"], rows[0]["closed"], rows[0]["rank"]) == ("harbourfeed:n1", "harbourfeed:c1", "1")
    assert rows[0]["class"] in {"likely", "possible"}
    assert float(rows[0]["low"]) <= float(rows[0]["probability"]) <= float(rows[0]["high"])
    evidence = json.loads(rows[0]["evidence"])
    assert {"handle", "bio"} <= {one["feature"] for one in evidence}
    assert all(row["new"] != "harbourfeed:n2" or row["class"] != "likely" for row in rows)
    assert "closed accounts" in done.output


def test_with_a_column_of_truth_measures_are_told_and_every_candidate_is_written(folders, tmp_path):
    done = run(*folders, tmp_path / "ranked.csv", "--truth", "continues", "--json")
    told = json.loads(done.output)
    assert told["measures"]["return_count"] == 1
    assert told["measures"]["recall_at_1"] == told["measures"]["candidate_recall"] == 1.0
    assert told["measures"]["other_count"] == 1
    assert (told["closed_count"], told["new_count"], told["set_aside_count"]) == (2, 2, 0)


def test_closed_rows_without_decision_ground_or_expiry_are_refused_and_nothing_is_written(
    folders, tmp_path, run_seawall
):
    closed, new = folders
    (closed / "accounts.csv").write_text(_CLOSED + _ROWS[0].replace("HF-1", "") + _ROWS[1], encoding="utf-8")
    out = tmp_path / "ranked.csv"
    done = run_seawall(tmp_path, "link", "--closed", str(closed), "--new", str(new), "--out", str(out))
    assert done.returncode == 3
    assert "1 of 2 closed accounts can't be used: row 1 (harbourfeed:c1) lacks its decision" in done.stderr
    assert not out.exists()


def test_rows_that_are_set_aside_are_told_and_the_rest_is_linked(folders, tmp_path):
    closed, new = folders
    (closed / "accounts.csv").write_text(
        _CLOSED + "".join(_ROWS) + _ROWS[1].replace("c2", "c3").replace("2999", "2025") + "a,b\n", encoding="utf-8"
    )
    done = run(closed, new, tmp_path / "ranked.csv", "--json")
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert told["expired_count"] == 1
    assert sorted((one["row"], one["reason"]) for one in told["set_aside"]) == [
        (3, "the closing has expired"), (4, "11 columns expected, 2 found"),
    ]  # fmt: skip


def test_a_saved_bank_links_as_the_folder_does(folders, tmp_path):
    closed, new = folders
    run(closed, new, tmp_path / "one.csv", "--save-bank", str(tmp_path / "bank"))
    done = run(tmp_path / "bank", new, tmp_path / "two.csv")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_an_account_that_is_closed_itself_is_not_linked(folders, tmp_path):
    closed, _ = folders
    done = run(closed, closed, tmp_path / "ranked.csv", "--json")
    assert json.loads(done.output)["known_count"] == 2
    assert rows_of(tmp_path / "ranked.csv") == []
