"""Draws are pure functions of seed, name and numbers; one at a time or many at once gives the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawall.testing.world.draws import Draws, mix

NUMBERS = st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=20)


def test_mix_is_splitmix64() -> None:
    # the first outputs of SplitMix64 seeded with 0 (Vigna, splitmix64.c)
    states = np.arange(3, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    assert [hex(v) for v in mix(states).tolist()] == ["0xe220a8397b1dcdaf", "0x6e789e6aa1b965f4", "0x6c45d188009454f"]


@given(st.integers(0, 10_000), NUMBERS, st.integers(1, 2**31))
def test_one_draw_equals_the_same_draw_among_many(seed: int, numbers: list[int], limit: int) -> None:
    draws = Draws(seed)
    many = draws.below("x", limit, np.array(numbers), 7)
    assert many.tolist() == [draws.number("x", limit, number, 7) for number in numbers]
    assert all(0 <= value < limit for value in many)


@given(st.integers(0, 10_000), NUMBERS)
def test_a_draw_hangs_on_its_name_and_numbers_only(seed: int, numbers: list[int]) -> None:
    asked = np.array(numbers)
    forward, backward = Draws(seed).unit("a", asked), Draws(seed).unit("a", asked[::-1])
    assert forward.tolist() == backward[::-1].tolist()
    assert ((forward >= 0) & (forward < 1)).all()


def test_different_names_and_seeds_draw_differently() -> None:
    rows = np.arange(1_000)
    a, b, c = Draws(1).bits("a", rows), Draws(1).bits("b", rows), Draws(2).bits("a", rows)
    assert not (a == b).any()
    assert not (a == c).any()


def test_shares_are_kept() -> None:
    drawn = Draws(3).chosen("s", np.array([0.7, 0.2, 0.1]), np.arange(100_000))
    assert np.abs(np.bincount(drawn) / 100_000 - [0.7, 0.2, 0.1]).max() < 0.01
