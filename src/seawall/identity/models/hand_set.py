"""What would a model weigh before anything was counted? Weights set by hand, from family and levels alone.

The start of every estimation, and what it is drawn towards where little was seen. The chances are those of
`hand_set.toml`: how often one actor, an imitator and a stranger meet the strongest level of a family; the levels below
share what is left, each stronger one rarer by the same factor among strangers. Rough on purpose.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

from seawall.identity.compare.comparison import Comparison
from seawall.identity.families import Family
from seawall.identity.models.calibration import uncalibrated
from seawall.identity.models.hypotheses import COPYABLE
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.weights import ComparisonWeights, FamilyRule, LevelChances
from seawall.identity.portrait import Depth

__all__ = ["hand_set_model", "hand_set_weights"]

_ECHOED: Final = 0.05  # how often an imitator agrees by more than chance in what nobody copies

_SET: Final[dict[str, dict[str, Any]]] = tomllib.loads(
    (files("seawall.identity.models") / "hand_set.toml").read_text(encoding="utf-8")
)


def hand_set_model(comparisons: Iterable[Comparison]) -> IdentityModel:
    """Return a model whose weights were set by hand for these comparisons; its version is 0."""
    return IdentityModel(
        name="hand_set",
        version=0,
        comparisons={one.NAME: hand_set_weights(one.FAMILY, tuple(one.LEVELS)) for one in comparisons},
        families={
            family: FamilyRule(cap_bits=told["cap_bits"], floor_bits=told["floor_bits"], share=told["share"])
            for family in Family
            for told in [_SET[family.value]]
        },
        calibrations=(uncalibrated(), uncalibrated(), uncalibrated(), uncalibrated()),
        training={"from": "set by hand"},
    )


def hand_set_weights(family: Family, levels: tuple[str, ...]) -> ComparisonWeights:
    """Return the chances of a comparison's levels by its family."""
    tables = [_chances(family, len(levels), depth) for depth in Depth]
    return ComparisonWeights(family=family, levels=levels, depths=(tables[0], tables[1], tables[2], tables[3]))


def _chances(family: Family, count: int, depth: Depth) -> LevelChances:
    told = _SET[family.value]
    other = _falling(told["other_log2"][depth], count)
    same = _spread(told["same"][depth], count)
    copied = same
    if family not in COPYABLE:
        copied = [_ECHOED * one + (1 - _ECHOED) * two for one, two in zip(same, other, strict=True)]
    if told.get("contrary"):  # the first level is the conflict itself
        same, other = other, same
        copied = other
    believed = 0.9 if told.get("rarity", True) else 0.0
    return LevelChances(
        same=tuple(same),
        imitator=tuple(copied),
        other=tuple(other),
        rarity_share=(*(believed for _ in range(count - 1)), 0.0),
    )


def _falling(strongest_log2: float, count: int) -> list[float]:
    """Return chances among strangers: the strongest level 2^strongest, then rising evenly in bits up to the last."""
    agreeing = [2.0 ** (strongest_log2 * (count - 1 - at) / (count - 1)) for at in range(count - 1)]
    agreeing = [min(chance, 0.5) for chance in agreeing]
    scale = min(1.0, 0.9 / sum(agreeing))
    agreeing = [chance * scale for chance in agreeing]
    return [*agreeing, 1.0 - sum(agreeing)]


def _spread(agreeing: float, count: int) -> list[float]:
    """Return chances of one actor: `agreeing` shared evenly among the levels that agree, the rest for the last."""
    return [*(agreeing / (count - 1) for _ in range(count - 1)), 1.0 - agreeing]
