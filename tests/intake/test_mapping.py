"""A map turns columns into observations; what does not fit rejects its row with the field's name."""

from datetime import UTC, datetime

import msgspec
import pyarrow as pa
import pytest

from seawall.intake.map_file import ColumnMap
from seawall.intake.mapping import Mapper
from seawall.intake.rows import RawChunk

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def apply(columns, **options):
    options = {"name": "m", "title": "M", "table": "posts", "platform": "pierchat"} | options
    table = pa.table(columns)
    raw = RawChunk(
        table=table,
        numbers=pa.array(range(11, 11 + table.num_rows), pa.int64()),
        rejects=(),
        last_row=10 + table.num_rows,
    )
    return Mapper(msgspec.convert(options, ColumnMap), NOW).apply(raw)


def test_fields_constants_templates_patterns_values_and_lists():
    chunk = apply(
        {"c": ["a", "b"], "n": [1, 2], "k": ["RT", ""], "l": ["ar-EG", "??"], "m": ["x|y", None], "t": ["hello", ""]},
        posts={
            "post_id": {"template": "{c}/{n}"},
            "channel_id": "c",
            "text": "t",
            "kind": {"column": "k", "values": {"RT": "reshare"}, "default": "post"},
            "language": {"column": "l", "pattern": "^([a-z]+)-"},
            "media": {"column": "m", "separator": "|"},
            "url": {"constant": "https://pier.example/"},
        },
    )
    rows = chunk.tables["posts"].select(["platform", "post_id", "text", "kind", "language", "media", "url"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("pierchat", "a/1", "hello", "reshare", "ar", ["x", "y"], "https://pier.example/"),
        ("pierchat", "b/2", None, "post", None, None, "https://pier.example/"),
    ]
    assert chunk.resume_at == {"row": 12}
    told = chunk.tables["interactions"].select(["kind", "target", "channel_id"]).to_pylist()
    assert [tuple(row.values()) for row in told] == [("attached", "x", "a"), ("attached", "y", "a")]
    assert chunk.owners["interactions"].to_pylist() == [0, 0]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([1, 2, None, -1], [1, 2, None, None]),
        (["1", "2", "", "-1"], [1, 2, None, None]),
        ([1.0, 2.0, float("nan"), None], [1, 2, None, None]),
        (["1", "2.0", " 3 ", "9007199254740993"], [1, 2, 3, 9007199254740993]),
    ],
)
def test_counts_come_as_numbers_or_text_and_a_negative_one_is_absent(column, expected):
    assert apply({"v": column}, posts={"views": "v"}).tables["posts"]["views"].to_pylist() == expected


@pytest.mark.parametrize("wrong", ["many", "1.5", "9" * 30, "1_000", "1,5"])
def test_a_count_that_is_none_rejects_its_row(wrong):
    chunk = apply({"v": ["1", wrong, "3"]}, posts={"views": "v"})
    assert chunk.tables["posts"]["views"].to_pylist() == [1, 3]
    (reject,) = chunk.rejects
    assert (reject.row, reject.reason) == (12, f"views: {wrong!r} is no whole number")
    assert wrong in reject.raw
    assert chunk.row_count == 3


def test_an_unknown_kind_and_a_missing_required_field_reject_their_rows():
    chunk = apply(
        {"k": ["post", "shout", None], "p": ["a", "b", "c"]}, platform=None, posts={"platform": "p", "kind": "k"}
    )
    assert {reject.row: reject.reason for reject in chunk.rejects} == {
        12: "kind: 'shout' is none of post, reply, reshare, quote, comment",
        13: "kind is missing",
    }


def test_impossible_times_reject_their_rows_and_the_zone_of_the_map_counts():
    chunk = apply(
        {"t": ["2025-03-30 02:30:00", "2025-07-01 12:00:00", "2031-01-01", "2025-02-30"]},
        posts={"posted_at": "t"},
        time_zone="Europe/Berlin",
    )
    assert chunk.tables["posts"]["posted_at"].to_pylist() == [datetime(2025, 7, 1, 10, tzinfo=UTC)]
    assert [reject.row for reject in chunk.rejects] == [11, 13, 14]
    assert all(reject.reason.startswith("posted_at: ") for reject in chunk.rejects)


def test_profiles_are_kept_once_an_account_and_day_as_last_seen():
    times = ["2026-03-01 08:00", "2026-03-01 23:59", "2026-03-02 00:00", "2026-03-01 12:00", "2026-03-01 07:00"]
    chunk = apply(
        {"a": ["x", "x", "x", "y", ""], "t": times, "f": [1, 2, 3, 4, 5]},
        posts={"account_id": "a", "posted_at": "t"},
        accounts={"account_id": "a", "observed_at": "t", "followers": "f"},
        profiles="day",
    )
    seen = chunk.tables["accounts"].select(["account_id", "followers"]).to_pylist()
    assert [tuple(row.values()) for row in seen] == [("x", 2), ("x", 3), ("y", 4)]
    assert chunk.tables["posts"].num_rows == 5


def test_tables_besides_hold_each_row_once():
    chunk = apply({"c": ["a", "a", "b"]}, posts={"channel_id": "c"}, channels={"channel_id": "c"})
    assert chunk.tables["channels"]["channel_id"].to_pylist() == ["a", "b"]


def test_media_belong_to_their_posts_after_rejects_are_gone():
    chunk = apply({"m": [None, "x", "y"], "v": ["bad", "1", "2"]}, posts={"views": "v"}, media={"media_id": "m"})
    assert chunk.tables["media"]["media_id"].to_pylist() == ["x", "y"]
    assert chunk.owners["media"].to_pylist() == [0, 1]


def test_a_chunk_of_rejects_only_is_still_a_chunk():
    chunk = apply({"v": ["bad"]}, posts={"views": "v"}, accounts={"account_id": "v"}, profiles="day")
    assert (chunk.row_count, chunk.tables["posts"].num_rows, chunk.tables["interactions"].num_rows) == (1, 0, 0)


def test_empty_columns_of_no_type_are_absent_values():
    chunk = apply(
        {"t": pa.nulls(2), "v": pa.nulls(2)}, posts={"text": "t", "views": "v", "posted_at": "t", "media": "t"}
    )
    assert (
        chunk.tables["posts"].select(["text", "views", "posted_at", "media"]).to_pylist()
        == [{"text": None, "views": None, "posted_at": None, "media": None}] * 2
    )
