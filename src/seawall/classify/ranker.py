"""How likely would a reviewer uphold this text, and why? The trained ranker: scores, what is raised, explanations.

A ranker orders a queue at most; nothing is hidden and nothing decided by it. A text that rests on fewer than three
n-grams of the word view is never raised, whatever its margin: too little is known of it. Silent rankers give no score,
those in the shadow score and raise nothing. Left out: training (`training.py`), files (`model_file.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.classify.calibration import Calibration
from seawall.classify.explanation import Explanation, explain_text
from seawall.classify.labels import Mode
from seawall.classify.linear_views import LinearViews, Weighed
from seawall.classify.text_features import FeatureRows, feature_chunks, feature_rows

__all__ = ["Ranked", "Ranker"]

_ABSTAINED: Final = 0.999  # keeps the score of an unsupported text under the operating point


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One row a text: score 0 to 1 (None where the ranker is silent), raised, and the share of unknown n-grams."""

    scores: NDArray[np.float64] | None
    raised: NDArray[np.bool_]
    unknown_shares: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """A trained ranker; `facts` is what its training wrote down: digests, options, versions, counts, rates."""

    views: LinearViews
    calibration: Calibration
    operating_margin: float
    mode: Mode
    facts: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        return self.views.table()

    @cached_property
    def operating_score(self) -> float:
        """Return the score from which a text is raised."""
        return float(self.calibration(np.array([self.operating_margin]))[0])

    def weigh(self, rows: FeatureRows) -> Weighed:
        """Return margins and what they rest on."""
        return self.views.weigh(rows, self._table)

    def score(self, texts: Sequence[str | None] | pa.Array | pa.ChunkedArray) -> Ranked:
        """Score texts, 2,048 at a time."""
        column = _column(texts)
        weighed = [self.weigh(chunk) for chunk in feature_chunks(column)]
        margins = np.concatenate([one.margins for one in weighed]) if weighed else np.zeros(0)
        supported = np.concatenate([one.supported for one in weighed]) if weighed else np.zeros(0, np.bool_)
        unknown = np.concatenate([one.unknown_shares for one in weighed]) if weighed else np.zeros(0)
        return Ranked(
            scores=None if self.mode is Mode.SILENT else self.scores_of(margins, supported),
            raised=(margins >= self.operating_margin) & supported & (self.mode is Mode.ORDERING),
            unknown_shares=unknown,
        )

    def scores_of(self, margins: NDArray[np.float64], supported: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Turn margins into scores; those of unsupported texts stay under the operating point."""
        scores = self.calibration(margins)
        return np.where(supported, scores, scores * self.operating_score * _ABSTAINED)

    def would_raise(self, texts: Sequence[str | None] | pa.Array) -> NDArray[np.bool_]:
        """Say which texts lie above the operating point, whatever the mode: what the shadow shows."""
        weighed = self.weigh(feature_rows(_column(texts)))
        return (weighed.margins >= self.operating_margin) & weighed.supported

    def explain(self, text: str, *, most: int = 20) -> Explanation:
        """Return the n-grams that speak most for and against, with their places in `text`."""
        ranked = self.score([text])
        score = None if ranked.scores is None else float(ranked.scores[0])
        return explain_text(text, self.views, self._table, score=score, raised=bool(ranked.raised[0]), most=most)


def _column(texts: Any) -> Any:
    if isinstance(texts, pa.Array | pa.ChunkedArray):
        return texts
    encodable = [None if text is None else text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    return pa.array(encodable, pa.large_string())
