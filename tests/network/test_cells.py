"""Cells know their members, their core, how sure they are, and what they rest on."""

from datetime import timedelta

import numpy as np
import pytest

from seawall.network import CellOptions, CellOptionsError, make_slots, measure_cells, search_cells
from seawall.network.cap_report import cap_report


@pytest.fixture(scope="module")
def search(world):
    return search_cells(make_slots(world.table))


def test_each_planted_cell_is_a_cell(search, world):
    names = search.slots.accounts.to_pylist()
    groups = [{world.truth[names[one]] for one in cell.members.tolist()} for cell in search.cells]
    assert [len(cell.members) for cell in search.cells] == [16, 9, 5, 3]
    assert groups == [{"c3"}, {"c2"}, {"c1"}, {"c0"}]


def test_a_cell_that_holds_without_a_fifth_of_its_items_is_certain(search):
    assert all(cell.certainty > 0.9 for cell in search.cells)
    assert all(cell.hold.min() > 0.8 for cell in search.cells)
    assert all(cell.is_core.all() for cell in search.cells)


def test_a_hanger_on_is_outside_the_core(make_world, make_table):
    import pyarrow as pa

    made = make_world(8, cells=(8,))
    rows = made.table.to_pylist()
    leader = min(name for name in made.truth)
    own = [row for row in rows if row["account"] == leader and int(row["item"]) >= 10_000_000]
    private = [
        {"account": who, "item": f"private{n}", "time": row["time"]}
        for n, row in enumerate(own) for who in (leader, "hanger")
    ]  # fmt: skip
    table = pa.concat_tables([made.table, pa.Table.from_pylist(private, schema=made.table.schema)])
    search = search_cells(make_slots(table))
    names = search.slots.accounts.to_pylist()
    core = {
        names[m]: bool(c) for cell in search.cells for m, c in zip(cell.members.tolist(), cell.is_core, strict=True)
    }
    assert not core.get("hanger", False)
    assert all(core[name] for name in made.truth)


def test_evidence_are_the_rows_themselves(search, world):
    evidence, names = search.evidence, search.slots.accounts.to_pylist()
    table = world.table
    for at in range(0, len(evidence), 97):
        first, second = (table.slice(int(row), 1).to_pylist()[0] for row in
                         (evidence.first_row[at], evidence.second_row[at]))  # fmt: skip
        assert first["item"] == second["item"]
        assert (first["account"], second["account"]) == (names[evidence.first[at]], names[evidence.second[at]])
        assert second["time"] - first["time"] == timedelta(microseconds=int(evidence.lag[at])) >= timedelta()


def test_the_same_seed_gives_the_same_search(world, search):
    rng = np.random.default_rng(0)
    again = search_cells(make_slots(world.table.take(rng.permutation(world.table.num_rows))))
    assert (again.pairs.pairs == search.pairs.pairs).all()
    assert again.pairs.log_p == pytest.approx(search.pairs.log_p)
    assert [cell.members.tolist() for cell in again.cells] == [cell.members.tolist() for cell in search.cells]


def test_measures_hold_the_search_against_the_truth(search, world):
    told = measure_cells(search, world.truth)
    assert (told.recall, told.precision, told.pair_precision) == (1.0, 1.0, 1.0)
    assert (told.purity, told.mutual_information) == (1.0, 1.0)
    halved = {name: group for name, group in world.truth.items() if group != "c3"}
    assert measure_cells(search, halved).precision == round(17 / 33, 4)


def test_what_the_cap_leaves_out_is_told_with_its_bound(make_table):
    rows = [(f"a{n}", "x", n * 1_000_000) for n in range(1_000)] + [("a1", "y", 0), ("a2", "y", 1)]
    search = search_cells(make_slots(make_table(*zip(*rows, strict=True))), with_control=False)
    told = cap_report(search.pairs.tests[1])
    assert told["capped_items"] == 1
    (item,) = told["most_capped"]
    assert (item["item"], item["accounts"], item["nats_per_pair"]) == ("x", 1_000, 0.0)
    assert item["kept"] + item["left_out"] == 1_000 * 999 // 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"windows_seconds": ()}, "at least one window"),
        ({"windows_seconds": (60.0, 60.0)}, "named twice"),
        ({"windows_seconds": (-1.0,)}, "above 0"),
        ({"windows_seconds": (float("nan"),)}, "above 0"),
        ({"neighbours": 0}, "neighbours"),
        ({"false_discovery_rate": 1.0}, "rate"),
        ({"least_accounts": 2}, "3 accounts"),
        ({"resamples": -1}, "resamples"),
        ({"seed": -1}, "seed"),
    ],
)
def test_options_that_make_no_search_are_refused(given, told):
    with pytest.raises(CellOptionsError, match=told):
        CellOptions(**given)
