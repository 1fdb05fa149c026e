"""How near strangers of a bank come to a style, beside samples whose tail is known."""

from __future__ import annotations

import numpy as np
import pytest

from seawall.identity.traits.style_rarity import DEPTHS, HALF_BITS, StyleRarity
from seawall.identity.traits.style_tail import NEAREST, StyleTail

RARITY = StyleRarity(cosines=np.tile(np.linspace(0, 1, HALF_BITS, dtype=np.float32), (len(DEPTHS), 1)))


def nearest(seed=0, accounts=100_000, scale=0.02):
    cosines = 0.2 + np.random.default_rng(seed).exponential(scale, accounts)
    return np.sort(cosines)[-200:].astype(np.float32), accounts


def test_a_small_bank_has_no_tail():
    cosines, _ = nearest()
    assert StyleTail.of(cosines, 400) is None
    assert StyleTail.of(cosines[: NEAREST - 1], 100_000) is None


def test_the_slope_is_that_of_the_strangers():
    slopes = [StyleTail.of(*nearest(seed)).slope for seed in range(40)]
    assert np.mean(slopes) == pytest.approx(0.02, rel=0.1)


def test_at_the_edge_as_many_are_near_as_were_looked_at():
    tail = StyleTail.of(*nearest())
    assert tail.bits(tail.edge, RARITY, 20) == pytest.approx(np.log2(100_000 / NEAREST))


def test_the_order_of_the_nearest_and_who_stands_behind_them_change_nothing():
    cosines, accounts = nearest()
    mixed = np.random.default_rng(1).permutation(cosines)
    assert StyleTail.of(mixed, accounts) == StyleTail.of(cosines, accounts)
    assert StyleTail.of(cosines[-NEAREST:], accounts) == StyleTail.of(cosines, accounts)


def test_the_foremost_may_be_of_one_hand_and_do_not_move_the_slope():
    cosines, accounts = nearest()
    returned = cosines.copy()
    returned[-1] += 0.4
    assert StyleTail.of(returned, accounts).slope == pytest.approx(StyleTail.of(cosines, accounts).slope)


def test_nearer_is_never_less_rare_and_many_are_told_as_one_by_one():
    tail = StyleTail.of(*nearest())
    cosines = np.linspace(0.0, 1.0, 300)
    told = tail.bits_of(cosines, RARITY, 20)
    assert (np.diff(told) >= 0).all()
    assert np.allclose(told, [tail.bits(float(one), RARITY, 20) for one in cosines], atol=1e-6)
    assert told[0] == 0.0
