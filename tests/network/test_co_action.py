"""Visits and co-slots are what their definitions say, under any cap, in any number of walks."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.network import make_slots
from seawall.network.co_action import count_co_slots, count_pairs, find_co_slots, make_visits
from seawall.network.null_model import make_strata
from seawall.testing.slow_cells import pairs_of, visits_of

_ROW = st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(0, 40))


def _visits(make_table, rows, window, neighbours):
    slots = make_slots(make_table(*zip(*((a, i, t * 1_000_000) for a, i, t in rows), strict=True)))
    visits = make_visits(slots.by_kind[0], window, neighbours)
    return slots, visits, count_co_slots(visits, make_strata(visits.slots).of(visits.time), 24)


def _listed(slots, visits):
    names, items = slots.accounts.to_pylist(), [visits.slots.item_name(one) for one in range(len(visits.slots.keys))]
    at = visits.items_of(np.arange(len(visits)))
    return [(items[at[place]], int(visits.time[place]), names[visits.account[place]]) for place in range(len(visits))]


@settings(max_examples=80)
@given(rows=st.lists(_ROW, min_size=1, max_size=60), window=st.integers(1, 20), cap=st.integers(1, 5))
def test_visits_and_pairs_agree_with_plain_loops(make_table, rows, window, cap):
    slots, visits, counts = _visits(make_table, rows, window, cap)
    listed = _listed(slots, visits)
    named = [(str(a), str(i), t * 1_000_000) for a, i, t in rows]
    assert sorted(listed) == sorted(visits_of(named, window * 1_000_000))
    pairs, shared = count_pairs(visits, counts)
    names = slots.accounts.to_pylist()
    ours = {(names[int(p) >> 32], names[int(p) & 0xFFFFFFFF]): n for p, n in zip(pairs, shared.tolist(), strict=True)}
    assert ours == dict(pairs_of(listed, window * 1_000_000, cap))
    assert counts.kept.sum() == shared.sum() == counts.by_stratum.sum() == counts.by_account.sum() / 2
    uncapped = pairs_of(listed, window * 1_000_000, 1_000)
    assert counts.left_out.sum() == sum(uncapped.values()) - shared.sum()
    few, often = count_pairs(visits, counts, least=2)
    assert (few.tolist(), often.tolist()) == (pairs[shared >= 2].tolist(), shared[shared >= 2].tolist())


def test_little_room_means_more_walks_and_the_same_pairs(make_world):
    table = make_world(3, rows=3_000).table
    visits = make_visits(make_slots(table).by_kind[0], 3_600, 20)
    counts = count_co_slots(visits, make_strata(visits.slots).of(visits.time), 2_400)
    whole, shared = count_pairs(visits, counts)
    pieces, again = count_pairs(visits, counts, most_held=100)
    assert len(whole) > 1_000
    assert (whole == pieces).all()
    assert (shared == again).all()


def test_found_co_slots_are_those_that_were_counted(make_world):
    visits = make_visits(make_slots(make_world(4, rows=3_000).table).by_kind[0], 600, 5)
    counts = count_co_slots(visits, make_strata(visits.slots).of(visits.time), 2_400)
    pairs, shared = count_pairs(visits, counts, least=3)
    found = find_co_slots(visits, pairs)
    assert np.bincount(found.pair, minlength=len(pairs)).tolist() == shared.tolist()
    lag = visits.time[found.late] - visits.time[found.early]
    assert lag.min() >= 0
    assert lag.max() <= visits.window
    assert (visits.items_of(found.early) == visits.items_of(found.late)).all()


def test_an_item_that_everybody_uses_costs_no_more_than_the_cap_allows(make_table):
    count = 5_000
    slots = make_slots(make_table(range(count), ["x"] * count, range(count))).by_kind[0]
    visits = make_visits(slots, 3_600, 20)
    counts = count_co_slots(visits, make_strata(slots).of(visits.time), 24)
    assert counts.kept.sum() == count * 20 - 20 * 21 // 2
    assert counts.kept.sum() + counts.left_out.sum() == count * (count - 1) // 2


def test_repeated_rows_of_one_account_are_one_visit(make_table):
    slots = make_slots(make_table("aaaab", "xxxxx", [0, 0, 10_000_000, 200_000_000, 0])).by_kind[0]
    assert len(make_visits(slots, 60, 20)) == 3
