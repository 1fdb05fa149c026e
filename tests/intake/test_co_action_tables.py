"""Tables of slots are read whole; a row that can't be used is set aside with its number and the reason."""

import gzip
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.intake.co_action_tables import read_slot_table
from seawall.network import SlotTableError, make_slots

NOW = datetime(2026, 11, 22, tzinfo=UTC)
_NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


def _read(tmp_path, text, name="slots.csv", **more):
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode("utf-8", "surrogateescape"))
    return read_slot_table(path, now=NOW, **more)


@pytest.mark.parametrize("name", ["slots.csv", "slots.csv.gz"])
def test_plain_columns_are_read(tmp_path, name):
    told = _read(tmp_path, "Account,URL,Timestamp,note\na,x,2026-02-01T12:00:00Z,1\nb,x,1769947200,2\n", name)
    assert told.table.column_names == ["account", "item", "time"]
    assert told.table.to_pylist() == [
        {"account": "a", "item": "x", "time": _NOON}, {"account": "b", "item": "x", "time": _NOON},
    ]  # fmt: skip
    assert (told.row_count, told.set_aside_count) == (2, 0)


def test_zones_may_be_mixed(tmp_path):
    rows = ("2026-02-01T12:00:00Z", "2026-02-01T13:00:00+01:00", "2026-02-01 12:00:00", "2026-02-01T05:30:00-06:30")
    told = _read(tmp_path, "account,item,time\n" + "".join(f"a,x,{one}\n" for one in rows))
    assert set(told.table["time"].to_pylist()) == {_NOON}


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000])
def test_numbers_count_seconds_or_smaller_units(tmp_path, factor):
    told = _read(tmp_path, f"account,item,time\na,x,{1_769_947_200 * factor}\n")
    assert told.table["time"].to_pylist() == [_NOON]


def test_bad_rows_are_set_aside_with_number_and_reason(tmp_path):
    text = (
        "account,item,time\n,x,2026-02-01\na,,2026-02-01\na,x,\na,x,yesterday\na,x,2026-02-30\na,x,2126-01-01\n"
        'good,x,2026-02-01\na,x\n"open,x,2026-02-01\n'
    )
    told = _read(tmp_path, text)
    assert told.table["account"].to_pylist() == ["good"]
    assert [(one.row, one.reason) for one in sorted(told.set_aside, key=lambda one: one.row)] == [
        (1, "there is no account"),
        (2, "there is no item"),
        (3, "there is no time"),
        (4, "time: 'yesterday' is no date and time"),
        (5, "time: '2026-02-30' is no date and time"),
        (6, "time: 2126-01-01 is after 2026-11-24"),
        (8, "3 columns expected, 2 found"),
        (9, "a quote opens in this row and never closes"),
    ]
    assert told.row_count == 9


def test_octets_that_are_no_utf_8_cost_their_row_alone(tmp_path):
    told = _read(tmp_path, "account,item,time\na,\udcff,2026-02-01\nb,x,2026-02-01\n")
    assert told.table["account"].to_pylist() == ["b"]
    assert "not utf-8" in told.set_aside[0].reason


def test_an_item_may_run_over_lines(tmp_path):
    told = _read(tmp_path, 'account,item,time\na,"two\nlines",2026-02-01\nb,"say ""x""",2026-02-01\n')
    assert told.table["item"].to_pylist() == ["two\nlines", 'say "x"']


def test_ids_of_mixed_types_stay_what_they_say(tmp_path):
    path = tmp_path / "slots.parquet"
    pq.write_table(pa.table({"account": [4117.0, 12.0, None], "item": [1, 2, 3], "time": [_NOON] * 3}), path)
    told = read_slot_table(path, now=NOW)
    assert told.table["account"].to_pylist() == ["4117", "12"]
    assert told.table["item"].to_pylist() == ["1", "2"]
    text = _read(tmp_path, "account,item,time\n007,1,2026-02-01\n7,1.0,2026-02-01\n")
    assert text.table["account"].to_pylist() == ["007", "7"]
    assert text.table["item"].to_pylist() == ["1", "1.0"]


@pytest.mark.parametrize("text", ["account,item,time\n", "account,item,time"])
def test_a_table_without_rows_has_no_slots(tmp_path, text):
    told = _read(tmp_path, text)
    assert (told.table.num_rows, told.row_count) == (0, 0)
    assert len(make_slots(told.table)) == 0


def test_columns_may_be_named(tmp_path):
    told = _read(tmp_path, "who,what,when\na,x,2026-02-01\n", names={"account": "who", "item": "what", "time": "when"})
    assert told.table["account"].to_pylist() == ["a"]


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(SlotTableError, match=r"has no column item; its columns are account, time$"):
        _read(tmp_path, "account,time\na,2026-02-01\n")
    with pytest.raises(SlotTableError, match="has no column group"):
        _read(tmp_path, "account,item,time\na,x,2026-02-01\n", truth="group")
    with pytest.raises(SlotTableError, match=r"is no \.csv"):
        read_slot_table(tmp_path / "slots.txt", now=NOW)


def test_the_truth_is_a_group_for_each_account_that_has_one(tmp_path):
    told = _read(tmp_path, "account,item,time,g\na,x,2026-02-01,c1\nb,x,2026-02-01,\na,y,2026-02-01,\n", truth="g")
    assert told.truth == {"a": "c1"}
