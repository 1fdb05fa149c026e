"""What do many pairs weigh at once? The same sums as `IdentityModel.weigh`, as arrays; training runs on them.

A test holds the two against each other. Left out: sentences, classes and the parts of each pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seawall.identity.families import SUPPORTING, Family
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.pair_table import PairTable
from seawall.identity.models.weights import MOST_RARITY_BITS, ComparisonWeights, FamilyRule
from seawall.identity.portrait import Depth

__all__ = ["BulkWeighed", "family_bits", "log_odds", "outcome_bits", "weigh_pairs"]

_Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkWeighed:
    """One row a pair: bits over *other* for one actor and for an imitator; how many independent families support."""

    same: _Reals
    imitator: _Reals
    family_counts: NDArray[np.int64]


def weigh_pairs(model: IdentityModel, pairs: PairTable) -> BulkWeighed:
    """Weigh all pairs of a table; comparisons that the model does not know weigh nothing."""
    same, imitator = np.zeros(len(pairs)), np.zeros(len(pairs))
    counts = np.zeros(len(pairs), dtype=np.int64)
    by_family: dict[Family, list[int]] = {}
    for at, name in enumerate(pairs.comparisons):
        if name in model.comparisons:
            by_family.setdefault(model.comparisons[name].family, []).append(at)
    supporting: list[tuple[_Reals, _Reals]] = []
    for family in Family:
        if family not in by_family:
            continue
        own, copied = family_bits(model, pairs, by_family[family], model.rule(family))
        if family in SUPPORTING:
            supporting.append((own, copied))
            continue
        same += own
        imitator += copied
        counts += own >= model.least_family_bits
    for own, copied in supporting:
        held_back = (counts == 0) & (own > 0)
        same += np.where(held_back, 0.0, own)
        imitator += np.where(held_back, np.minimum(copied, 0.0), copied)
    return BulkWeighed(same=same, imitator=imitator, family_counts=counts)


def log_odds(weighed: BulkWeighed, prior_same: _Reals | float, prior_imitator: _Reals | float) -> _Reals:
    """Return the log-odds in bits of one actor against imitator and stranger together."""
    return np.asarray(weighed.same + prior_same - np.logaddexp2(0.0, weighed.imitator + prior_imitator))


def family_bits(model: IdentityModel, pairs: PairTable, columns: list[int], rule: FamilyRule) -> tuple[_Reals, _Reals]:
    """Return what a family says of each pair, capped: for one actor, and for an imitator."""
    bits = [outcome_bits(model.comparisons[pairs.comparisons[at]], pairs, at) for at in columns]
    own, copied = np.stack([one for one, _ in bits], axis=1), np.stack([two for _, two in bits], axis=1)
    rows = np.arange(len(pairs))
    factors = np.full(own.shape, rule.share)
    for best, some in ((own.argmax(axis=1), own.max(axis=1) > 0), (own.argmin(axis=1), own.min(axis=1) < 0)):
        factors[rows[some], best[some]] = 1.0
    total = (factors * own).sum(axis=1)
    limit = np.where(total > 0, rule.cap_bits, rule.floor_bits)
    over = np.abs(total) > np.abs(limit)
    factors *= np.where(over, limit / np.where(over, total, 1.0), 1.0)[:, None]
    # where a family says one thing alone, that thing counts wholly even when it weighs nothing for one actor
    alone = (pairs.levels[:, columns] >= 0).sum(axis=1) == 1
    factors = np.where((alone & (total == 0.0))[:, None], 1.0, factors)
    return (factors * own).sum(axis=1), (factors * copied).sum(axis=1)


def outcome_bits(weights: ComparisonWeights, pairs: PairTable, at: int) -> tuple[_Reals, _Reals]:
    """Return what each pair's outcome of one comparison weighs, before its family is capped."""
    level = np.where(pairs.levels[:, at] < len(weights.levels), pairs.levels[:, at], -1).astype(np.int64)
    told = level >= 0
    tables = np.array(
        [[(c.same[i], c.imitator[i], c.other[i], c.rarity_share[i]) for i in range(len(weights.levels))]
         for c in (weights.depths[depth] for depth in Depth)]
    )  # fmt: skip
    same, imitator, other, share = tables[pairs.depths.astype(np.int64), np.where(told, level, 0)].T
    known = told & ~np.isnan(pairs.rarities[:, at]) & (share > 0)
    rarity = np.exp2(share * np.minimum(np.nan_to_num(pairs.rarities[:, at]), MOST_RARITY_BITS))
    own, copied = (
        np.where(told, np.where(known, np.log2(1 - kept + kept * rarity), np.log2(kept / other)), 0.0)
        for kept in (same, imitator)
    )
    return own, copied
