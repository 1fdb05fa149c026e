"""Which texts should reviewers label next? Uncertain ones that differ from each other, and a tenth drawn blindly.

Uncertain are texts near the operating point. Of five times as many as asked for, those are chosen that lie farthest
from each other (greedy k-centre on the hashed features, folded into 256 numbers). A tenth, at least one, is drawn
from all candidates at random: without such an audit the rate of false positives can't be estimated. Source: O. Sener,
S. Savarese, "Active Learning for Convolutional Neural Networks: A Core-Set Approach" (2018). Left out: who labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.classify.ranker import Ranker
from seawall.classify.text_features import FeatureRows, feature_rows

__all__ = ["Chosen", "Reason", "choose_to_label"]

_AUDIT_SHARE: Final = 0.1
_POOL: Final = 5
_FOLDED: Final = 256


class Reason(StrEnum):
    """Why a text is put before a reviewer."""

    UNCERTAIN = "uncertain"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A candidate's number, counted from 0, and why it was chosen."""

    row: int
    reason: Reason


def choose_to_label(
    ranker: Ranker, candidates: Sequence[str], count: int, rng: np.random.Generator
) -> tuple[Chosen, ...]:
    """Return up to `count` different candidates, audits last; a silent ranker's are all audits."""
    count = min(count, len(candidates))
    if count <= 0:
        return ()
    audit_count = (
        count if ranker.facts.get("label_count", 0) < 1 or not len(ranker.views.buckets) else ceil(_AUDIT_SHARE * count)
    )
    texts = [text.encode("utf-8", "replace").decode("utf-8") for text in candidates]
    audits = rng.choice(len(texts), audit_count, replace=False)
    left = np.setdiff1d(np.arange(len(texts)), audits)
    rows = feature_rows(pa.array([texts[place] for place in left.tolist()], pa.large_string()))
    wanted = count - audit_count
    chosen = left[_spread(ranker, rows, wanted)] if wanted and len(left) else np.zeros(0, np.int64)
    return (
        *(Chosen(row=int(row), reason=Reason.UNCERTAIN) for row in chosen),
        *(Chosen(row=int(row), reason=Reason.AUDIT) for row in sorted(audits.tolist())),
    )


def _spread(ranker: Ranker, rows: FeatureRows, wanted: int) -> NDArray[np.int64]:
    """Return places of uncertain rows that lie far from each other."""
    uncertainty = np.abs(ranker.weigh(rows).margins - ranker.operating_margin)
    pool = np.argsort(uncertainty, kind="stable")[: _POOL * wanted]
    points = _folded(rows)[pool]
    first = [0]
    nearest = np.linalg.norm(points - points[0], axis=1)
    while len(first) < min(wanted, len(pool)):
        farthest = int(np.argmax(nearest))
        if nearest[farthest] <= 0:  # only copies of what is chosen are left
            break
        first.append(farthest)
        nearest = np.minimum(nearest, np.linalg.norm(points - points[farthest], axis=1))
    return pool[np.array(first, np.int64)]


def _folded(rows: FeatureRows) -> NDArray[np.float64]:
    """Return rows of length 1 whose 256 numbers are signed sums of the n-gram counts."""
    mixed = (rows.buckets.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
    column, sign = (
        (mixed & np.uint64(_FOLDED - 1)).astype(np.int64),
        1.0 - 2.0 * ((mixed >> np.uint64(16)) & np.uint64(1)),
    )
    row_of = np.repeat(np.arange(len(rows)), np.diff(rows.row_starts))
    points = np.bincount(row_of * _FOLDED + column, sign * (1 + np.log(rows.counts)), minlength=len(rows) * _FOLDED)
    points = points.reshape(len(rows), _FOLDED)
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    folded: NDArray[np.float64] = points / np.maximum(lengths, 1e-12)
    return folded
