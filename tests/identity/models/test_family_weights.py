"""A family's factor raises what its levels say, at its depths alone, and keeps their order."""

from __future__ import annotations

import math

import pytest

from seawall.identity.compare import COMPARISONS
from seawall.identity.families import Family
from seawall.identity.models.family_weights import with_family_weights
from seawall.identity.models.hand_set import hand_set_model
from seawall.identity.models.model import IdentityModel
from seawall.identity.portrait import Depth


@pytest.fixture
def model() -> IdentityModel:
    return hand_set_model(COMPARISONS.values())


def test_log_odds_of_levels_keep_their_order_and_differences_grow_by_the_factor(model: IdentityModel) -> None:
    raised = with_family_weights(model, {Family.CIRCLE: {Depth.FEW: 1.3}})
    levels = range(len(COMPARISONS["contacts"].LEVELS))
    for which in (0, 1):
        before, after = (
            [one.comparisons["contacts"].depths[Depth.FEW].bits(level, None)[which] for level in levels]
            for one in (model, raised)
        )
        for level in levels[1:]:
            assert after[level - 1] - after[level] == pytest.approx(1.3 * (before[level - 1] - before[level]))
    for told in raised.comparisons["contacts"].depths:
        assert math.fsum(told.same) == pytest.approx(1.0)


def test_the_believed_share_of_rarity_grows_by_the_factor_and_never_over_one(model: IdentityModel) -> None:
    told, before = (
        one.comparisons["contacts"].depths[Depth.FEW].rarity_share
        for one in (with_family_weights(model, {Family.CIRCLE: {Depth.FEW: 1.3}}), model)
    )
    assert told == tuple(min(1.0, 1.3 * share) for share in before)


def test_other_depths_families_caps_and_an_even_factor_stay_as_they_are(model: IdentityModel) -> None:
    raised = with_family_weights(model, {Family.CIRCLE: {Depth.FEW: 1.3}, Family.VOICE: {Depth.SOME: 1.0}})
    assert raised.families == model.families
    for name, weights in model.comparisons.items():
        for depth in Depth:
            if weights.family is not Family.CIRCLE or depth is not Depth.FEW:
                assert raised.comparisons[name].depths[depth] == weights.depths[depth]


def test_the_factors_are_told_in_the_training(model: IdentityModel) -> None:
    raised = with_family_weights(model, {Family.CIRCLE: {Depth.FEW: 1.3}})
    assert raised.training["family_weights"] == {"circle": [1.0, 1.3, 1.0, 1.0]}


@pytest.mark.parametrize("factor", [0.0, -1.0, math.nan])
def test_a_factor_that_would_turn_evidence_round_is_refused(model: IdentityModel, factor: float) -> None:
    with pytest.raises(ValueError, match="factor"):
        with_family_weights(model, {Family.CIRCLE: {Depth.FEW: factor}})
