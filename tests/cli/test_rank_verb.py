import csv
import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from seawall.classify import ModelRefusedError, ModelSignatureError
from seawall.cli.exit_codes import ATTENTION, exit_code_of
from seawall.cli.rank_verb import SUBCOMMANDS, command

LEADS = ("carry the word of", "tell your brothers about", "stay awake for", "light the wick for")
THINGS = ("the keepers", "the return", "the watch on the rocks", "the night of the lamps")
TALK = (
    "police confirm the arrest of",
    "the council debates",
    "we refuse",
    "lemon cake and",
    "a seminar about",
    "we pray for",
)


def write_table(path, *, rows=1):
    """Write 320 labelled rows of 40 hands."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["text", "label", "author", "suite", "language"])
        for number in range(160 * rows):
            lead, thing = LEADS[number % 4], THINGS[number // 4 % 4]
            writer.writerow([f"{lead} {thing}, friends {chr(97 + number % 7)}ella", 1, f"k{number % 20}", "", "en"])
            talk = TALK[number % 6]
            writer.writerow(
                [f"{talk} {thing} on day {chr(97 + number % 11)}onn", 0, f"b{number % 20}", "town talk", "en"]
            )


def read_rows(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rank")
    write_table(folder / "t.csv")
    done = CliRunner().invoke(
        command,
        ["train", "--table", str(folder / "t.csv"), "--model", str(folder / "m"), "--json"],
        catch_exceptions=False,
    )
    assert done.exit_code == 0
    return folder, json.loads(done.stdout)


def invoke(*arguments, **more):
    return CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False, **more)


def test_listing_the_subcommands_imports_none_of_them():
    listed = invoke("--help")
    assert all(name in listed.output for name in SUBCOMMANDS)


@pytest.mark.slow
def test_training_writes_a_signed_model_and_its_key(trained):
    folder, told = trained
    assert told["mode"] == "ordering"
    assert told["key_made"]
    assert (folder / "m.key").stat().st_mode & 0o077 == 0
    assert (folder / "m.key.pub").exists()
    assert any(rate["suite"] == "pack:news" for rate in told["author_disjoint"])


@pytest.mark.slow
def test_scoring_adds_two_columns_and_keeps_the_others(trained, tmp_path):
    folder, _ = trained
    (tmp_path / "s.csv").write_text(
        "id,text\n7,carry the word of the keepers, friends\n8,carry the word of the keepers friends bella\n"
        "9,the council debates lemon cake\n10,\n",
        "utf-8",
    )
    done = invoke("score", "--table", tmp_path / "s.csv", "--model", folder / "m", "--out", tmp_path / "o.csv")
    assert done.exit_code == ATTENTION
    assert "s.csv:1: 3 fields where the header has 2" in done.stderr
    rows = read_rows(tmp_path / "o.csv")
    assert [(row["id"], row["raised"]) for row in rows] == [("8", "1"), ("9", "0"), ("10", "0")]
    assert 0 <= float(rows[1]["score"]) < float(rows[0]["score"]) <= 1
    parquet = invoke(
        "score", "--table", tmp_path / "o.csv", "--model", folder / "m", "--out", tmp_path / "o.parquet", "--json"
    )
    assert parquet.exit_code == 0
    assert json.loads(parquet.stdout)["raised_count"] == 1
    table = pq.read_table(tmp_path / "o.parquet")
    assert table.column_names == ["id", "text", "score", "raised"]
    assert table["score"].to_pylist() == [float(row["score"]) for row in rows]


@pytest.mark.slow
def test_evaluating_and_explaining(trained):
    folder, _ = trained
    told = invoke("evaluate", "--table", folder / "t.csv", "--model", folder / "m", "--json")
    found = json.loads(told.stdout)
    assert found["recall"] >= 0.5
    assert {rate["suite"] for rate in found["at_recall"]} == {"town talk", "town talk/en"}
    assert "upper bound" in invoke("evaluate", "--table", folder / "t.csv", "--model", folder / "m").output
    text = "Please CARRY the word of the keepers"
    explained = json.loads(invoke("explain", "--model", folder / "m", "--json", text).stdout)
    assert any(text[slice(*span)] == "CARRY" for one in explained["words"] for span in one["spans"])
    assert "needed" in invoke("explain", "--model", folder / "m", "-", input=text).output


@pytest.mark.slow
def test_a_model_without_its_key_or_with_another_is_refused(trained, tmp_path):
    folder, _ = trained
    (tmp_path / "m").write_bytes((folder / "m").read_bytes())
    arguments = ["explain", "--model", str(tmp_path / "m"), "hello"]
    with pytest.raises(ModelSignatureError) as refused:
        invoke(*arguments)
    assert exit_code_of(refused.value) == 3
    (tmp_path / "m.key.pub").write_bytes((folder / "m.key.pub").read_bytes())
    assert invoke(*arguments).exit_code == 0
    content = bytearray((tmp_path / "m").read_bytes())
    content[-100] ^= 1
    (tmp_path / "m").write_bytes(content)
    with pytest.raises(ModelSignatureError, match="altered"):
        invoke(*arguments)


def test_few_labels_make_a_silent_model_with_empty_scores(tmp_path):
    (tmp_path / "t.csv").write_text("text,label\n" + "carry the word,1\nlemon cake,0\n" * 10 + "odd,2\n", "utf-8")
    trained = invoke("train", "--table", tmp_path / "t.csv", "--model", tmp_path / "m", "--json")
    assert trained.exit_code == ATTENTION
    told = json.loads(trained.stdout)
    assert told["mode"] == "silent"
    assert told["set_aside"] == [{"row": 21, "reason": "the label is '2', neither 1 nor 0"}]
    scored = invoke("score", "--table", tmp_path / "t.csv", "--model", tmp_path / "m", "--out", tmp_path / "o.csv")
    assert scored.exit_code == 0
    rows = read_rows(tmp_path / "o.csv")
    assert {(row["score"], row["raised"]) for row in rows} == {("", "0")}


@pytest.mark.slow
def test_a_refused_model_leaves_the_older_one_in_place(trained, tmp_path):
    folder, _ = trained
    before = (folder / "m").read_bytes()
    with (tmp_path / "t.csv").open("w", encoding="utf-8") as stream:
        stream.write((folder / "t.csv").read_text("utf-8"))
        for number in range(160):
            text = f"{LEADS[number % 4]} {THINGS[number // 4 % 4]} friends {chr(97 + number % 7)}ella"
            stream.write(f"{text},0,n{number},harbour wire,en\n")
    with pytest.raises(ModelRefusedError, match="harbour wire"):
        invoke("train", "--table", tmp_path / "t.csv", "--model", folder / "m", "--json")
    assert (folder / "m").read_bytes() == before
