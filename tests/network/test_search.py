"""Bad and odd tables: nothing is found where there is nothing, and nothing breaks."""

import numpy as np
import pytest

from seawall.network import CellOptions, account_table, cell_table, make_slots, pair_table, search_cells

_DAY = 86_400_000_000


def _search(make_table, account, item, time, **options):
    return search_cells(make_slots(make_table(account, item, time)), CellOptions(**options))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_rows_give_empty_tables(make_table, count):
    search = _search(make_table, "ab"[:count], "xx"[:count], [1, 2][:count])
    assert (len(search.pairs), search.cells) == (0, ())
    names = search.slots.accounts.to_pylist()
    assert [pair_table(search, names).num_rows, cell_table(search).num_rows] == [0, 0]
    assert account_table(search, names).num_rows == 0


def test_all_times_equal_and_everybody_at_everything_is_no_cell(make_table):
    """Neighbours under the cap are drawn anew for each item; a fixed order would tie the same ones each time."""
    account = list(range(60)) * 80
    search = _search(make_table, account, np.repeat(np.arange(80), 60), [0] * len(account))
    assert len(search.pairs) == 0


def test_all_times_equal_still_show_who_shares_rare_items(make_table):
    rng = np.random.default_rng(3)
    account = np.concatenate((rng.integers(0, 500, 8_000), np.tile(np.arange(6), 12)))
    item = np.concatenate((rng.integers(0, 4_000, 8_000), np.repeat(np.arange(12), 6) + 90_000))
    search = _search(make_table, account, item, np.zeros(len(account), np.int64))
    names = search.slots.accounts.to_pylist()
    assert [{names[one] for one in cell.members} for cell in search.cells] == [set("012345")]


def test_one_account_with_nine_tenths_of_the_rows_is_in_no_cell(make_table):
    rng = np.random.default_rng(5)
    account = np.where(rng.random(30_000) < 0.9, 0, rng.integers(1, 300, 30_000))
    search = _search(make_table, account, rng.integers(0, 3_000, 30_000), rng.integers(0, 20 * _DAY, 30_000))
    assert search.cells == ()


def test_one_item_that_everybody_shares_is_in_no_cell(make_table):
    rng = np.random.default_rng(6)
    account, time = rng.integers(0, 300, 20_000), rng.integers(0, 5 * _DAY, 20_000)
    search = _search(make_table, account, np.zeros(20_000, np.int64), time)
    assert search.cells == ()


def test_every_row_ten_times_changes_nothing(make_table, world):
    import pyarrow as pa

    options = CellOptions(resamples=0)
    once = search_cells(make_slots(world.table), options, with_control=False)
    tenfold = search_cells(make_slots(pa.concat_tables([world.table] * 10)), options, with_control=False)
    assert (once.pairs.pairs == tenfold.pairs.pairs).all()
    assert (once.pairs.co_slots == tenfold.pairs.co_slots).all()


def test_a_gap_of_ten_years_does_not_tie_those_who_came_in_the_same_year(make_table):
    """Two crowds, ten years apart: each knows its own time only, which is no co-ordination."""
    rng = np.random.default_rng(7)
    crowd = np.repeat([0, 1], 15_000)
    account = crowd * 1_000 + rng.integers(0, 300, 30_000)
    time = crowd * 3_650 * _DAY + rng.integers(0, 10 * _DAY, 30_000)
    item = crowd * 10_000 + rng.integers(0, 2_000, 30_000)
    assert len(_search(make_table, account, item, time).pairs) == 0


def test_two_crowds_of_the_same_hours_are_not_tied_by_their_hours(make_table):
    rng = np.random.default_rng(8)
    account = rng.integers(0, 400, 40_000)
    hour = np.where(account < 200, 3, 15) + rng.random(40_000)
    time = (rng.integers(0, 14, 40_000) * 24 + hour) * 3_600_000_000
    search = _search(make_table, account, rng.integers(0, 4_000, 40_000), time.astype(np.int64))
    assert len(search.pairs) == 0


def test_fans_who_keep_coming_to_one_channel_are_not_tied_by_coming(make_table):
    rng = np.random.default_rng(10)
    fans = [(f"f{rng.integers(12)}", "channel", int(rng.integers(0, 30 * _DAY))) for _ in range(3_000)]
    rest = [(f"r{rng.integers(400)}", f"y{n}", int(rng.integers(0, 30 * _DAY))) for n in range(40_000)]
    account, item, time = zip(*fans, *rest, strict=True)
    search = _search(make_table, account, item, time, windows_seconds=(60.0, 3_600.0))
    assert search.cells == ()


def test_the_control_finds_nothing_where_the_search_finds_cells(world):
    search = search_cells(make_slots(world.table), CellOptions(seed=9))
    assert len(search.cells) == 4
    assert (search.control.significant_pairs, search.control.cells) == (0, 0)
    assert search.control.likely_pairs > 0


def test_steps_are_told(world):
    told = []
    search_cells(make_slots(world.table), CellOptions(windows_seconds=(60.0,), resamples=0), progress=told.append)
    assert told == ["item within 60 s", "groups", "cells", "shuffled control"]
