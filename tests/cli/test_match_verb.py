import csv
import json

import pytest
from click.testing import CliRunner

from seawall.cli.match_verb import command


@pytest.fixture
def files(tmp_path):
    bank, posts = tmp_path / "terms.txt", tmp_path / "posts.csv"
    bank.write_text("Grey Lighthouse\nالفنار الرمادي\n", encoding="utf-8")
    posts.write_text("id,text\n1,the GREY-lighthouse crew\n2,nothing\n3,وبالفنار الرمادي\n", encoding="utf-8")
    return bank, posts


def test_matches_go_into_a_file_with_the_published_columns(files, tmp_path):
    bank, posts = files
    out = tmp_path / "matches.csv"
    done = CliRunner().invoke(command, ["--bank", str(bank), str(posts), "--out", str(out)])
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == [
        [
            "file",
            "row",
            "signal_type",
            "entry",
            "distance",
            "tier",
            "stage",
            "transform",
            "location",
            "start",
            "end",
            "detail",
        ],
        [str(posts), "1", "term", "Grey Lighthouse", "0", "look", "term", "", "", "4", "19", ""],
        [str(posts), "3", "term", "الفنار الرمادي", "0", "look", "term", "", "", "0", "16", ""],
    ]


def test_one_json_object(files):
    bank, posts = files
    done = CliRunner().invoke(command, ["--bank", str(bank), str(posts), "--json"])
    told = json.loads(done.stdout)
    assert [match["row"] for match in told["matches"]] == [1, 3]
    assert (told["match_count"], told["row_count"], told["set_aside"]) == (2, 3, [])


def test_what_was_set_aside_is_told_and_ends_with_one(files, tmp_path):
    bank, posts = files
    bank.write_text("x\nGrey Lighthouse\n")
    done = CliRunner().invoke(command, ["--bank", str(bank), str(posts), str(tmp_path / "missing.csv")])
    assert done.exit_code == 1
    assert "terms.txt:1: a term needs at least 2" in done.stderr
    assert "missing.csv: can't be read" in done.stderr or "missing.csv" in done.stderr
    assert "Grey Lighthouse" in done.stdout
