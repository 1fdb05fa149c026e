"""Judgements move a model only through retraining, and the retrained model says from what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from seawall.identity import ContradictoryJudgementsError, Depth
from seawall.identity.judgements import Judgement, Verdict, digest_of_judgements
from seawall.identity.models import Hypothesis
from seawall.identity.models.estimation import NOT_JUDGED, NOT_SAME
from seawall.identity.models.pair_table import pair_table
from seawall.identity.models.retraining import marks_of, retrain

from .conftest import told

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)
BOTH = {"handle": told(0, 14.0), "style": told(1), "avatar": told(0, 12.0)}
COPIED = {"handle": told(0, 14.0), "avatar": told(0, 12.0), "style": told(3)}
STRANGERS = {"handle": told(2), "style": told(3), "avatar": told(2)}


def said(left: str, right: str, verdict: str) -> Judgement:
    return Judgement(left=left, right=right, verdict=Verdict(verdict), by="amal", at=NOON)


@pytest.fixture
def desk(hand_set):
    """Return candidate pairs, their accounts and random pairs of a small desk."""
    kinds = [BOTH] * 40 + [COPIED] * 40 + [STRANGERS] * 400
    accounts = [(f"new{n}", f"old{n}") for n in range(len(kinds))]
    candidates = pair_table(hand_set.comparisons, ((kind, Depth.SOME) for kind in kinds))
    randoms = pair_table(hand_set.comparisons, ((STRANGERS, Depth.SOME) for _ in range(2_000)))
    return candidates, accounts, randoms


def test_judgements_that_copies_are_others_make_such_copies_less_probable(hand_set, desk) -> None:
    candidates, accounts, randoms = desk
    prior = hand_set.prior(2_000)
    different = [said(*accounts[n], "different") for n in range(40, 80)]
    same = [said(*accounts[n], "same") for n in range(40)]
    model = retrain(hand_set, candidates, accounts, randoms, same + different, prior=prior)

    def gap(one) -> float:
        return one.weigh(BOTH, Depth.SOME, prior).bits - one.weigh(COPIED, Depth.SOME, prior).bits

    assert gap(model) > gap(hand_set) + 1
    assert (model.version, model.name) == (hand_set.version + 1, hand_set.name)
    assert model.training["parent"] == hand_set.label
    assert model.training["judgements"] == digest_of_judgements(same + different)
    assert model.training["judgement_counts"] == {"same": 40, "different": 40, "unsure": 0}
    assert model.calibrations == hand_set.calibrations


def test_marks_are_those_of_the_standing_judgement(desk) -> None:
    marks = marks_of([("a", "b"), ("c", "b"), ("d", "e")], [said("b", "a", "same"), said("b", "c", "different")])
    assert marks.tolist() == [Hypothesis.SAME, NOT_SAME, NOT_JUDGED]
    assert marks_of([("a", "b")], [said("a", "b", "unsure")]).tolist() == [NOT_JUDGED]


def test_contradictory_judgements_teach_nothing(hand_set, desk) -> None:
    ring = [said("a", "b", "same"), said("b", "c", "same"), said("a", "c", "different")]
    with pytest.raises(ContradictoryJudgementsError):
        retrain(hand_set, *desk, ring, prior=hand_set.prior(2_000))
