"""EM finds the chances that made the pairs; judgements help; nothing hangs on order."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from seawall.identity import Depth, Family
from seawall.identity.models import Hypothesis, load_model, save_model
from seawall.identity.models.bulk_weighing import log_odds, weigh_pairs
from seawall.identity.models.estimation import (
    NOT_JUDGED,
    NOT_SAME,
    TrainingPairs,
    estimate,
    fit_calibrations,
    with_calibrations,
)
from seawall.identity.models.pair_table import PairTable
from seawall.identity.models.weights import FamilyRule

NAMES = ("avatar", "display_name", "handle", "style")
LEVEL_COUNTS = (3, 2, 3, 4)
SAME = ((0.5, 0.2, 0.3), (0.6, 0.4), (0.5, 0.2, 0.3), (0.6, 0.25, 0.1, 0.05))
IMITATOR = ((0.7, 0.2, 0.1), (0.7, 0.3), (0.3, 0.5, 0.2), (0.01, 0.04, 0.25, 0.7))
OTHER = ((0.001, 0.004, 0.995), (0.01, 0.99), (0.001, 0.009, 0.99), (0.002, 0.018, 0.18, 0.8))


def draw(chances: tuple, count: int, rng: np.random.Generator) -> np.ndarray:
    columns = [rng.choice(len(one), size=count, p=one) for one in chances]
    return np.stack(columns, axis=1).astype(np.int8)


def table(levels: np.ndarray) -> PairTable:
    return PairTable(
        comparisons=NAMES,
        levels=levels,
        rarities=np.full(levels.shape, np.nan, np.float32),
        depths=np.full(len(levels), Depth.SOME, np.int8),
    )


@pytest.fixture(scope="module")
def made_up() -> tuple[PairTable, np.ndarray, PairTable]:
    rng = np.random.default_rng(11)
    truth = rng.choice(3, size=12_000, p=(0.05, 0.03, 0.92))
    levels = np.zeros((len(truth), len(NAMES)), np.int8)
    for one, chances in enumerate((SAME, IMITATOR, OTHER)):
        levels[truth == one] = draw(chances, int((truth == one).sum()), rng)
    return table(levels), truth, table(draw(OTHER, 40_000, rng))


def training(made_up, marks: np.ndarray | None = None) -> TrainingPairs:
    candidates, truth, randoms = made_up
    return TrainingPairs(
        candidates=candidates,
        marks=np.full(len(truth), NOT_JUDGED) if marks is None else marks,
        randoms=randoms,
        prior_bits=(float(np.log2(0.05 / 0.92)), float(np.log2(0.03 / 0.92))),
    )


def style_of(model, column: str) -> np.ndarray:
    return np.array(getattr(model.comparisons["style"].depths[Depth.SOME], column))


def test_without_truth_the_chances_that_made_the_pairs_come_out(made_up, hand_set) -> None:
    uncapped = dataclasses.replace(
        hand_set, families={family: FamilyRule(cap_bits=40.0, floor_bits=-40.0, share=1.0) for family in Family}
    )  # these comparisons were drawn one by one
    model = estimate(training(made_up), uncapped, name="learnt", version=1)
    assert style_of(model, "same") == pytest.approx(np.array(SAME[3]), abs=0.1)
    assert style_of(model, "other") == pytest.approx(np.array(OTHER[3]), abs=0.01)
    assert model.training["expected"]["same"] == pytest.approx(600, rel=0.25)
    assert model.comparisons["languages"].depths[0].same == hand_set.comparisons["languages"].depths[0].same


def test_judgements_bring_the_chances_nearer(made_up, hand_set) -> None:
    _, truth, _ = made_up
    marks = np.full(len(truth), NOT_JUDGED)
    marks[:6_000] = truth[:6_000]
    marks[6_000:7_000] = np.where(truth[6_000:7_000] == Hypothesis.SAME, Hypothesis.SAME, NOT_SAME)
    alone = estimate(training(made_up), hand_set, name="learnt", version=1)
    judged = estimate(training(made_up, marks), hand_set, name="learnt", version=2)

    def far(model) -> float:
        told = np.abs(style_of(model, "same") - SAME[3]).sum()
        return float(told + np.abs(style_of(model, "imitator") - IMITATOR[3]).sum())

    assert far(judged) < far(alone)
    assert judged.training["judged"]["not_same"] == int((truth[6_000:7_000] != Hypothesis.SAME).sum())


def test_a_pair_judged_different_is_never_counted_as_the_same(made_up, hand_set) -> None:
    _, truth, _ = made_up
    model = estimate(training(made_up, np.full(len(truth), NOT_SAME)), hand_set, name="learnt", version=1)
    assert model.training["expected"]["same"] == 0.0


def test_the_order_of_pairs_changes_no_digit(made_up, hand_set) -> None:
    candidates, truth, randoms = made_up
    shuffled = np.random.default_rng(5).permutation(len(truth))
    marks = np.where(np.arange(len(truth)) < 500, truth, NOT_JUDGED)
    one = estimate(training(made_up, marks), hand_set, name="learnt", version=1)
    mixed = (candidates.rows(shuffled), truth[shuffled], randoms.rows(np.arange(len(randoms))[::-1]))
    two = estimate(training(mixed, marks[shuffled]), hand_set, name="learnt", version=1)
    assert one == two
    assert one.digest == two.digest


def test_a_retrained_model_says_from_what(made_up, hand_set, tmp_path) -> None:
    model = estimate(training(made_up), hand_set, name="learnt", version=1, facts={"judgements": "ab" * 32})
    told = load_model(save_model(model, tmp_path)).training
    assert told["parent"] == hand_set.label
    assert (told["candidate_pairs"], told["random_pairs"], told["judgements"]) == (12_000, 40_000, "ab" * 32)
    assert told["rounds"] > 1


def test_calibrated_on_other_pairs_the_shares_hold(made_up, hand_set) -> None:
    candidates, truth, _ = made_up
    prior_bits = training(made_up).prior_bits
    model = estimate(training(made_up), dataclasses.replace(hand_set, families={}), name="learnt", version=1)
    odd = np.arange(len(truth)) % 2 == 1
    fitted = fit_calibrations(model, candidates.rows(odd), truth[odd] == Hypothesis.SAME, prior_bits)
    calibrated = with_calibrations(model, fitted, {"pairs": int(odd.sum())})
    assert calibrated.training["calibration"] == {"pairs": 6_000}
    seen = log_odds(weigh_pairs(calibrated, candidates.rows(~odd)), *prior_bits)
    shares = calibrated.calibrations[Depth.SOME].many(seen)
    observed = truth[~odd] == Hypothesis.SAME
    for low in np.arange(0.0, 1.0, 0.2):
        inside = (shares >= low) & (shares < low + 0.2)
        if inside.sum() > 60:
            assert shares[inside].mean() == pytest.approx(observed[inside].mean(), abs=0.12)


def test_nothing_to_learn_from_leaves_the_start(hand_set) -> None:
    empty = table(np.zeros((0, len(NAMES)), np.int8))
    nothing = TrainingPairs(candidates=empty, marks=np.zeros(0, np.int64), randoms=empty, prior_bits=(-10.0, -10.0))
    model = estimate(nothing, hand_set, name="learnt", version=1)
    assert style_of(model, "same") == pytest.approx(style_of(hand_set, "same"))
