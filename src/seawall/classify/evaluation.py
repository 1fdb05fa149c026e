"""How good is a ranker on texts that it was not trained on? Rates per benign suite and language, not one figure.

Everything is counted twice: at the model's own operating point, and at the point where half of this table's raised
texts are reached, which compares models. Beside it stand calibration (Brier score; gap between score and share in ten
bins), the precision among the hundred highest, and the same for authors whom the training never saw. Left out: F1 and
AUC, which look best where topics differ and say nothing about who is wrongly raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.classify.errors import UnsuitableLabelsError
from seawall.classify.labelled_texts import LabelledTexts
from seawall.classify.ranker import Ranker
from seawall.classify.suite_gate import SuiteRate, suite_rates
from seawall.classify.training import author_key

__all__ = ["Evaluation", "evaluate", "point_of_recall"]

_TOP: Final = 100
_BINS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What came out; rates are by suite, and by suite and language (`suite/ar`) where languages are known."""

    row_count: int
    raised_label_count: int
    recall: float
    at_operating_point: tuple[SuiteRate, ...]
    wanted_recall: float
    score_at_recall: float
    at_recall: tuple[SuiteRate, ...]
    precision_at_top: float
    brier: float
    calibration_gap: float
    unseen_authors: dict[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__ if not name.startswith("at_")}
        return plain | {
            "at_operating_point": [rate.as_dict() for rate in self.at_operating_point],
            "at_recall": [rate.as_dict() for rate in self.at_recall],
        }


def evaluate(ranker: Ranker, table: LabelledTexts, *, recall: float = 0.5) -> Evaluation:
    """Measure a ranker on a table.

    Raises:
        UnsuitableLabelsError: the ranker is silent, or no row is labelled 1.
    """
    ranked = ranker.score(table.texts)
    if ranked.scores is None:
        raise UnsuitableLabelsError("A silent ranker gives no scores; it takes 50 labels to train one that does.")
    positive = table.labels == 1
    if not positive.any():
        raise UnsuitableLabelsError("No row is labelled 1: recall can't be measured on this table.")
    raised = ranked.scores >= ranker.operating_score
    point = point_of_recall(ranked.scores[positive], recall)
    top = np.argsort(-ranked.scores, kind="stable")[:_TOP]
    return Evaluation(
        row_count=len(table),
        raised_label_count=int(positive.sum()),
        recall=float(raised[positive].mean()),
        at_operating_point=_rates(raised, table),
        wanted_recall=recall,
        score_at_recall=point,
        at_recall=_rates(ranked.scores >= point, table),
        precision_at_top=float(positive[top].mean()),
        brier=float(np.mean((ranked.scores - table.labels) ** 2)),
        calibration_gap=_calibration_gap(ranked.scores, table.labels),
        unseen_authors=_unseen_authors(ranker, table, raised),
    )


def point_of_recall(scores: NDArray[np.float64], recall: float) -> float:
    """Return the highest score at which this share of the raised texts is reached."""
    wanted = max(1, int(np.ceil(recall * len(scores) - 1e-9)))
    return float(np.sort(scores)[::-1][wanted - 1])


def _rates(raised: NDArray[np.bool_], table: LabelledTexts) -> tuple[SuiteRate, ...]:
    by_suite = suite_rates(raised, table.labels, table.suites)
    if not any(table.languages.tolist()):
        return by_suite
    pairs = zip(table.suites.tolist(), table.languages.tolist(), strict=True)
    both = np.array([f"{suite or 'none named'}/{language or 'unknown'}" for suite, language in pairs], object)
    return (*by_suite, *suite_rates(raised, table.labels, both))


def _calibration_gap(scores: NDArray[np.float64], labels: NDArray[np.int8]) -> float:
    """Return the mean gap between score and share over ten bins of equal width, weighted by their texts."""
    places = np.minimum((scores * _BINS).astype(np.int64), _BINS - 1)
    gaps = [
        abs(scores[places == place].mean() - labels[places == place].mean()) * np.mean(places == place)
        for place in range(_BINS)
        if np.any(places == place)
    ]
    return float(sum(gaps))


def _unseen_authors(ranker: Ranker, table: LabelledTexts, raised: NDArray[np.bool_]) -> dict[str, Any] | None:
    """Return recall and rates for authors who were not in the training table."""
    seen = set(ranker.facts.get("authors", ()))
    digest = str(ranker.facts.get("data_digest", ""))
    unseen = np.array([author_key(str(author), digest) not in seen for author in table.authors])
    if not unseen.any():
        return None
    positive = unseen & (table.labels == 1)
    rates = suite_rates(raised[unseen], table.labels[unseen], table.suites[unseen])
    return {
        "row_count": int(unseen.sum()),
        "recall": float(raised[positive].mean()) if positive.any() else None,
        "at_operating_point": [rate.as_dict() for rate in rates],
    }
