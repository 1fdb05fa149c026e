"""What an outcome weighs, and how a family is capped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.models.weights import FamilyRule, LevelChances, cap_family, kept_bits

RULE = FamilyRule(cap_bits=10.0, floor_bits=-4.0, share=0.25)
CHANCES = LevelChances(
    same=(0.5, 0.3, 0.2), imitator=(0.5, 0.3, 0.2), other=(0.001, 0.049, 0.95), rarity_share=(1.0, 0.0, 0.0)
)
BITS = st.floats(-30, 30)


@given(kept=st.floats(0.0001, 1.0), rarity=st.floats(0, 20))
def test_an_agreement_never_weighs_under_nothing_nor_over_its_rarity(kept: float, rarity: float) -> None:
    assert -1e-9 <= kept_bits(kept, rarity) <= rarity + 1e-9


def test_an_agreement_on_what_everybody_has_weighs_nothing_and_on_a_rare_thing_much() -> None:
    common, rare = CHANCES.bits(0, 0.0)[0], CHANCES.bits(0, 16.0)[0]
    assert common == pytest.approx(0.0)
    assert 14.9 < rare < 15.1
    assert CHANCES.bits(0, 60.0) == CHANCES.bits(0, 20.0)  # no rarity is believed beyond 20 bits


def test_a_level_without_rarity_weighs_its_average() -> None:
    assert CHANCES.bits(1, None)[0] == pytest.approx(2.614, abs=0.001)
    assert CHANCES.bits(1, 16.0) == CHANCES.bits(1, None)  # this level's rarity is not believed


@given(st.lists(BITS, min_size=1, max_size=6))
def test_a_family_counts_between_floor_and_cap_and_never_turns_a_sign(bits: list[float]) -> None:
    factors = cap_family(bits, RULE)
    assert all(0.0 <= factor <= 1.0 + 1e-9 for factor in factors)
    assert -4.0 - 1e-9 <= sum(f * b for f, b in zip(factors, bits, strict=True)) <= 10.0 + 1e-9


@given(st.lists(st.floats(0, 9), min_size=2, max_size=6))
def test_more_agreement_in_a_family_never_lowers_it(bits: list[float]) -> None:
    def total(given: list[float]) -> float:
        return sum(f * b for f, b in zip(cap_family(given, RULE), given, strict=True))

    assert total(bits) >= total(bits[:-1]) - 1e-9


@pytest.mark.parametrize(
    "wrong",
    [
        {"same": (0.5, 0.5), "imitator": (0.5, 0.5), "other": (0.5, 0.5), "rarity_share": (1.0,)},
        {"same": (0.9, 0.5), "imitator": (0.5, 0.5), "other": (0.5, 0.5), "rarity_share": (1.0, 0.0)},
        {"same": (1.0, 0.0), "imitator": (0.5, 0.5), "other": (0.5, 0.5), "rarity_share": (1.0, 0.0)},
        {"same": (0.5, 0.5), "imitator": (0.5, 0.5), "other": (0.5, 0.5), "rarity_share": (1.5, 0.0)},
        {"same": (1.0,), "imitator": (1.0,), "other": (1.0,), "rarity_share": (1.0,)},
    ],
)
def test_what_is_no_set_of_chances_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"chance|hypotheses|rarity"):
        LevelChances(**wrong)


def test_rules_that_turn_a_sign_round_are_refused() -> None:
    with pytest.raises(ValueError, match="cap"):
        FamilyRule(cap_bits=-1.0, floor_bits=-4.0, share=0.25)
