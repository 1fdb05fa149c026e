"""What of an upload comes in, and what is said of the rest."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.clock import utc_now
from seawall.desk.closings.errors import ClosingFileError
from seawall.desk.closings.reading import read_closings

from .conftest import closed_row

NOW = utc_now()


def reasons(path):
    return {remark.row: remark.reason for remark in read_closings(path, now=NOW).remarks}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"decision": ""}, "it lacks a decision"),
        ({"ground": "  ", "expires": ""}, "it lacks a ground and an expiry"),
        ({"closed_at": ""}, "it lacks a closing date"),
        ({"expires": "2026-02-01T00:00:00Z"}, "it expires before it was closed"),
        ({"expires": "2026-04-01T00:00:00Z", "closed_at": "2026-03-01"}, "the closing has expired"),
        ({"expires": "2300-01-01"}, "it expires more than ten years from now"),
        ({"platform": ""}, "there is no platform"),
        ({"account": ""}, "there is no account"),
        ({"ground": "x" * 501}, "ground is longer than 500 characters"),
        ({"kind": "person"}, "the kind is 'person', none of account, channel, page, site"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reason(table, changes, reason):
    path = table(closed_row(1), closed_row(2, **changes), closed_row(3))
    read = read_closings(path, now=NOW)
    assert [draft.account_id for draft in read.drafts] == ["lamp-1", "lamp-3"]
    assert read.set_aside == 1
    assert next(remark for remark in read.remarks if remark.kind == "set_aside").reason == reason


def test_a_closing_in_the_future_is_no_closing(table):
    late = (NOW + timedelta(days=9)).isoformat()
    read = read_closings(table(closed_row(1, closed_at=late)), now=NOW)
    assert read.drafts == ()
    assert [remark.kind for remark in read.remarks] == ["set_aside"]


def test_a_column_of_faith_or_place_does_not_come_in(table):
    path = table(closed_row(1, religion="of the sea", place="Old Harbour"))
    (draft,) = read_closings(path, now=NOW).drafts
    assert "sea" not in repr(draft)
    assert "Old Harbour" not in repr(draft)


def test_a_platform_may_stand_before_the_id(table):
    bare = {name: value for name, value in closed_row(1, account="pierchat:7").items() if name != "platform"}
    (draft,) = read_closings(table(bare), now=NOW).drafts
    assert (draft.platform, draft.account_id) == ("pierchat", "7")


def test_the_later_profile_of_an_account_counts_and_the_other_is_told(table):
    path = table(closed_row(1, observed="2026-01-01"), closed_row(1, observed="2026-02-01", handle="second"))
    read = read_closings(path, now=NOW)
    assert [draft.handle for draft in read.drafts] == ["second"]
    assert reasons(path) == {1: "an older profile of an account that stands here again"}


def test_emoji_overrides_and_a_megabyte_of_bio_come_in_bounded(table):
    path = table(closed_row(1, handle="🏮🏮", name="\u202ereversed\x00", bio="a" * 1_000_000))
    (draft,) = read_closings(path, now=NOW).drafts
    assert (draft.handle, len(draft.bio)) == ("🏮🏮", 10_000)
    assert "\x00" not in draft.name


def test_parquet_is_read_like_csv(tmp_path):
    path = tmp_path / "closed.parquet"
    pq.write_table(pa.Table.from_pylist([closed_row(1), closed_row(2, decision="")]), path)
    read = read_closings(path, now=NOW)
    assert [draft.decision for draft in read.drafts] == ["HF-1"]
    assert reasons(path) == {2: "it lacks a decision"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("closed.csv", b"handle,decision\nlamp,1\n"), ("closed.csv", b""), ("closed.parquet", b"PAR1"), ("a.zip", b"PK")],
)
def test_what_is_no_table_of_accounts_is_refused_without_a_path(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ClosingFileError) as refused:
        read_closings(path, now=NOW)
    assert str(tmp_path) not in refused.value.message
