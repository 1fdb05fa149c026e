"""The linear algebra of a style space: directions in which most happens, and those in which accounts differ.

Sparse rows are multiplied by way of dense blocks, several times faster than sparse by dense. Sources: Halko, Martinsson
and Tropp 2011 (randomised singular vectors); Fisher 1936 and Hatch, Kajarekar and Stolcke 2006 (discriminants with
within-class covariance).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

__all__ = ["directions", "discriminants", "means_by", "times"]

_BLOCK: Final = 512
_SPARE: Final = 8
_SEED: Final = 20_261_122
_TILT: Final = 0.25
_LEAST_VALUE: Final = 1e-10
Floats = NDArray[np.float32]


def times(rows: Any, matrix: Floats) -> Floats:
    """Return sparse `rows` times a dense matrix."""
    return np.concatenate([rows[at : at + _BLOCK].toarray() @ matrix for at in range(0, rows.shape[0], _BLOCK)])


def _times_turned(rows: Any, matrix: Floats) -> Floats:
    made = np.zeros((rows.shape[1], matrix.shape[1]), np.float32)
    for at in range(0, rows.shape[0], _BLOCK):
        made += rows[at : at + _BLOCK].toarray().T @ matrix[at : at + _BLOCK]
    return made


def directions(rows: Any, count: int) -> Floats:
    """Return, as columns, up to `count` directions in which most of sparse `rows` happens."""
    count = min(count, min(rows.shape) - 1)
    start = np.random.default_rng(_SEED).standard_normal((rows.shape[1], count + _SPARE)).astype(np.float32)
    base = _orthonormal(times(rows, start))
    base = _orthonormal(_times_turned(rows, base))
    base = _orthonormal(times(rows, base))
    return np.ascontiguousarray(_orthonormal(_times_turned(rows, base))[:, :count])


def _orthonormal(columns: Floats) -> Floats:
    """Return the left singular vectors of tall `columns`, the largest first; by their Gram matrix, which is small."""
    wide = columns.astype(np.float64)
    values, vectors = linalg.eigh(wide.T @ wide)
    kept = values > values[-1] * _LEAST_VALUE
    made: Floats = (wide @ (vectors[:, kept] / np.sqrt(values[kept])))[:, ::-1].astype(np.float32)
    return made


def means_by(found: Floats, accounts: NDArray[np.int32]) -> Floats:
    """Return the mean row of each account."""
    sums = np.zeros((int(accounts.max()) + 1, found.shape[1]))
    np.add.at(sums, accounts, found)
    made: Floats = (sums / np.bincount(accounts)[:, None]).astype(np.float32)
    return made


def discriminants(found: Floats, accounts: NDArray[np.int32], *, size: int, shrinkage: float) -> tuple[Floats, Floats]:
    """Return a transform to the directions in which accounts differ most for how little each differs from itself.

    The directions come tilted towards those of the clearest difference; the second array is what to subtract before.
    """
    means = means_by(found, accounts)
    rest = (found - means[accounts]).astype(np.float64)
    within = rest.T @ rest / max(1, len(found) - len(means))
    within += shrinkage * np.trace(within) / len(within) * np.eye(len(within))
    values, vectors = linalg.eigh(np.cov(means.T.astype(np.float64)), within)
    best = np.argsort(-values, kind="stable")[:size]
    ratios = np.maximum(values[best], 1e-3)
    return (vectors[:, best] * (ratios / (1 + ratios)) ** _TILT).astype(np.float32), means.mean(axis=0)
