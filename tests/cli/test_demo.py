"""The demonstration runs from nothing to a summary, can be repeated, and never touches a desk with real work in it."""

import json
import sqlite3

import pytest

from seawall.cli.exit_codes import exit_code_of
from seawall.demo.making import MARK, HomeNotEmptyError


def test_a_folder_with_something_else_in_it_is_refused(run_seawall, tmp_path):
    home = tmp_path / "desk"
    home.mkdir()
    (home / "letters.txt").write_text("dear harbour")
    ended = run_seawall(tmp_path / "none", "demo", "--no-serve", "--data", str(home))
    assert ended.returncode == exit_code_of(HomeNotEmptyError())
    assert "is not empty" in ended.stderr
    assert [path.name for path in home.iterdir()] == ["letters.txt"]


@pytest.mark.slow
def test_a_demonstration_measures_itself_and_repeats_without_doubling(run_seawall, tmp_path):
    home = tmp_path / "desk"
    order = ("demo", "--no-serve", "--posts", "8000", "--data", str(home), "--json")
    first = run_seawall(home, *order)
    assert first.returncode == 0, first.stderr
    report = json.loads(first.stdout)
    assert report["counts"]["posts"] == 8_000
    assert report["counts"]["cases"] > 10
    assert report["measured"]["precision"]["fraction"] > 0.8
    again = json.loads(run_seawall(home, *order).stdout)
    assert again["counts"] == report["counts"]
    assert again["measured"] == report["measured"]
    other = run_seawall(home, "demo", "--no-serve", "--data", str(home), "--seed", "2")
    assert "demonstration of seed 1" in other.stderr
    with sqlite3.connect(home / "desk.sqlite3") as database:
        staff = {name for (name,) in database.execute("SELECT username FROM people_staffmember")}
    assert {"admin", "heron", "egret", "curlew", "gannet", "visitor"} == staff
    assert (home / MARK).is_file()
