"""How much of the rarity that comparisons tell may be believed?

A comparison says how surprising an agreement is: r bits, when a stranger agrees as rarely as once in 2^r. Things that
are rare together (neighbouring words, links of one campaign) surprise less than the sum says. So it is counted: of all
pairs that were searched, how many strangers agreed on a level with r bits and more? If one in 2^t did, no more than
the share t / r of such rarity is believed; the smallest share over all r holds for the level. Candidates are the
likeliest of all pairs, so that nearly every stranger who agrees rarely stands among them.

Families lean on each other, too: who writes alike shares wordings. As in the chain rule, each family in `CHAIN` is
counted a second time among strangers whom the families before it bring near, and the smaller share holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.families import Family
from seawall.identity.models.bulk_weighing import family_bits
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.pair_table import PairTable
from seawall.identity.models.weights import MOST_RARITY_BITS, LevelChances
from seawall.identity.portrait import Depth

__all__ = ["CHAIN", "believed_share", "with_believed_rarity"]

CHAIN: Final = (
    Family.NAME, Family.PICTURE, Family.CONTACT_POINT, Family.MACHINE, Family.VOICE, Family.DESCRIPTION,
    Family.CONTENT, Family.CIRCLE, Family.RHYTHM,
)  # fmt: skip
"""Families in the order in which one is counted given those before it; supporting families stand outside."""

_NEAR_BITS: Final = 6.0
_LEAST_NEAR: Final = 30.0
_LEAST_STRANGERS: Final = 4.0
_LEAST_BITS: Final = 2.0
_LEAST_SHARE: Final = 0.01  # with none, a level would weigh its average

_Reals = NDArray[np.float64]


def with_believed_rarity(
    model: IdentityModel, rows: PairTable, strangers: _Reals, pair_counts: tuple[float, float, float, float]
) -> IdentityModel:
    """Return the model with shares of rarity as counted; levels that too few strangers met keep theirs.

    Args:
        model: whose shares are replaced.
        rows: candidate pairs.
        strangers: how many strangers each row stands for.
        pair_counts: how many pairs were searched, by depth.
    """
    near = np.zeros(len(rows))
    for family in (*CHAIN, *(one for one in Family if one not in CHAIN)):
        columns = [
            at
            for at, name in enumerate(rows.comparisons)
            if name in model.comparisons and model.comparisons[name].family is family
        ]
        given = np.where(near >= _NEAR_BITS, strangers, 0.0) if family in CHAIN else np.zeros(len(rows))
        for at in columns:
            model = _recounted(model, rows, at, strangers, given, pair_counts)
        if columns and family in CHAIN:
            near += np.maximum(family_bits(model, rows, columns, model.rule(family))[0], 0.0)
    return model


def _recounted(
    model: IdentityModel, rows: PairTable, at: int, strangers: _Reals, given: _Reals, pair_counts: Sequence[float]
) -> IdentityModel:
    """Return the model with one comparison's shares counted anew, among all strangers and among the given ones."""
    name = rows.comparisons[at]
    known = model.comparisons[name]
    rarities = np.minimum(np.nan_to_num(rows.rarities[:, at], nan=-1.0).astype(np.float64), MOST_RARITY_BITS)
    told = (rows.levels[:, at] >= 0) & (rarities >= _LEAST_BITS)
    tables: list[LevelChances] = []
    for depth, chances in zip(Depth, known.depths, strict=True):
        of_depth = rows.depths == depth
        compared = float(given[of_depth & (rows.levels[:, at] >= 0)].sum())
        shares = list(chances.rarity_share)
        for level, share in enumerate(shares):
            here = of_depth & told & (rows.levels[:, at] == level)
            found = [believed_share(rarities[here], strangers[here], pair_counts[depth])]
            if compared >= _LEAST_NEAR:
                found.append(believed_share(rarities[here], given[here], compared))
            if share:
                shares[level] = min((one for one in found if one is not None), default=share)
        tables.append(replace(chances, rarity_share=tuple(shares)))
    profile, few, some, many = tables
    return replace(model, comparisons={**model.comparisons, name: replace(known, depths=(profile, few, some, many))})


def believed_share(rarities: _Reals, strangers: _Reals, pair_count: float) -> float | None:
    """Return the share of rarity that the strangers who agreed leave believable, up to 1; None: there were too few.

    >>> believed_share(np.array([10.0]), np.array([32.0]), 1024.0)
    0.5
    """
    if strangers.sum() < _LEAST_STRANGERS:
        return None
    values, which = np.unique(rarities, return_inverse=True)
    at_least = np.bincount(which, weights=strangers)[::-1].cumsum()[::-1]
    enough = at_least >= _LEAST_STRANGERS
    told = np.log2(np.maximum(pair_count / at_least[enough], 1.0)) / values[enough]
    return float(min(1.0, max(told.min(), _LEAST_SHARE)))
