"""What do reviewers' judgements teach a model? A new one, estimated from the old, that says what it was made from.

Judgements move weights here and nowhere else: a desk that judges all day links as before until somebody retrains, and
the model of before stays for replaying. What was judged is held fixed in the estimation, what was not is shared out by
it, and the old model counts as many pairs, so that a handful of judgements moves little. Calibration stays the old
model's: pairs that reviewers choose to judge are no fair sample of those that come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.judgements import (
    Judgement,
    Pair,
    Verdict,
    check_judgements,
    digest_of_judgements,
    pair_of,
    standing,
)
from seawall.identity.models.estimation import NOT_JUDGED, NOT_SAME, TrainingPairs, estimate
from seawall.identity.models.hypotheses import Hypothesis, Prior
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.pair_table import PairTable

__all__ = ["marks_of", "retrain"]

_PARENT_PAIRS: Final = 100.0
_MARKS: Final = {
    Verdict.SAME: int(Hypothesis.SAME), Verdict.DIFFERENT: NOT_SAME, Verdict.UNSURE: NOT_JUDGED,
}  # fmt: skip


def retrain(
    parent: IdentityModel,
    candidates: PairTable,
    accounts: Sequence[Pair],
    randoms: PairTable,
    judgements: Iterable[Judgement],
    *,
    prior: Prior,
) -> IdentityModel:
    """Return the next version of a model.

    Args:
        parent: the model before.
        candidates: compared pairs, judged or not.
        accounts: the two accounts of each candidate pair.
        randoms: compared pairs of accounts drawn at random.
        judgements: all that were ever given; the latest of a pair counts.
        prior: what was expected of the candidate pairs.

    Raises:
        ContradictoryJudgementsError: the judgements contradict each other.
    """
    judged = tuple(judgements)
    check_judgements(judged)
    held = standing(judged)
    pairs = TrainingPairs(
        candidates=candidates,
        marks=marks_of(accounts, judged),
        randoms=randoms,
        prior_bits=(prior.bits(Hypothesis.SAME), prior.bits(Hypothesis.IMITATOR)),
        start_pairs=_PARENT_PAIRS,
    )
    verdicts = Counter(one.verdict.value for one in held.values())
    facts = {
        "from": "judgements",
        "judgements": digest_of_judgements(judged),
        "judgement_counts": {verdict.value: verdicts[verdict.value] for verdict in Verdict},
        "calibration": f"of {parent.label}",
    }
    return estimate(pairs, parent, name=parent.name, version=parent.version + 1, facts=facts)


def marks_of(accounts: Sequence[Pair], judgements: Iterable[Judgement]) -> NDArray[np.int64]:
    """Return for each pair of accounts what its standing judgement says, as a mark for the estimation."""
    held = standing(judgements)
    found = (held.get(pair_of(left, right)) for left, right in accounts)
    return np.array([NOT_JUDGED if one is None else _MARKS[one.verdict] for one in found], dtype=np.int64)
