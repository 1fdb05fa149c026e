"""Tails are right and on the safe side; false discoveries are held; nothing is found where there is nothing."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, poisson

from seawall.network import CellOptions, make_slots, search_cells
from seawall.network.pair_test import log_tails
from seawall.network.significance import adjust
from seawall.testing.slow_cells import tail_of_trials


@given(count=st.integers(1, 2_000), mean=st.floats(1e-9, 1_500))
def test_tails_are_those_of_the_poisson_law(count, mean):
    (ours,) = log_tails(np.array([float(count)]), np.array([mean]))
    theirs = poisson.logsf(count - 1, mean)
    if count <= mean:
        assert ours == 0.0
    elif math.isfinite(theirs):
        assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-9)


def test_a_tail_too_small_for_a_float_still_has_a_logarithm():
    (ours,) = log_tails(np.array([900.0]), np.array([1e-6]))
    assert ours == pytest.approx(900 * math.log(1e-6) - math.lgamma(901), rel=1e-6)
    assert log_tails(np.array([3.0]), np.array([0.0])).tolist() == [-math.inf]


@pytest.mark.parametrize("seed", range(5))
def test_the_poisson_tail_is_never_below_that_of_the_single_slots(seed):
    """Each co-slot is a trial of its own chance; Poisson is their safe bound above the mean (Hoeffding 1956)."""
    rng = np.random.default_rng(seed)
    chances = rng.random(rng.integers(5, 300)) ** 6
    mean = chances.sum()
    for count in range(math.ceil(mean) + 2, math.ceil(mean) + 12):
        exact = tail_of_trials(chances.tolist(), count)
        (ours,) = log_tails(np.array([float(count)]), np.array([mean]))
        assert math.exp(ours) >= exact - 1e-12


@given(st.lists(st.floats(1e-12, 1.0), min_size=1, max_size=40), st.integers(0, 500))
def test_adjusting_agrees_with_benjamini_and_hochberg(values, unseen):
    p = np.sort(values)
    theirs = false_discovery_control(np.concatenate((p, np.ones(unseen))))[: len(p)]
    assert np.exp(adjust(np.log(p), len(p) + unseen)) == pytest.approx(theirs, rel=1e-9)


def test_planted_cells_are_found_whole_and_nobody_else(world):
    search = search_cells(make_slots(world.table), CellOptions(resamples=0))
    names = search.slots.accounts.to_pylist()
    tied = {names[one] for one in np.concatenate((search.pairs.left, search.pairs.right)).tolist()}
    assert tied == set(world.truth)
    groups = [world.truth[names[a]] == world.truth[names[b]] for a, b in
              zip(search.pairs.left.tolist(), search.pairs.right.tolist(), strict=True)]  # fmt: skip
    assert all(groups)
    assert len(search.pairs) == sum(size * (size - 1) // 2 for size in (3, 5, 9, 16))
    assert search.control is not None
    assert search.control.significant_pairs == 0


@pytest.mark.parametrize("seed", range(8))
def test_a_world_without_cells_has_no_significant_pair(make_world, seed):
    search = search_cells(make_slots(make_world(100 + seed).table), CellOptions(resamples=0), with_control=False)
    assert len(search.pairs) == 0
    assert search.cells == ()


def test_p_values_of_shuffled_accounts_are_not_too_small(make_world):
    """Of all pairs no more than t have p ≤ t, for small t; discreteness makes it fewer."""
    from seawall.network.co_action import count_pairs, make_visits
    from seawall.network.null_model import fit_null, make_strata
    from seawall.network.search import shuffle_accounts

    slots = make_slots(make_world(11, rows=30_000, cells=(10, 20)).table).by_kind[0]
    strata, rng = make_strata(slots), np.random.default_rng(6)
    hypotheses = slots.account_count * (slots.account_count - 1) / 2
    below = dict.fromkeys((1e-2, 1e-3, 1e-4), 0)
    for _ in range(5):
        visits = make_visits(shuffle_accounts(slots, strata, rng), 3_600, 20)
        null = fit_null(visits, strata)
        pairs, shared = count_pairs(visits, null.counts)
        tails = log_tails(shared.astype(np.float64), null.expect(pairs))
        for line in below:
            below[line] += int((tails <= math.log(line)).sum())
    for line, count in below.items():
        assert count <= 5 * hypotheses * line


def test_one_shared_item_makes_no_tie_however_unlikely(make_table):
    filler = [(f"f{n}", f"y{n}", n * 10_000_000) for n in range(5_000)]
    rows = [*filler, ("a", "x", 0), ("b", "x", 1), ("a", "x", 9 * 10**9), ("b", "x", 9 * 10**9 + 1)]
    assert len(search_cells(make_slots(make_table(*zip(*rows, strict=True))), with_control=False).pairs) == 0


def test_tests_are_paid_for_one_by_one(world):
    """The same slots under two names are two tests and a pooled one: every p-value triples, and meetings count once."""
    import pyarrow as pa

    table = world.table
    twice = pa.concat_tables([table.append_column("kind", pa.array([name] * table.num_rows)) for name in ("u", "v")])
    options = CellOptions(windows_seconds=(60.0,), resamples=0)
    once = search_cells(make_slots(table), options, with_control=False).pairs
    both = search_cells(make_slots(twice), options, with_control=False).pairs
    at = np.searchsorted(once.pairs, both.pairs)
    assert (once.pairs[at] == both.pairs).all()
    assert both.log_p == pytest.approx(once.log_p[at] + math.log(3))


def test_company_of_an_account_raises_what_it_expects(make_table):
    """Fifty accounts use what is popular, the others what nobody uses: taste is no tie."""
    rng = np.random.default_rng(9)
    popular = [(f"p{rng.integers(50)}", f"x{rng.integers(300)}", int(rng.integers(0, 10**12))) for _ in range(20_000)]
    others = [(f"o{rng.integers(500)}", f"y{n}", int(rng.integers(0, 10**12))) for n in range(60_000)]
    slots = make_slots(make_table(*zip(*popular, *others, strict=True)))
    search = search_cells(slots, CellOptions(windows_seconds=(3_600.0,), resamples=0), with_control=False)
    (test,) = search.pairs.tests
    assert len(test.pairs) > 200  # by activity alone, many of the fifty would be tied
    assert len(search.pairs) == 0
