"""Which level may not weigh less than which? Chances of one actor that fall with the levels, as comparisons declare.

Nobody who comes back after a month is less likely to be back than one who opens after a year; a count of few pairs may
say so, and it would be read by a reviewer. Source: isotonic regression by pooling adjacent violators (Ayer et al.
1955), of the ratio of *same* to *other*, each level weighed by its chance among strangers. Levels that are pooled share
one ratio and keep their common chance, so the tables still add up.

A conflict never speaks for one actor: each of its levels but the last weighs 0 bits at most. Left out: levels whose
agreement has a rarity of its own, which weigh by that, and what an imitator does in a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from seawall.identity.compare.comparison import Comparison, Ordered
from seawall.identity.families import Family
from seawall.identity.models.model import IdentityModel
from seawall.identity.models.weights import ComparisonWeights, LevelChances

__all__ = ["LevelOrders", "declared_orders", "with_ordered_levels"]

LevelOrders = Mapping[str, tuple[tuple[str, ...], ...]]
"""By comparison: runs of levels, each of which weighs no less than those after it in its run."""


def declared_orders(comparisons: Iterable[Comparison]) -> LevelOrders:
    """Return what comparisons declare of their levels."""
    return {one.NAME: tuple(one.FALLING) for one in comparisons if isinstance(one, Ordered)}


def with_ordered_levels(model: IdentityModel, orders: LevelOrders) -> IdentityModel:
    """Return the model with levels in order: pooled where they are not, and conflicts that speak for nobody.

    Levels that the model does not know are passed over.
    """
    comparisons = dict(model.comparisons)
    for name, known in model.comparisons.items():
        runs = [[known.levels.index(level) for level in run if level in known.levels] for run in orders.get(name, ())]
        if any(len(run) > 1 for run in runs) or known.family is Family.CONFLICT:
            comparisons[name] = _ordered(known, runs)
    return replace(model, comparisons=comparisons)


def _ordered(known: ComparisonWeights, runs: list[list[int]]) -> ComparisonWeights:
    profile, few, some, many = (
        _chances_ordered(chances, runs, is_conflict=known.family is Family.CONFLICT) for chances in known.depths
    )
    return replace(known, depths=(profile, few, some, many))


def _chances_ordered(chances: LevelChances, runs: list[list[int]], *, is_conflict: bool) -> LevelChances:
    same, imitator = list(chances.same), list(chances.imitator)
    for run in runs:
        _pool(same, chances.other, run)
        if not is_conflict:
            _pool(imitator, chances.other, run)
    if is_conflict:
        against = [min(one, two) for one, two in zip(same[:-1], chances.other[:-1], strict=True)]
        same = [*against, 1.0 - sum(against)]
    return replace(chances, same=tuple(same), imitator=tuple(imitator))


def _pool(table: list[float], other: tuple[float, ...], run: list[int]) -> None:
    """Make the ratios to `other` fall along the run, in place; where they do, nothing changes."""
    blocks: list[tuple[float, float, list[int]]] = []
    for level in run:
        kept, strange, levels = table[level], other[level], [level]
        while blocks and blocks[-1][0] * strange < kept * blocks[-1][1]:
            more, stranger, before = blocks.pop()
            kept, strange, levels = kept + more, strange + stranger, before + levels
        blocks.append((kept, strange, levels))
    for kept, strange, levels in blocks:
        if len(levels) > 1:
            for level in levels:
                table[level] = other[level] * (kept / strange)
