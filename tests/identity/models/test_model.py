"""What a pair weighs: prior, families, imitators, classes, evidence."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import AccountKind, Depth, Family, LinkClass, Portrait
from seawall.identity.models import Hypothesis, IdentityModel, Prior, count_rivals, depth_of_pair
from seawall.identity.models.hand_set import hand_set_model

from .conftest import COMPARISONS, told

BANK = 2_000
STRONG = {"handle": told(0, 16.0), "style": told(0), "avatar": told(0, 15.0)}
OUTCOMES = st.fixed_dictionaries(
    {},
    optional={
        one.NAME: st.builds(told, st.integers(0, len(one.LEVELS) - 1), st.none() | st.floats(0, 40))
        for one in COMPARISONS
    },
)


def weigh(model: IdentityModel, outcomes: dict, depth: Depth = Depth.SOME, bank: int = BANK):
    return model.weigh(outcomes, depth, model.prior(bank))


def test_nothing_compared_leaves_the_prior(hand_set) -> None:
    seen = weigh(hand_set, {})
    assert seen.bits == pytest.approx(seen.prior_bits + seen.imitator_bits)
    assert seen.prior_bits == pytest.approx(-16.02, abs=0.01)  # log2 of 0.03 / 2,000
    assert (seen.link_class, seen.families, seen.evidence) == (None, (), ())


def test_three_strong_families_are_likely_and_one_alone_never_is(hand_set) -> None:
    seen = weigh(hand_set, STRONG, bank=200)
    assert seen.link_class is LinkClass.LIKELY
    assert seen.families == (Family.NAME, Family.PICTURE, Family.VOICE)
    assert seen.probability >= hand_set.operating_point
    nobody_imitates = dataclasses.replace(hand_set, imitator_share=0.0)
    alone = weigh(nobody_imitates, {"handle": told(0, 20.0), "display_name": told(0, 20.0)}, bank=1)
    assert alone.probability >= hand_set.operating_point
    assert (alone.link_class, alone.families) == (LinkClass.POSSIBLE, (Family.NAME,))


def test_supporting_families_move_a_link_and_never_make_one(hand_set) -> None:
    support = {"languages": told(0), "timing": told(0)}
    assert weigh(hand_set, support, bank=1).bits == pytest.approx(weigh(hand_set, {}, bank=1).bits)
    assert weigh(hand_set, support, bank=1).link_class is None
    beside = {"handle": told(0, 12.0)}
    assert weigh(hand_set, {**beside, **support}).bits > weigh(hand_set, beside).bits
    assert weigh(hand_set, {**beside, **support}).families == (Family.NAME,)
    assert weigh(hand_set, {**beside, "languages": told(1)}).bits < weigh(hand_set, beside).bits


def test_who_copies_only_what_is_public_is_an_imitator_rather_than_the_same(hand_set) -> None:
    copied = {"handle": told(0, 20.0), "avatar": told(0, 20.0), "style": told(3)}
    seen = weigh(dataclasses.replace(hand_set, imitator_share=0.3), copied)
    assert seen.imitator_probability > seen.probability
    assert seen.link_class is LinkClass.IMITATOR
    own_voice = weigh(dataclasses.replace(hand_set, imitator_share=0.3), {**copied, "style": told(0)})
    assert own_voice.imitator_probability < own_voice.probability


def test_a_conflict_speaks_against_and_is_told(hand_set) -> None:
    seen = weigh(hand_set, {**STRONG, "same_minute": told(0)})
    assert seen.bits < weigh(hand_set, STRONG).bits
    assert seen.strongest_contrary is not None
    assert seen.strongest_contrary.name == "same_minute"
    assert any(one.feature == "same_minute" and one.weight < 0 for one in seen.evidence)


def test_a_comparison_the_model_does_not_know_weighs_nothing(hand_set) -> None:
    assert weigh(hand_set, {**STRONG, "gait": told(0, 20.0)}) == weigh(hand_set, STRONG)
    assert (
        weigh(hand_set, {**STRONG, "handle": told(9)}).bits
        == weigh(hand_set, {name: one for name, one in STRONG.items() if name != "handle"}).bits
    )  # nor does a level it does not know


@given(OUTCOMES, st.sampled_from(Depth))
def test_bits_add_up_and_probabilities_are_probabilities(outcomes: dict, depth: Depth) -> None:
    seen = weigh(hand_set_model(COMPARISONS), outcomes, depth)
    assert seen.bits == pytest.approx(seen.prior_bits + sum(part.bits for part in seen.parts) + seen.imitator_bits)
    assert 0 < seen.low <= seen.probability <= seen.high < 1
    assert 0 <= seen.imitator_probability <= 1 - seen.probability
    assert seen.imitator_bits <= 0
    if seen.link_class is LinkClass.LIKELY:
        assert len(seen.families) >= 2
    if seen.link_class is LinkClass.POSSIBLE:
        assert seen.families


@given(OUTCOMES)
def test_the_order_of_comparing_changes_nothing(outcomes: dict) -> None:
    model = hand_set_model(COMPARISONS)
    assert weigh(model, dict(reversed(outcomes.items()))) == weigh(model, outcomes)


def test_a_larger_bank_makes_the_same_evidence_less_probable(hand_set) -> None:
    outcomes = {"handle": told(0, 12.0), "style": told(0)}
    assert weigh(hand_set, outcomes, bank=1_000_000).probability < weigh(hand_set, outcomes, bank=100).probability


def test_evidence_is_heaviest_first_and_keeps_the_sentence(hand_set) -> None:
    evidence = weigh(hand_set, {**STRONG, "languages": told(1)}).evidence
    weights = [abs(one.weight) for one in evidence]
    assert weights == sorted(weights, reverse=True)
    assert {one.detail for one in evidence} == {"Both accounts agree."}
    assert (evidence[0].left, evidence[0].right) == ("new", "closed")


def test_a_pair_is_as_deep_as_the_account_of_which_less_is_seen() -> None:
    new, closed = Portrait(account="a:1", post_count=6), Portrait(account="a:2", post_count=400, kind=AccountKind.PAGE)
    assert depth_of_pair(new, closed) is depth_of_pair(closed, new) is Depth.FEW


def test_rivals_are_others_that_fit_at_least_as_well() -> None:
    assert count_rivals([5.0, 5.0, 1.0]) == [1, 1, 2]
    assert count_rivals([]) == []


@pytest.mark.parametrize(
    "wrong", [{"shown_from": 0.0}, {"operating_point": 1.0}, {"return_share": 1.2}, {"version": -1}]
)
def test_a_model_whose_limits_make_no_sense_is_refused(hand_set, wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"sense|prior"):
        dataclasses.replace(hand_set, **wrong)


def test_the_prior_is_of_a_pair() -> None:
    prior = Prior(closed_count=1_000, return_share=0.1, imitator_share=0.2)
    assert prior.bits(Hypothesis.IMITATOR) == pytest.approx(prior.bits(Hypothesis.SAME) + 1)
    assert prior.bits(Hypothesis.OTHER) == 0.0
    assert Prior(closed_count=0).bits(Hypothesis.SAME) < 0
