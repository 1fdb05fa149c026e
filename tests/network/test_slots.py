"""Rows become slots: sorted, numbered by name, ties drawn from what the rows say."""

import numpy as np
import pyarrow as pa
import pytest

from seawall.network import SlotTableError, make_slots
from seawall.network.slots import NO_KIND, conform_slots


def test_slots_are_sorted_by_item_and_time_and_remember_their_row(make_table):
    table = make_table("cabba", ["x", "y", "x", "y", "x"], [5, 1, 2, 9, 2])
    (slots,) = make_slots(table)
    assert slots.kind == NO_KIND
    assert make_slots(table).accounts.to_pylist() == ["a", "b", "c"]
    for item in range(len(slots.starts) - 1):
        stretch = slice(slots.starts[item], slots.starts[item + 1])
        assert np.all(np.diff(slots.time[stretch]) >= 0)
        rows = slots.row[stretch].tolist()
        assert {table["item"][row].as_py() for row in rows} == {slots.item_name(item)}
        assert [table["account"][row].as_py() for row in rows] == ["abc"[one] for one in slots.account[stretch]]


def test_kinds_are_kept_apart_over_the_same_accounts(make_table):
    slots = make_slots(make_table("abca", "xxyy", [1, 2, 3, 4], ["url", "url", "text", None]))
    assert [(one.kind, len(one)) for one in slots] == [(NO_KIND, 1), ("text", 1), ("url", 2)]
    assert {one.account_count for one in slots} == {3}
    assert len(slots) == 4


def test_an_empty_table_and_a_single_row_make_slots(make_table):
    assert len(make_slots(make_table([], [], []))) == 0
    assert len(make_slots(make_table("a", "x", [1]))) == 1


def test_the_order_of_rows_decides_nothing_even_at_one_instant(make_table):
    rng = np.random.default_rng(2)
    account, item = rng.integers(0, 30, 400), rng.integers(0, 9, 400)
    told = set()
    for _ in range(3):
        order = rng.permutation(400)
        slots = make_slots(make_table(account[order], item[order], np.zeros(400, np.int64)))
        (one,) = slots
        names = slots.accounts.to_pylist()
        told.add(tuple(sorted(
            (one.item_name(at), tuple(names[a] for a in one.account[one.starts[at] : one.starts[at + 1]]))
            for at in range(len(one.keys))
        )))  # fmt: skip
    assert len(told) == 1


def test_rows_of_one_instant_stand_in_another_order_in_each_item(make_table):
    account, item = list(range(20)) * 30, np.repeat(np.arange(30), 20)
    (slots,) = make_slots(make_table(account, item, np.zeros(600, np.int64)))
    orders = {tuple(slots.account[slots.starts[at] : slots.starts[at + 1]]) for at in range(30)}
    assert len(orders) == 30


def test_a_table_without_its_columns_is_refused_by_name(make_table):
    with pytest.raises(SlotTableError, match="there is no column item; the columns are account, time"):
        conform_slots(make_table("a", "x", [1]).drop_columns(["item"]))
    with pytest.raises(SlotTableError, match="column account has 1 gaps"):
        conform_slots(make_table("ab", "xx", [1, 2]).set_column(0, "account", pa.array(["a", None])))
    with pytest.raises(SlotTableError, match="column time"):
        conform_slots(make_table("a", "x", [1]).set_column(2, "time", pa.array(["noon"])))
