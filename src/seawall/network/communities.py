"""Which accounts hold together in the network of significant pairs? Leiden communities that don't depend on its size.

Leiden (Traag, Waltman, van Eck 2019) with the constant Potts model: a community is worth keeping together where its
ties, weighed 0 to 1, are denser than a resolution, whatever lies elsewhere; modularity would join small cells that one
bridge connects as soon as the network is large. Loose cells need a low resolution, tight ones that share a bridge a
high one, so each community found at the low one is looked at again at a quarter of its own density, until it stays;
where three quarters of all its pairs are tied, it stays as it is.

Left out: overlapping communities; an account that serves two cells is in one, and its ties to the other are told.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.slots import Ints

__all__ = ["find_communities"]

_LOWEST: Final = 0.01
_OF_DENSITY: Final = 0.25
_TIGHT: Final = 0.75
_ITERATIONS: Final = 3
_DEEPEST: Final = 8
_TRIALS: Final = 5  # one run alone splits a loose cell in one of twenty

Floats = NDArray[np.float64]


def find_communities(left: Ints, right: Ints, weight: Floats, count: int, *, seed: int) -> Ints:
    """Return the community of each of `count` accounts, numbered from 0 in the order of their first account.

    Args:
        left: one end of each tie.
        right: the other end; no tie stands twice or leads back.
        weight: how strong each tie is, 0–1.
        count: accounts are 0 to `count` − 1; one without a tie is a community of itself.
        seed: draws the order in which Leiden tries accounts.
    """
    from seawall.network.communities_kernel import join_ends  # compiles: only when needed

    label = np.arange(count)
    join_ends(left, right, label)
    open_ones = _opened(np.arange(count), np.arange(len(left)), _renumbered(label), left, right, 0)
    while open_ones:
        accounts, ties, depth = open_ones.pop()
        possible = len(accounts) * (len(accounts) - 1) / 2
        if len(ties) >= _TIGHT * possible or depth == _DEEPEST:
            label[accounts] = accounts[0]
            continue
        resolution = max(_LOWEST, _OF_DENSITY * float(weight[ties].sum()) / possible) if depth > 1 else _LOWEST
        parts = _leiden(accounts, (left[ties], right[ties], weight[ties]), resolution, seed)
        if depth > 1 and parts.max() == 0:
            label[accounts] = accounts[0]
            continue
        open_ones += _opened(accounts, ties, parts, left, right, depth)
    return _renumbered(label)


def _opened(
    accounts: Ints, ties: Ints, parts: Ints, left: Ints, right: Ints, depth: int
) -> list[tuple[Ints, Ints, int]]:
    """Return the parts with the ties inside them, to be looked at again."""
    if not len(accounts):
        return []
    order = np.argsort(parts, kind="stable")
    stretches = np.split(accounts[order], np.flatnonzero(np.diff(parts[order])) + 1)
    of = parts[np.searchsorted(accounts, left[ties])]
    inside = of == parts[np.searchsorted(accounts, right[ties])]
    held = ties[inside][np.argsort(of[inside], kind="stable")]
    bounds = np.searchsorted(np.sort(of[inside]), np.arange(len(stretches) + 1))
    return [(one, held[bounds[at] : bounds[at + 1]], depth + 1) for at, one in enumerate(stretches)]


def _leiden(accounts: Ints, ties: tuple[Ints, Ints, Floats], resolution: float, seed: int) -> Ints:
    """Return the part of each of these accounts, which are ascending."""
    from graspologic_native import leiden_csr

    left, right = np.searchsorted(accounts, ties[0]), np.searchsorted(accounts, ties[1])
    rows, columns = np.concatenate((left, right)), np.concatenate((right, left))
    order = np.lexsort((columns, rows))
    pointers = np.zeros(len(accounts) + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=len(accounts)), out=pointers[1:])
    weight = np.concatenate((ties[2], ties[2]))[order]
    _, found = leiden_csr(
        pointers, columns[order].astype(np.int32), weight, len(accounts),
        resolution=resolution, use_modularity=False, iterations=_ITERATIONS, trials=_TRIALS, seed=seed,
    )  # fmt: skip
    return _renumbered(np.array([found[account] for account in range(len(accounts))], dtype=np.int64))


def _renumbered(label: Ints) -> Ints:
    """Return the same parts, numbered in the order of their first member."""
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]
