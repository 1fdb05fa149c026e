"""Which weights fit what was seen? Expectation–maximisation without truth; judgements, where there are any, are fixed.

Source: W. Winkler, "Using the EM Algorithm for Weight Computation in the Fellegi–Sunter Model" (1988). A stranger's
chances are counted among random pairs and never touched by EM. Candidate pairs are shared out among the hypotheses by
the model's own capped weights under the prior; a judged pair stays where it was judged (*different* leaves imitator and
other to EM). Each table is drawn towards that of all depths together, and this towards the model that EM starts from;
levels are kept in the order that comparisons declare (`level_orders.py`).

Everything is counted over different rows in order of their content, so the result hangs on the pairs and on nothing
else. Left out: which pairs to train on, and calibration (`fit_calibrations`) on pairs that the weights never saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.compare import COMPARISONS
from seawall.identity.models.bulk_weighing import log_odds, weigh_pairs
from seawall.identity.models.calibration import Calibration
from seawall.identity.models.hypotheses import Hypothesis
from seawall.identity.models.level_orders import declared_orders, with_ordered_levels
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.pair_table import PairTable
from seawall.identity.models.rarity_shares import with_believed_rarity
from seawall.identity.models.smooth_calibration import fit_smooth_calibration
from seawall.identity.models.weights import ComparisonWeights, LevelChances
from seawall.identity.portrait import Depth

__all__ = ["NOT_JUDGED", "NOT_SAME", "TrainingPairs", "estimate", "fit_calibrations", "with_calibrations"]

NOT_JUDGED: Final = -1
NOT_SAME: Final = 3
"""Marks of pairs beside those of `Hypothesis`: nobody judged it; judged different, imitator or other."""

_ROUNDS: Final = 40
_SETTLED: Final = 1e-6
_DRAWN_TO_ALL_DEPTHS: Final = 25.0
_RANDOM_DRAWN: Final = 200.0
_LEAST: Final = 1e-9
_SEEN: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPairs:
    """What a training sees.

    Args:
        candidates: pairs that candidate generation proposed.
        marks: what is known of each candidate: a `Hypothesis`, `NOT_SAME` or `NOT_JUDGED`.
        randoms: pairs drawn at random: strangers.
        prior_bits: of *same* and of *imitator* for any candidate pair.
        start_pairs: as how many pairs of each hypothesis the starting model counts.
        pair_counts: of how many pairs in all the candidates were the likeliest, by depth; without it, no share of
            rarity is learnt.
    """

    candidates: PairTable
    marks: NDArray[np.int64]
    randoms: PairTable
    prior_bits: tuple[float, float]
    start_pairs: float = 12.0
    pair_counts: tuple[float, float, float, float] | None = None


def estimate(
    pairs: TrainingPairs, start: IdentityModel, *, name: str, version: int, facts: Mapping[str, Any] | None = None
) -> IdentityModel:
    """Return a model whose weights were estimated from pairs; caps, limits and calibration stay those of `start`.

    Args:
        pairs: what to learn from.
        start: where EM begins, and what little-seen levels are drawn towards.
        name: what the new model is called.
        version: its number.
        facts: what else is to be recorded, for instance the digest of the judgements.
    """
    model = _with_others(start, pairs)
    rows, counts, marks = pairs.candidates.patterns(pairs.marks)
    orders = declared_orders(COMPARISONS.values())
    rounds, moved = 0, 1.0
    shares = np.zeros((len(rows), 3))
    while rounds < _ROUNDS and moved > _SETTLED:
        fresh = _shares(model, rows, marks, pairs.prior_bits)
        moved = float(np.abs(fresh - shares).max(initial=0.0))
        shares, rounds = fresh, rounds + 1
        model = _with_kept(model, start, rows, shares * counts[:, None], pairs.start_pairs)
        model = with_ordered_levels(model, orders)
        if pairs.pair_counts is not None:
            model = with_believed_rarity(model, rows, shares[:, Hypothesis.OTHER] * counts, pairs.pair_counts)
    model = with_ordered_levels(_with_unseen(model, start, pairs, rows, shares * counts[:, None]), orders)
    training = {
        "parent": start.label,
        "candidate_pairs": len(pairs.candidates),
        "random_pairs": len(pairs.randoms),
        "judged": {
            mark: int((pairs.marks == value).sum())
            for mark, value in (*((one.name.lower(), int(one)) for one in Hypothesis), ("not_same", NOT_SAME))
        },
        "rounds": rounds,
        "expected": {one.name.lower(): round(float(shares[:, one] @ counts), 3) for one in Hypothesis},
        **dict(facts or {}),
    }
    return replace(model, name=name, version=version, training=training)


def _shares(
    model: IdentityModel, rows: PairTable, marks: NDArray[np.int64], prior_bits: tuple[float, float]
) -> NDArray[np.float64]:
    """Return how probable each hypothesis is for each row; judged rows stay where they were judged."""
    weighed = weigh_pairs(model, rows)
    bits = np.stack([weighed.same + prior_bits[0], weighed.imitator + prior_bits[1], np.zeros(len(rows))], axis=1)
    bits[marks == NOT_SAME, Hypothesis.SAME] = -np.inf
    chances = np.exp2(bits - bits.max(axis=1, initial=0.0, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    for one in Hypothesis:
        chances[marks == one] = np.eye(3)[one]
    return np.asarray(chances)


def _with_others(model: IdentityModel, pairs: TrainingPairs) -> IdentityModel:
    """Count strangers' chances among random pairs."""
    randoms = pairs.randoms
    rows, counts, _ = randoms.patterns(np.zeros(len(randoms), dtype=np.int64))
    weights = counts.astype(np.float64)
    return _retabled(
        model,
        randoms,
        lambda at, known: _smoothed(
            _counts(rows, weights, at, len(known.levels)),
            [np.asarray(chances.other) for chances in known.depths],
            pairs.start_pairs,
            _RANDOM_DRAWN,
            half=True,
        ),
        "other",
    )


def _with_kept(
    model: IdentityModel, start: IdentityModel, rows: PairTable, shares: NDArray[np.float64], start_pairs: float
) -> IdentityModel:
    """Count how often one actor and an imitator meet each level."""
    for one, column in ((Hypothesis.SAME, "same"), (Hypothesis.IMITATOR, "imitator")):
        weights = shares[:, one]

        def smoothed(
            at: int, known: ComparisonWeights, weights: NDArray[np.float64] = weights, column: str = column
        ) -> list[NDArray[np.float64]]:
            drawn_to = start.comparisons[rows.comparisons[at]].depths
            return _smoothed(
                _counts(rows, weights, at, len(known.levels)),
                [np.asarray(getattr(chances, column)) for chances in drawn_to],
                start_pairs,
                _DRAWN_TO_ALL_DEPTHS,
                half=False,
            )

        model = _retabled(model, rows, smoothed, column)
    return model


def _with_unseen(
    model: IdentityModel, start: IdentityModel, pairs: TrainingPairs, rows: PairTable, shares: NDArray[np.float64]
) -> IdentityModel:
    """Keep levels that nobody was seen at, neither strangers nor one actor, from weighing more than they did at start.

    Not seen in thousands of random pairs is rarer than not seen in a hundred pairs of one actor: without this, what
    never happened in training would speak for one actor, even a conflict.
    """
    comparisons = dict(model.comparisons)
    for at, name in enumerate(rows.comparisons):
        if name not in comparisons:
            continue
        known = comparisons[name]
        level_count = len(known.levels)
        strangers = _counts(pairs.randoms, np.ones(len(pairs.randoms)), at, level_count).sum(axis=0)
        kept = _counts(rows, shares[:, Hypothesis.SAME], at, level_count).sum(axis=0)
        unseen = (strangers + kept) < _SEEN
        if not unseen.any() or unseen.all():
            continue
        depths = [
            _held(chances, begun, unseen)
            for chances, begun in zip(known.depths, start.comparisons[name].depths, strict=True)
        ]
        comparisons[name] = replace(known, depths=_four(depths))
    return replace(model, comparisons=comparisons)


def _held(chances: LevelChances, begun: LevelChances, unseen: NDArray[np.bool_]) -> LevelChances:
    tables = {}
    for column in ("same", "imitator"):
        ratio = np.asarray(getattr(begun, column)) / np.asarray(begun.other)
        table = np.asarray(getattr(chances, column))
        table = np.where(unseen, np.minimum(table, np.asarray(chances.other) * ratio), table)
        tables[column] = tuple((np.maximum(table, _LEAST) / np.maximum(table, _LEAST).sum()).tolist())
    return replace(chances, **tables)


def _counts(rows: PairTable, weights: NDArray[np.float64], at: int, level_count: int) -> NDArray[np.float64]:
    """Return how often each level occurs at each depth: (depth, level)."""
    level = rows.levels[:, at].astype(np.int64)
    told = (level >= 0) & (level < level_count)
    cell = rows.depths[told].astype(np.int64) * level_count + level[told]
    counts = np.bincount(cell, weights=weights[told], minlength=len(Depth) * level_count)
    return counts.astype(np.float64).reshape(len(Depth), level_count)


def _smoothed(
    counts: NDArray[np.float64], start: list[NDArray[np.float64]], to_start: float, to_all: float, *, half: bool
) -> list[NDArray[np.float64]]:
    """Draw each depth's shares towards those of all depths, and these towards the start.

    `half` adds half a pair to each level: a stranger's agreement that was never seen is not impossible.
    """
    tables = []
    for depth, own in enumerate(counts):
        every = counts.sum(axis=0) + to_start * start[depth] + (0.5 if half else 0.0)
        every /= every.sum()
        table = np.maximum((own + to_all * every) / (own.sum() + to_all), _LEAST)
        tables.append(table / table.sum())
    return tables


def _retabled(model: IdentityModel, rows: PairTable, tables_of: Any, column: str) -> IdentityModel:
    comparisons = dict(model.comparisons)
    for at, name in enumerate(rows.comparisons):
        if name not in comparisons:
            continue
        known = comparisons[name]
        tables = tables_of(at, known)
        depths = [
            replace(chances, **{column: tuple(float(share) for share in table)})
            for chances, table in zip(known.depths, tables, strict=True)
        ]
        comparisons[name] = replace(known, depths=_four(depths))
    return replace(model, comparisons=comparisons)


def _four(depths: list[LevelChances]) -> tuple[LevelChances, LevelChances, LevelChances, LevelChances]:
    profile, few, some, many = depths
    return profile, few, some, many


def fit_calibrations(
    model: IdentityModel,
    pairs: PairTable,
    same: NDArray[np.bool_],
    prior_bits: tuple[Any, Any],
    weights: NDArray[np.float64] | None = None,
) -> tuple[Calibration, Calibration, Calibration, Calibration]:
    """Fit one calibration a depth to pairs whose truth is known and which the weights were not estimated from.

    Args:
        model: whose weights are used.
        pairs: candidate pairs.
        same: which of them were one actor's.
        prior_bits: of *same* and of *imitator*: a number, or one for each pair.
        weights: for how many pairs each one stands; one without.
    """
    told = np.ones(len(pairs)) if weights is None else weights
    bits = log_odds(weigh_pairs(model, pairs), *prior_bits)
    profile, few, some, many = (
        fit_smooth_calibration(bits[pairs.depths == depth], same[pairs.depths == depth], told[pairs.depths == depth])
        for depth in Depth
    )
    return profile, few, some, many


def with_calibrations(
    model: IdentityModel,
    calibrations: tuple[Calibration, Calibration, Calibration, Calibration],
    facts: Mapping[str, Any],
) -> IdentityModel:
    """Return the model with other calibrations, and what they were fitted on."""
    return replace(model, calibrations=calibrations, training={**model.training, "calibration": dict(facts)})
