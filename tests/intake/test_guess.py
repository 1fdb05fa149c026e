"""Guessing: what a file is, and why; what fits nothing, or too much, is told."""

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.intake import guess, guess_file, known_names, plan_import
from seawall.intake.errors import (
    AmbiguousFormatError,
    EmptyInputError,
    InputMissingError,
    MapColumnError,
    UnknownFormatError,
)
from seawall.intake.map_file import ColumnMap

NATIVE_POSTS = {"platform": ["p"], "posted_at": ["2026-03-01"], "kind": ["post"], "text": ["x"]}


def test_seawalls_own_tables_are_known_in_every_layout(tmp_path):
    pq.write_table(pa.table(NATIVE_POSTS), tmp_path / "a")
    (tmp_path / "b").write_text("platform,posted_at,kind,text\np,2026-03-01,post,x\n")
    (tmp_path / "c").write_text(json.dumps({name: values[0] for name, values in NATIVE_POSTS.items()}))
    for name, layout in (("a", "parquet"), ("b", "csv"), ("c", "jsonl")):
        found = guess_file(tmp_path / name)
        assert (found.name, found.sample.layout) == ("seawall", layout)
        assert found.why == "its columns are those of Seawall's own posts"


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"", EmptyInputError, "is empty \\(0 bytes\\)"),
        (b" \n\n", EmptyInputError, "white space"),
        (b"PK\x03\x04....", UnknownFormatError, "a zip archive: unpack it first"),
        (b"SQLite format 3\0", UnknownFormatError, "SQLite"),
        (b"\xff\xfea\0,\0", UnknownFormatError, "UTF-16"),
        (b"\x7fELF\0\0\0", UnknownFormatError, "no text"),
        (b"one,two\n1,2\n", UnknownFormatError, "csv, but no map or format fits it; it has: one, two"),
        (b'{"one": 1}\n{"one": 2}\n', UnknownFormatError, "jsonl, but no map or format fits it; it has: one"),
        (b'{"one": [1,\n 2]}', UnknownFormatError, "json, but no map or format fits it; it has: one"),
    ],
)
def test_what_fits_nothing_is_told(tmp_path, content, error, message):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(error, match=message):
        guess_file(path)


def test_an_empty_gzip_is_empty(tmp_path):
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(gzip.compress(b""))
    with pytest.raises(EmptyInputError):
        guess_file(path)


def test_two_maps_that_fit_are_told_and_the_more_particular_one_wins(tmp_path, monkeypatch):
    def made(name, *columns):
        return ColumnMap(name=name, title=name, table="posts", platform="p", recognise=columns, posts={"text": "a"})

    path = tmp_path / "file.csv"
    path.write_text("a,b,c\n1,2,3\n")
    monkeypatch.setattr(guess, "shipped_maps", lambda: {"x": made("x", "a"), "y": made("y", "a", "b")})
    assert guess_file(path).name == "y"
    monkeypatch.setattr(guess, "shipped_maps", lambda: {"y": made("y", "a", "b"), "z": made("z", "a", "c")})
    with pytest.raises(AmbiguousFormatError, match=r"may be y \(it has the columns a, b\), or z .*--map") as told:
        guess_file(path)
    assert told.value.candidates == ("y", "z")


def test_a_named_map_that_does_not_fit_is_told_with_the_files_columns(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(
        MapColumnError, match="channel_network names the column 'channel', which the file lacks; it has: a, b"
    ):
        guess_file(path, "channel_network")
    with pytest.raises(MapColumnError, match="no table of Seawall's own; it has the columns: a, b"):
        guess_file(path, "seawall")
    with pytest.raises(UnknownFormatError, match="no map named 'nope'; there are seawall, activitystreams"):
        guess_file(path, "nope")
    with pytest.raises(UnknownFormatError, match="is csv, and bluesky is JSON"):
        guess_file(path, "bluesky")


def test_every_known_name_is_taken_by_map(tmp_path):
    path = tmp_path / "file.json"
    path.write_text('{"a": 1}')
    for name in known_names():
        try:
            guess_file(path, name)
        except (MapColumnError, UnknownFormatError) as error:
            assert "no map named" not in str(error)  # noqa: PT017


def test_a_map_of_ones_own_is_named_by_its_path(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('name="mine"\ntitle="M"\ntable="posts"\nplatform="p"\n[posts]\ntext="a"\n')
    path = tmp_path / "file.csv"
    path.write_text("a,b\n1,2\n")
    assert guess_file(path, str(mine)).name == "mine"


def test_the_map_says_how_its_csv_is_written(tmp_path, bring_in, rows_of):
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'name="mine"\ntitle="M"\ntable="posts"\nplatform="p"\n[csv]\ndelimiter="~"\nencoding="cp1256"\n[posts]\ntext="نص"\n',
        encoding="utf-8",
    )
    path = tmp_path / "file.csv"
    path.write_text("نص~رقم\nالفنار, الرمادي~1\n", encoding="cp1256")
    assert bring_in(path, str(mine)).stored == 1
    assert rows_of("posts")[0]["text"] == "الفنار, الرمادي"


def test_a_folder_gives_its_files_and_says_what_it_leaves_out(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "readme.txt").write_text("hello\n")
    (tmp_path / "empty.csv").write_text("")
    for name in ("b.csv", "a.csv", "sub/c.csv"):
        (tmp_path / name).write_text("platform,account_id,observed_at\np,x,2026-03-01\n")
    plan = plan_import(tmp_path)
    assert [part.name for part in plan.parts] == ["a.csv", "b.csv", "sub/c.csv"]
    assert [left.name for left in plan.left_out] == ["empty.csv", "readme.txt"]
    assert [one.path.name for one in plan.by_batch()] == ["a.csv", "b.csv", "c.csv"]


def test_a_folder_in_seawalls_own_layout_is_one_batch_with_posts_last(tmp_path):
    (tmp_path / "posts").mkdir()
    (tmp_path / "truth").mkdir()
    for number in range(2):
        pq.write_table(pa.table(NATIVE_POSTS), tmp_path / "posts" / f"part-0000{number}.parquet")
    accounts = pa.table({"platform": ["p"], "account_id": ["a"], "observed_at": ["2026-03-01"]})
    pq.write_table(accounts, tmp_path / "accounts.parquet")
    pq.write_table(accounts, tmp_path / "truth" / "accounts.parquet")
    (tmp_path / "world.json").write_text("{}")
    plan = plan_import(tmp_path)
    assert [part.name for part in plan.parts] == [
        "accounts.parquet",
        "posts/part-00000.parquet",
        "posts/part-00001.parquet",
    ]
    assert plan.by_batch() == (plan,)
    assert plan.source == plan.map_name == "seawall"


def test_nothing_an_empty_folder_and_a_folder_of_nothing_are_told(tmp_path):
    with pytest.raises(InputMissingError, match="no such file or folder"):
        plan_import(tmp_path / "none")
    with pytest.raises(EmptyInputError, match="holds no files"):
        plan_import(tmp_path)
    (tmp_path / "a.txt").write_text("x\n")
    with pytest.raises(UnknownFormatError, match="no file of the folder"):
        plan_import(tmp_path)
    with pytest.raises(InputMissingError, match="neither a file nor a folder"):
        plan_import(__import__("pathlib").Path("/dev/null"))
