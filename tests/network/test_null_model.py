"""What chance brings agrees with the definition, with shuffled accounts, and with extremes."""

from collections import Counter

import numpy as np
import pytest

from seawall.network import make_slots
from seawall.network.co_action import count_pairs, find_co_slots, make_visits
from seawall.network.null_model import TimeStrata, expect_again, expect_in_strata, fit_null, make_strata
from seawall.network.search import shuffle_accounts
from seawall.testing.slow_cells import expected_of

_HOUR, _DAY = 3_600_000_000, 86_400_000_000


def _all_pairs(count):
    left, right = np.triu_indices(count, 1)
    return (left.astype(np.uint64) << np.uint64(32)) | right.astype(np.uint64)


def test_expectations_agree_with_plain_loops(make_world):
    slots = make_slots(make_world(1, accounts=8, rows=300).table)
    strata = TimeStrata(edges=np.array([slots.by_kind[0].time.min() // _DAY + 5]) * _DAY)
    visits = make_visits(slots.by_kind[0], 3_600, 4)
    null = fit_null(visits, strata)
    names, items = slots.accounts.to_pylist(), visits.items_of(np.arange(len(visits)))
    listed = [(str(items[at]), int(visits.time[at]), names[visits.account[at]]) for at in range(len(visits))]

    def stratum_of(time):
        return int(time >= strata.edges[0]), time // _HOUR % 24

    counts = Counter({divmod(at, 24): n for at, n in enumerate(null.counts.by_stratum.tolist()) if n})
    for pair, expected in zip(_all_pairs(8), null.expect(_all_pairs(8)), strict=True):
        slow = expected_of(listed, stratum_of, counts, names[int(pair) >> 32], names[int(pair) & 0xFFFF])
        assert expected == pytest.approx(slow, rel=1e-4)


def test_expectations_over_all_pairs_are_the_co_slots_that_there_are(world):
    slots = make_slots(world.table).by_kind[0]
    for window in (60, 3_600):
        null = fit_null(make_visits(slots, window, 20), make_strata(slots))
        expected = null.expect(_all_pairs(slots.account_count))
        assert expected.sum() == pytest.approx(null.counts.kept.sum(), rel=1e-3)
        assert null.company.sum() == pytest.approx(2 * null.counts.kept.sum(), rel=0.02)


def test_shuffled_accounts_share_as_much_as_expected(make_world):
    slots = make_slots(make_world(5, rows=20_000, cells=(12,)).table).by_kind[0]
    strata, rng = make_strata(slots), np.random.default_rng(3)
    every = _all_pairs(slots.account_count)
    seen, expected = np.zeros(len(every)), np.zeros(len(every))
    for _ in range(4):
        visits = make_visits(shuffle_accounts(slots, strata, rng), 600, 20)
        null = fit_null(visits, strata)
        pairs, shared = count_pairs(visits, null.counts)
        seen[np.searchsorted(every, pairs)] += shared
        expected += null.expect(every)
    for part in np.array_split(np.argsort(expected), 5):
        assert seen[part].mean() == pytest.approx(expected[part].mean(), rel=0.2, abs=0.01)


def test_shuffling_leaves_who_is_active_when(world):
    slots = make_slots(world.table).by_kind[0]
    strata = make_strata(slots)
    shuffled = shuffle_accounts(slots, strata, np.random.default_rng(1))
    stratum = strata.of(slots.time).astype(np.int64) * slots.account_count
    assert (np.sort(stratum + slots.account) == np.sort(stratum + shuffled.account)).all()
    assert (shuffled.account != slots.account).mean() > 0.5


def test_an_account_with_most_of_the_rows_takes_most_of_the_co_slots_and_no_more(make_table):
    rng = np.random.default_rng(4)
    account = np.where(rng.random(20_000) < 0.9, 0, rng.integers(1, 50, 20_000))
    slots = make_slots(make_table(account, rng.integers(0, 2_000, 20_000), rng.integers(0, 20 * _DAY, 20_000)))
    null = fit_null(make_visits(slots.by_kind[0], _DAY / 1e6, 20), make_strata(slots.by_kind[0]))
    expected = null.expect(_all_pairs(50))
    assert expected.sum() == pytest.approx(null.counts.kept.sum(), rel=1e-3)
    assert null.counts.kept.sum() > 1_000


def test_strata_are_whole_days_of_about_equally_many_rows(make_world):
    slots = make_slots(make_world(2, rows=30_000).table).by_kind[0]
    strata = make_strata(slots)
    assert strata.stretch_count > 5
    assert (strata.edges % _DAY == 0).all()
    assert np.bincount(strata.stretch_of(slots.time)).min() > 1_000


def test_equal_times_and_a_gap_of_ten_years_make_few_strata(make_table):
    same = make_slots(make_table(range(9_000), range(9_000), [5] * 9_000)).by_kind[0]
    assert make_strata(same).stretch_count == 1
    apart = np.where(np.arange(9_000) < 4_500, 0, 3_650 * _DAY)
    gap = make_slots(make_table(range(9_000), range(9_000), apart)).by_kind[0]
    assert make_strata(gap).stretch_count == 2
    assert make_strata(make_slots(make_table([], [], [])).by_kind[0]).stretch_count == 1


def test_those_who_keep_coming_to_one_item_are_expected_to_meet_there(make_table):
    """Two come ten and four times on one day, twice each on another, one of them alone on a third."""
    hours = np.full((2, 24), 1 / 24, np.float32)
    days = [("a", 0)] * 10 + [("b", 0)] * 4 + [("a", 1)] * 2 + [("b", 1)] * 2 + [("a", 2)] * 5
    rows = [(who, "x", day * _DAY + place * 600_000_000) for place, (who, day) in enumerate(days)]
    rows += [("a", "y", 0), ("b", "y", 1)]
    visits = make_visits(make_slots(make_table(*zip(*rows, strict=True))).by_kind[0], 60, 20)
    item = visits.items_of(np.arange(len(visits)))
    busy = int(np.bincount(item).argmax())
    met = expect_again(visits, hours, np.array([busy, 1 - busy]), (np.array([0, 1]), np.array([1, 0])))
    assert met == pytest.approx(np.array([10 * 4 + 2 * 2, 1]) * 120 / 86_400, rel=1e-5)


def test_expectations_in_strata_agree_with_plain_loops(make_world):
    slots = make_slots(make_world(2, accounts=9, rows=600).table).by_kind[0]
    strata = TimeStrata(edges=np.array([slots.time.min() // _DAY + 6]) * _DAY)
    visits = make_visits(slots, 3_600, 20)
    null = fit_null(visits, strata)
    every = _all_pairs(slots.account_count)
    found = find_co_slots(visits, every)
    stratum = strata.of(visits.time).tolist()
    came = Counter(zip(visits.account.tolist(), stratum, strict=True))
    met = Counter(zip(found.pair.tolist(), (stratum[at] for at in found.early.tolist()), strict=True))
    total = Counter(stratum)
    told = expect_in_strata(visits, null, every, found, null.counts.by_stratum)
    assert told.max() > 0
    for place, pair in enumerate(every.tolist()):
        slow = 0.0
        for where, visitors in total.items():
            joint = met[place, where]
            left, right = (max(0, came[one, where] - joint) for one in (pair >> 32, pair & 0xFFFF))
            slow += 2 * null.counts.by_stratum[where] * left * right / max(1, visitors * (visitors - 1))
        assert told[place] == pytest.approx(slow, rel=1e-9)


def test_accounts_that_are_busy_in_the_same_few_hours_are_not_tied_by_that(make_table):
    """A shift of six posts all day in two hours of each week, whatever is popular then; habits over months miss it."""
    from seawall.network import CellOptions, search_cells

    rng = np.random.default_rng(11)
    rows = [
        (f"o{rng.integers(400)}", f"x{rng.integers(3_000)}", int(rng.integers(0, 60 * _DAY))) for _ in range(40_000)
    ]
    for week in range(8):
        begin = week * 7 * _DAY + (week * 5 % 24) * _HOUR
        popular = rng.integers(0, 40, 900)
        rows += [
            (f"s{rng.integers(6)}" if n % 2 else f"o{rng.integers(400)}", f"w{week}-{popular[n]}",
             begin + int(rng.integers(0, 2 * _HOUR)))
            for n in range(900)
        ]  # fmt: skip
    slots = make_slots(make_table(*zip(*rows, strict=True)))
    told = search_cells(slots, CellOptions(windows_seconds=(600.0,), resamples=0))
    assert told.control.significant_pairs == 0
