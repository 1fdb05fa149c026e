"""Rarity is believed as far as strangers bear it out, and less where another family already explains it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import Depth, Family
from seawall.identity.models.hand_set import hand_set_model
from seawall.identity.models.pair_table import pair_table
from seawall.identity.models.rarity_shares import CHAIN, believed_share, with_believed_rarity

from .conftest import Named, told

COMPARISONS = (
    Named("style", Family.VOICE, ("one_hand", "close", "far")),
    Named("wordings", Family.CONTENT, ("rare", "common", "none")),
)
MODEL = hand_set_model(COMPARISONS)
PAIRS = float(1 << 20)


def share_of(model, name: str, level: int) -> float:
    return model.comparisons[name].depths[Depth.SOME].rarity_share[level]


def test_rarity_that_strangers_bear_out_is_believed_whole() -> None:
    rarities = np.repeat(np.arange(10.0, 20.0), [1 << (20 - bits) >> 1 for bits in range(10, 20)])
    assert believed_share(rarities, np.ones(len(rarities)), PAIRS) == 1.0


def test_rarity_that_strangers_meet_too_often_is_believed_in_part() -> None:
    assert believed_share(np.full(1 << 10, 20.0), np.ones(1 << 10), PAIRS) == pytest.approx(0.5)


def test_too_few_strangers_say_nothing() -> None:
    assert believed_share(np.full(3, 20.0), np.ones(3), PAIRS) is None
    assert believed_share(np.zeros(0), np.zeros(0), PAIRS) is None


@given(st.lists(st.tuples(st.floats(2, 20), st.floats(0.1, 50)), min_size=1, max_size=40))
def test_more_strangers_never_raise_the_share(rows: list[tuple[float, float]]) -> None:
    rarities, strangers = np.array([r for r, _ in rows]), np.array([s for _, s in rows]) + 4.0
    once, twice = believed_share(rarities, strangers, PAIRS), believed_share(rarities, 2 * strangers, PAIRS)
    assert once is not None
    assert twice is not None
    assert 0 < twice <= once <= 1


def test_what_another_family_explains_already_is_believed_less() -> None:
    alike = [({"style": told(0, 20.0), "wordings": told(1, 12.0)}, Depth.SOME)] * 40
    alike += [({"style": told(0, 20.0), "wordings": told(2)}, Depth.SOME)] * 40
    strangers = [({"style": told(2), "wordings": told(1, 12.0)}, Depth.SOME)] * 40
    table = pair_table(MODEL.comparisons, alike + strangers)
    weights = np.ones(len(table))
    counted = with_believed_rarity(MODEL, table, weights, (PAIRS,) * 4)
    assert share_of(counted, "wordings", 1) == pytest.approx(1 / 12)  # every second one who writes alike
    independent = with_believed_rarity(MODEL, table.rows(np.arange(80, 120)), weights[80:], (PAIRS,) * 4)
    assert share_of(independent, "wordings", 1) == 1.0
    assert share_of(independent, "wordings", 0) == share_of(MODEL, "wordings", 0)  # nobody met it


def test_levels_whose_rarity_is_not_believed_stay_so_and_support_stands_outside_the_chain() -> None:
    table = pair_table(MODEL.comparisons, [({"style": told(2, 5.0)}, Depth.SOME)] * 50)
    assert share_of(with_believed_rarity(MODEL, table, np.ones(50), (PAIRS,) * 4), "style", 2) == 0.0
    assert not {Family.LANGUAGE, Family.TIME, Family.CONFLICT} & set(CHAIN)
