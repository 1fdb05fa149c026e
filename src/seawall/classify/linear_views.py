"""How much does a text resemble what reviewers upheld? Two L2 logistic regressions, over letters and over words, added.

Each view is TF-IDF (1 + log count, smoothed idf, rows of length 1); n-grams seen in fewer than two texts are as unknown
as those never seen. Classes weigh the same, and within the benign ones each suite weighs the same, so that no large
suite drowns a small one. A positive weight stands only on n-grams that at least two authors of raised texts used: what
one person says in their own way is no pattern. scikit-learn fits (liblinear, dual, fixed seed); scoring is ours.
Left out: thresholds, calibration, modes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.classify.text_features import BUCKETS, FeatureRows

__all__ = ["MIN_SUPPORT", "LinearViews", "Weighed", "fit_views", "row_weights"]

VIEWS: Final = ("letters", "words")
MIN_SUPPORT: Final = 3
"""N-grams of the word view that must speak for raising before a text may be raised at all."""

_HALF: Final = BUCKETS // 2
_FEWEST_TEXTS: Final = 2
_FEWEST_AUTHORS: Final = 2
_INTERCEPT_SCALING: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One row a text: margin (unbounded, 0 is even), supporting n-grams, share of n-grams that carry no weight."""

    margins: NDArray[np.float64]
    supports: NDArray[np.int64]
    unknown_shares: NDArray[np.float64]

    @property
    def supported(self) -> NDArray[np.bool_]:
        """Say which texts rest on enough n-grams to be raised."""
        supported: NDArray[np.bool_] = self.supports >= MIN_SUPPORT
        return supported


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearViews:
    """The weights of both views: `buckets` ascending, with `idf` and `weights` beside; the rest has `unseen_idf`."""

    buckets: NDArray[np.int32]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    unseen_idf: float
    intercept: float

    def table(self) -> NDArray[np.float32]:
        """Return (idf, weight) of every bucket."""
        table = np.zeros((BUCKETS, 2), np.float32)
        table[:, 0] = self.unseen_idf
        table[self.buckets, 0] = self.idf
        table[self.buckets, 1] = self.weights
        return table

    def weigh(self, rows: FeatureRows, table: NDArray[np.float32] | None = None) -> Weighed:
        """Weigh texts; `table` saves building it again."""
        from seawall.classify.score_kernel import weigh_rows  # compiles: only when needed

        margins, supports = np.empty((len(rows), 2)), np.empty(len(rows), np.int64)
        unknown = np.empty(len(rows))
        table = self.table() if table is None else table
        weigh_rows(rows.row_starts, rows.buckets, rows.counts, table, _HALF, margins, supports, unknown)
        return Weighed(margins=margins.sum(axis=1) + self.intercept, supports=supports, unknown_shares=unknown)


def row_weights(labels: NDArray[np.int8], suites: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return weights of mean 1: both classes alike, and each benign suite like the others."""
    weights = np.ones(len(labels))
    benign = labels == 0
    for suite in set(suites[benign].tolist()):
        rows = benign & (suites == suite)
        weights[rows] = 1.0 / rows.sum()
    weights[benign] /= max(weights[benign].sum(), 1e-12)
    weights[~benign] = 1.0 / max(1, (~benign).sum())
    weights *= len(labels) / weights.sum()
    return weights


def fit_views(
    rows: FeatureRows, *, labels: NDArray[np.int8], authors: NDArray[np.object_], suites: NDArray[np.object_],
    strength: float, seed: int,
) -> LinearViews:  # fmt: skip
    """Fit both views; `strength` is scikit-learn's C. The same input gives the same weights, bit for bit."""
    texts_with = np.bincount(rows.buckets, minlength=BUCKETS)
    known = np.flatnonzero(texts_with >= _FEWEST_TEXTS)
    idf = (np.log((1 + len(rows)) / (1 + texts_with[known])) + 1).astype(np.float32)
    unseen_idf = float(np.float32(np.log(1 + len(rows)) + 1))
    everywhere = np.full(BUCKETS, unseen_idf)
    everywhere[known] = idf
    weights = np.zeros(len(known), np.float32)
    intercept = 0.0
    sample_weights = row_weights(labels, suites)
    for view in (0, 1):
        matrix, columns = _view_matrix(rows, known, everywhere, view=view)
        fitted, bias = _fit(matrix, labels, sample_weights, strength=strength, seed=seed)
        weights[columns] = fitted
        intercept += bias
    weights[(weights > 0) & (_author_counts(rows, labels, authors)[known] < _FEWEST_AUTHORS)] = 0.0
    kept = weights != 0
    kept |= everywhere[known] < unseen_idf  # their idf is known all the same
    return LinearViews(
        buckets=known[kept].astype(np.int32), idf=idf[kept], weights=weights[kept], unseen_idf=unseen_idf,
        intercept=float(np.float32(intercept)),
    )  # fmt: skip


def _view_matrix(
    rows: FeatureRows, known: NDArray[np.int64], idf: NDArray[np.float64], *, view: int
) -> tuple[Any, NDArray[np.int64]]:
    """Return the TF-IDF rows of one view over its known buckets, and where these stand among `known`."""
    from scipy import sparse

    in_view = (rows.buckets >= _HALF) == bool(view)
    row_of = np.repeat(np.arange(len(rows)), np.diff(rows.row_starts))
    values = np.where(in_view, (1 + np.log(rows.counts)) * idf[rows.buckets], 0.0)
    lengths = np.sqrt(np.bincount(row_of, values**2, minlength=len(rows)))
    columns = np.flatnonzero((known >= _HALF) == bool(view))
    place = np.full(BUCKETS, -1, np.int64)
    place[known[columns]] = np.arange(len(columns))
    kept = in_view & (place[rows.buckets] >= 0)
    data = values[kept] / np.maximum(lengths[row_of[kept]], 1e-12)
    shape = (len(rows), len(columns))
    matrix: Any = sparse.csr_matrix((data, (row_of[kept], place[rows.buckets[kept]])), shape=shape)
    return matrix, columns


def _fit(
    matrix: Any, labels: NDArray[np.int8], sample_weights: NDArray[np.float64], *, strength: float, seed: int
) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    model: Any = LogisticRegression(
        C=strength, solver="liblinear", dual=True, random_state=seed, max_iter=2_000, tol=0.05,
        intercept_scaling=_INTERCEPT_SCALING,
    )  # fmt: skip
    model.fit(matrix, labels, sample_weight=sample_weights)
    return model.coef_[0], float(model.intercept_[0])


def _author_counts(rows: FeatureRows, labels: NDArray[np.int8], authors: NDArray[np.object_]) -> NDArray[np.int64]:
    """Count, for each bucket, the authors of raised texts who used it."""
    row_of = np.repeat(np.arange(len(rows)), np.diff(rows.row_starts))
    raised = labels[row_of] == 1
    codes = np.unique(authors.astype(str), return_inverse=True)[1].astype(np.int64)
    pairs = np.unique(codes[row_of[raised]] * BUCKETS + rows.buckets[raised])
    return np.bincount(pairs % BUCKETS, minlength=BUCKETS)
