from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity import AccountTableError, ClosingIncompleteError
from seawall.identity.account_tables import check_accounts, check_posts, conform_accounts, require_closings


def names(checked):
    return checked.table["account"].to_pylist()


def test_an_account_is_named_by_platform_and_id_unless_it_says_so_already(now):
    rows = {"account": ["7", "harbourfeed:8", "9"], "platform": ["Harbourfeed", "harbourfeed", None]}
    assert names(check_accounts(pa.table(rows), now=now)) == ["9", "harbourfeed:7", "harbourfeed:8"]


def test_bad_rows_are_set_aside_with_number_and_reason_and_good_ones_go_through(now):
    rows = pa.table({"account": ["a", None, " ", "b" * 600, "c"], "kind": ["Site", None, None, None, "person"]})
    checked = check_accounts(rows, now=now)
    assert names(checked) == ["a"]
    assert [(one.row, one.reason.partition(" ")[0]) for one in checked.set_aside] == [
        (2, "there"), (3, "there"), (4, "the"), (5, "the"),
    ]  # fmt: skip


def test_of_an_account_that_stands_twice_the_latest_profile_is_kept_whatever_the_order(now):
    rows = [
        {"account": "a", "handle": "old", "observed": now - timedelta(days=9)},
        {"account": "a", "handle": "latest", "observed": now - timedelta(days=1)},
        {"account": "a", "handle": "undated"},
    ]
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        columns = {name: [rows[at].get(name) for at in order] for name in ("account", "handle", "observed")}
        checked = check_accounts(pa.table(columns), now=now)
        assert checked.table["handle"].to_pylist() == ["latest"]
        assert len(checked.notes) == 2


@settings(max_examples=40)
@given(st.permutations(["x", "y", "z"]))
def test_equally_late_profiles_are_told_apart_by_what_they_say(handles):
    checked = check_accounts(pa.table({"account": ["a"] * 3, "handle": handles}), now=datetime(2026, 1, 1, tzinfo=UTC))
    assert checked.table["handle"].to_pylist() == ["z"]


def test_a_bio_of_a_million_letters_is_cut_and_told(now):
    checked = check_accounts(pa.table({"account": ["a"], "bio": ["ل" * 1_000_000]}), now=now)
    assert len(checked.table["bio"][0].as_py()) == 10_000
    assert "1,000,000 characters" in checked.notes[0].reason


def test_openings_that_clocks_cannot_have_shown_are_not_used(now):
    rows = pa.table(
        {
            "account": ["ahead", "after", "fine"],
            "created": [now + timedelta(days=1), now - timedelta(days=1), now - timedelta(days=5)],
            "closed_at": [None, now - timedelta(days=2), now - timedelta(days=2)],
        }
    )
    checked = check_accounts(rows, now=now)
    found = dict(zip(names(checked), checked.table["created"].to_pylist(), strict=True))
    assert found["ahead"] is None
    assert found["after"] is None
    assert found["fine"] is not None
    assert sorted(one.reason for one in checked.notes) == [
        "created after it was closed: the date is not used", "created in the future: the date is not used",
    ]  # fmt: skip


def test_an_empty_profile_and_one_of_emoji_and_overrides_go_through(now):
    rows = pa.table(
        {"account": ["a", "b", "c"], "handle": [None, "🌙🌙", "\u202egnp.exe\u202c"], "bio": ["", " ", None]}
    )
    checked = check_accounts(rows, now=now)
    assert len(checked.table) == 3
    assert checked.table["bio"].null_count == 3


def test_a_table_without_accounts_is_refused_and_names_its_columns(now):
    with pytest.raises(AccountTableError, match="no column account; the columns are who, what"):
        check_accounts(pa.table({"who": ["a"], "what": ["b"]}), now=now)


def test_closed_accounts_without_decision_ground_date_or_expiry_are_refused_with_the_first_rows(now, tables):
    closed_rows, _, account_table, _ = tables
    rows = closed_rows(12)
    rows[4] |= {"decision": " "}
    rows[7] |= {"ground": None, "expires": None}
    with pytest.raises(ClosingIncompleteError) as raised:
        require_closings(check_accounts(account_table(rows), now=now), now=now)
    assert raised.value.count == 2
    assert raised.value.rows == (5, 8)
    assert raised.value.message == (
        "2 of 12 closed accounts can't be used: row 5 (harbourfeed:c004) lacks its decision; "
        "row 8 (harbourfeed:c007) lacks its ground and the expiry"
    )


def test_expired_closings_are_left_out_and_told(now, tables):
    closed_rows, _, account_table, _ = tables
    rows = closed_rows(3)
    rows[1] |= {"expires": now}
    kept = require_closings(check_accounts(account_table(rows), now=now), now=now)
    assert names(kept) == ["harbourfeed:c000", "harbourfeed:c002"]
    assert [(one.row, one.reason) for one in kept.set_aside] == [(2, "the closing has expired")]


def closed_twice(now, tables, *changes):
    closed_rows, _, account_table, _ = tables
    first, *_ = closed_rows(1)
    return [
        check_accounts(account_table([first | change for change in order]), now=now)
        for order in (changes, changes[::-1])
    ]


def test_a_closing_that_expired_hides_no_newer_one_because_its_profile_was_seen_later(now, tables):
    day = timedelta(days=1)
    expired = {"observed": now - 2 * day, "closed_at": now - 90 * day, "expires": now - 30 * day, "handle": "latest"}
    standing = {"observed": now - 80 * day, "closed_at": now - 60 * day, "expires": now + 90 * day, "decision": "HF-N"}
    for checked in closed_twice(now, tables, expired, standing):
        kept = require_closings(checked, now=now)
        assert names(kept) == ["harbourfeed:c000"]
        assert kept.table.select(["handle", "decision", "closed_at", "expires"]).to_pylist() == [
            {"handle": "latest", "decision": "HF-N", "closed_at": now - 60 * day, "expires": now + 90 * day}
        ]
    lifted = expired | {"closed_at": now - 10 * day}
    for checked in closed_twice(now, tables, lifted, standing):
        assert names(require_closings(checked, now=now)) == []


def test_a_row_without_decision_is_refused_though_another_row_of_its_account_has_one(now, tables):
    seen = {"observed": now - timedelta(days=2)}
    lacking = {"observed": now - timedelta(days=9), "decision": None, "ground": " "}
    for checked, row in zip(closed_twice(now, tables, seen, lacking), (2, 1), strict=True):
        with pytest.raises(ClosingIncompleteError, match="1 of 2 rows can't be used") as raised:
            require_closings(checked, now=now)
        assert raised.value.rows == (row,)


def test_an_opening_is_held_against_the_newest_closing(now, tables):
    day = timedelta(days=1)
    first = {"observed": now - day, "created": now - 50 * day, "closed_at": now - 60 * day}
    again = {"observed": now - 2 * day, "created": now - 50 * day, "closed_at": now - 40 * day}
    for checked in closed_twice(now, tables, first, again):
        assert checked.table["created"].to_pylist() == [now - 50 * day]


def test_row_numbers_are_those_of_the_file(now):
    checked = check_accounts(pa.table({"account": ["b", None, "a"]}), now=now, numbers=np.array([3, 7, 11]))
    assert checked.numbers.tolist() == [11, 3]
    assert checked.set_aside[0].row == 7


def test_posts_lose_future_times_and_ends_of_endless_texts(now):
    posts = check_posts(
        pa.table({"account": ["a", "a"], "time": [now + timedelta(hours=1), now], "text": ["x" * 200_000, "y"]}),
        now=now,
    )
    assert posts["time"].to_pylist() == [None, now]
    assert len(posts["text"][0].as_py()) == 100_000


def test_a_column_that_stands_twice_is_refused():
    table = pa.table([["a"], ["x"], ["y"], ["z"], ["z"]], names=["account", "name", "name", "mood", "mood"])
    with pytest.raises(AccountTableError, match="2 columns name"):
        conform_accounts(table)
    assert conform_accounts(table.select([0, 1, 3, 4])).column("name").to_pylist() == ["x"]
