"""The 300 of one night stand out; ordinary days do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity.waves import Opening, find_waves, scan_log_chance

START = datetime(2026, 3, 2, tzinfo=UTC)
END = START + timedelta(days=14)


def ordinary(count: int, seed: int) -> list[Opening]:
    hours = np.random.default_rng(seed).random(count) * 14 * 24
    return [Opening(account=f"o{n}", at=START + timedelta(hours=float(at))) for n, at in enumerate(hours)]


def night(count: int) -> list[Opening]:
    hours = 6 * 24 + 21 + np.random.default_rng(1).random(count) * 9
    return [Opening(account=f"n{n}", at=START + timedelta(hours=float(at))) for n, at in enumerate(hours)]


def test_the_three_hundred_of_one_night_are_one_wave() -> None:
    (wave,) = find_waves(ordinary(280, 4) + night(300), START, END)
    found = set(wave.accounts)
    assert len(found & {one.account for one in night(300)}) >= 290
    assert len(found) <= 325
    assert wave.chance < 1e-100
    assert wave.expected < 20
    assert wave.begins >= START + timedelta(days=6, hours=12)


def test_ordinary_days_hold_no_wave() -> None:
    assert sum(len(find_waves(ordinary(280, seed), START, END)) for seed in range(20)) == 0


def test_two_nights_are_two_waves_in_order_of_time() -> None:
    later = [Opening(account=f"l{n}", at=START + timedelta(days=10, minutes=3 * n)) for n in range(40)]
    waves = find_waves(later + ordinary(140, 2) + night(60), START, END)
    assert [wave.begins < START + timedelta(days=9) for wave in waves] == [True, False]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_openings_changes_nothing(random) -> None:
    openings = ordinary(100, 3) + night(40)
    shuffled = list(openings)
    random.shuffle(shuffled)
    assert find_waves(shuffled, START, END) == find_waves(openings, START, END)


def test_the_chance_is_that_of_a_simulated_process() -> None:
    rng = np.random.default_rng(7)
    rate, span, width, count, runs = 2.0, 100.0, 1.0, 9, 3_000
    hits = 0
    for _ in range(runs):
        times = np.sort(rng.random(rng.poisson(rate * span)) * span)
        most = (np.searchsorted(times, times + width, side="right") - np.arange(len(times))).max(initial=0)
        hits += most >= count
    assert np.exp(scan_log_chance(count, width, span, rate)) == pytest.approx(hits / runs, abs=0.04)


def test_fuller_windows_are_less_probable_down_to_nothing() -> None:
    chances = [scan_log_chance(count, 3_600.0, 14 * 86_400.0, 20 / 86_400) for count in (2, 6, 12, 40, 400, 4_000)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == pytest.approx(0.0, abs=1e-6)
    assert all(np.isfinite(chances))


def test_few_accounts_are_no_wave_and_none_are_fine() -> None:
    assert find_waves([], START, END) == ()
    four = [Opening(account=str(n), at=START + timedelta(minutes=n)) for n in range(4)]
    assert find_waves(four, START, END) == ()
    five = [*four, Opening(account="4", at=START + timedelta(minutes=5))]
    assert [wave.accounts for wave in find_waves(five, START, END)] == [("0", "1", "2", "3", "4")]


def test_a_higher_usual_rate_explains_more() -> None:
    openings = ordinary(280, 4) + night(30)
    assert find_waves(openings, START, END)
    assert find_waves(openings, START, END, usual_per_day=200.0) == ()


def test_openings_outside_the_time_looked_at_do_not_count() -> None:
    assert find_waves(night(300), START, START + timedelta(days=3)) == ()
    with pytest.raises(ValueError, match="ends after"):
        find_waves([], END, START)
