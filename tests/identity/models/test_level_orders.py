"""Levels that a comparison declares to fall do so after any training, and conflicts speak for nobody."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import Depth, Family
from seawall.identity.compare import COMPARISONS, Ordered
from seawall.identity.models.estimation import TrainingPairs, estimate
from seawall.identity.models.hand_set import hand_set_model
from seawall.identity.models.hypotheses import Hypothesis
from seawall.identity.models.level_orders import declared_orders, with_ordered_levels
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.pair_table import PairTable
from seawall.identity.models.weights import LevelChances

ORDERED = [one for one in COMPARISONS.values() if isinstance(one, Ordered)]
SHARES = st.lists(st.floats(0.001, 1.0), min_size=8, max_size=8)


def bits(chances: LevelChances, column: str = "same") -> list[float]:
    return [math.log2(one / two) for one, two in zip(getattr(chances, column), chances.other, strict=True)]


def with_timing(same: list[float], other: list[float]) -> IdentityModel:
    model = hand_set_model(COMPARISONS.values())
    known = model.comparisons["timing"]
    tables = {
        name: tuple(one / sum(told) for one in told)
        for name, told in (("same", same), ("imitator", same[::-1]), ("other", other))
    }
    depths = tuple(dataclasses.replace(chances, **tables) for chances in known.depths)
    return dataclasses.replace(model, comparisons={"timing": dataclasses.replace(known, depths=depths)})


def falls(told: list[float], levels: tuple[str, ...], run: tuple[str, ...]) -> bool:
    along = [told[levels.index(level)] for level in run]
    return all(one >= two - 1e-9 for one, two in pairwise(along))


@given(SHARES, SHARES)
def test_whatever_was_counted_nearer_levels_never_weigh_less(same: list[float], other: list[float]) -> None:
    model = with_ordered_levels(with_timing(same, other), declared_orders(ORDERED))
    known = model.comparisons["timing"]
    for run in COMPARISONS["timing"].FALLING:
        for column in ("same", "imitator"):
            assert falls(bits(known.depths[Depth.SOME], column), known.levels, run)


@given(SHARES, SHARES)
def test_levels_in_order_stay_as_they_are_and_once_is_enough(same: list[float], other: list[float]) -> None:
    orders = declared_orders(ORDERED)
    once = with_ordered_levels(with_timing(same, other), orders)
    twice = with_ordered_levels(once, orders)
    for one, two in zip(once.comparisons["timing"].depths, twice.comparisons["timing"].depths, strict=True):
        assert one.same == pytest.approx(two.same)
    falling = sorted(same, reverse=True)
    already = with_timing(falling, [0.125] * 8)
    first = with_ordered_levels(already, orders).comparisons["timing"].depths[0].same
    assert first == already.comparisons["timing"].depths[0].same


def test_two_levels_out_of_order_share_one_ratio_and_their_common_chance() -> None:
    model = with_timing([0.1, 0.2, 0.1, 0.3, 0.1, 0.1, 0.05, 0.05], [0.1, 0.1, 0.1, 0.2, 0.2, 0.1, 0.1, 0.1])
    hour, day, week, month, year, prepared, later, before = (
        with_ordered_levels(model, {"timing": (("hour", "day"), ("week", "month"))})
        .comparisons["timing"]
        .depths[0]
        .same
    )
    assert (hour, day) == pytest.approx((0.15, 0.15))
    assert (week, month) == pytest.approx((0.4 / 3, 0.8 / 3))
    assert (year, prepared, later, before) == pytest.approx((0.1, 0.1, 0.05, 0.05))


def test_what_weighs_by_its_level_alone_and_is_a_matter_of_degree_is_ordered() -> None:
    families = {Family.TIME, Family.CONFLICT, Family.RHYTHM, Family.LANGUAGE}
    assert {one.NAME for one in COMPARISONS.values() if one.FAMILY in families} == {one.NAME for one in ORDERED}


def counted(levels: dict[str, list[tuple[str, int]]]) -> PairTable:
    """Return a table of pairs at given levels: comparison → (level, how many)."""
    names = tuple(sorted(levels))
    columns = [
        np.repeat([COMPARISONS[name].LEVELS.index(level) for level, _ in levels[name]], [n for _, n in levels[name]])
        for name in names
    ]
    table = np.stack(columns, axis=1).astype(np.int8)
    return PairTable(
        comparisons=names, levels=table, rarities=np.full(table.shape, np.nan, np.float32),
        depths=np.full(len(table), Depth.SOME, np.int8),
    )  # fmt: skip


def test_a_training_that_saw_few_returns_after_weeks_does_not_turn_the_levels_round() -> None:
    """Nobody came back between a week and a month, some after years; a few shared a minute beside their old account."""
    returns = counted({
        "timing": [("hour", 120), ("day", 200), ("week", 80), ("year", 40), ("later", 60)],
        "same_minute": [("sometimes", 40), ("chance", 460)],
    })  # fmt: skip
    strangers = counted({
        "timing": [("hour", 5), ("day", 75), ("week", 320), ("month", 900), ("year", 600), ("later", 100)],
        "same_minute": [("often", 1), ("sometimes", 1), ("chance", 1_998)],
    })  # fmt: skip
    pairs = TrainingPairs(
        candidates=returns,
        marks=np.full(len(returns), int(Hypothesis.SAME)),
        randoms=strangers,
        prior_bits=(-10.0, -10.0),
    )
    model = estimate(pairs, hand_set_model(COMPARISONS.values()), name="learnt", version=1)
    for name in ("timing", "same_minute"):
        known = model.comparisons[name]
        for run in COMPARISONS[name].FALLING:
            assert falls(bits(known.depths[Depth.SOME]), known.levels, run)
    assert max(bits(model.comparisons["same_minute"].depths[Depth.SOME])[:-1]) <= 0.0
