"""What does each family weigh beside the others? Factors that tell pairs apart best, folded into the tables of chances.

Chances are counted comparison by comparison, as if families were independent; those that lean on others (who writes
alike shares wordings) then say too much, and those that stand alone too little. A factor f for a family raises what
each level says to the power f: its log-odds for one actor and for an imitator, and the share of rarity that is
believed. Caps and floors stay. So a model stays a table of chances, what is nearer never weighs less, and its waterfall
is exact.

Left out: how factors are chosen (on development pairs, `seawall_bench.identity_training`), and calibration, which has
to be fitted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from seawall.identity.families import Family
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.weights import ComparisonWeights, LevelChances
from seawall.identity.portrait import Depth

__all__ = ["with_family_weights"]

Factors = Mapping[Family, Mapping[Depth, float]]


def with_family_weights(model: IdentityModel, factors: Factors) -> IdentityModel:
    """Return the model with families weighed by `factors`, and with these told in its training.

    Args:
        model: whose tables are changed; its calibration stays, and fits no longer.
        factors: by family and depth, over 0; 1 where none is told.

    Raises:
        ValueError: a factor is 0 or less.
    """
    if any(not factor > 0 for told in factors.values() for factor in told.values()):
        raise ValueError("a family's factor is over 0")
    recorded = {family.value: [told.get(depth, 1.0) for depth in Depth] for family, told in sorted(factors.items())}
    return replace(
        model,
        comparisons={name: _weighed(one, factors.get(one.family, {})) for name, one in model.comparisons.items()},
        training={**model.training, "family_weights": recorded},
    )


def _weighed(weights: ComparisonWeights, told: Mapping[Depth, float]) -> ComparisonWeights:
    profile, few, some, many = (
        _raised(chances, told.get(depth, 1.0)) for depth, chances in zip(Depth, weights.depths, strict=True)
    )
    return replace(weights, depths=(profile, few, some, many))


def _raised(chances: LevelChances, factor: float) -> LevelChances:
    if factor == 1.0:
        return chances
    other = np.asarray(chances.other)
    columns = {}
    for name in ("same", "imitator"):
        table = other * (np.asarray(getattr(chances, name)) / other) ** factor
        columns[name] = tuple((table / table.sum()).tolist())
    shares = tuple(min(1.0, share * factor) for share in chances.rarity_share)
    return replace(chances, rarity_share=shares, **columns)
