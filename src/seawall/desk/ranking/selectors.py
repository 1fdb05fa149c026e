"""What do the pages of the ranker show? Counts of labels, trainings with their figures, drift, and the next post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
from django.db.models import Max, QuerySet

from seawall.classify import BENIGN_NEEDED, ORDERING_FROM, SHADOW_FROM, DriftReport, DriftSample, drift_report
from seawall.clock import utc_now
from seawall.desk.observations.corpus_view import read_corpus
from seawall.desk.ranking.labels import count_labels
from seawall.desk.ranking.models import LabelRequest, TextScore, TrainedRanker
from seawall.desk.ranking.services import current_training

__all__ = ["PostToLabel", "RankerPage", "post_to_label", "ranker_page"]

_SHOWN: Final = 10
_WEEK: Final = timedelta(days=7)
_MOST_FOR_DRIFT: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RankerPage:
    """What the page of the ranker shows; `drift` is absent where there is nothing to compare."""

    label_count: int
    benign_count: int
    shadow_from: int
    ordering_from: int
    benign_needed: int
    waiting_count: int
    answered_count: int
    trainings: tuple[TrainedRanker, ...]
    current: TrainedRanker | None
    rates: tuple[dict[str, Any], ...]
    drift: DriftReport | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostToLabel:
    """A post that somebody is asked about."""

    request: LabelRequest
    text: str
    platform: str
    posted_at: Any


def ranker_page() -> RankerPage:
    """Return what the page shows."""
    counts, row = count_labels(), current_training()
    return RankerPage(
        label_count=counts.labels,
        benign_count=counts.benign,
        shadow_from=SHADOW_FROM,
        ordering_from=ORDERING_FROM,
        benign_needed=BENIGN_NEEDED,
        waiting_count=LabelRequest.objects.filter(stance="").count(),
        answered_count=LabelRequest.objects.exclude(stance="").count(),
        trainings=tuple(TrainedRanker.objects.select_related("trained_by")[:_SHOWN]),
        current=row,
        rates=tuple(row.facts.get("author_disjoint", ())) if row is not None else (),
        drift=_drift(row) if row is not None else None,
    )


def post_to_label() -> PostToLabel | None:
    """Return the next post without an answer; those that left the corpus are passed over."""
    for request in LabelRequest.objects.filter(stance="")[:_SHOWN]:
        found = _posts([bytes.fromhex(request.post_key)])
        if found and found[0]["text"]:
            post = found[0]
            return PostToLabel(
                request=request, text=post["text"], platform=post["platform"], posted_at=post["posted_at"]
            )
    return None


def _posts(keys: list[bytes]) -> list[dict[str, Any]]:
    return read_corpus(lambda view: view.rows("posts_by_key", {"keys": keys}))


def _drift(row: TrainedRanker) -> DriftReport | None:
    """Compare the texts that came in this week with those before; None where either has none."""
    since = utc_now() - _WEEK
    scores = TextScore.objects.filter(ranker=row, copy__erased_at__isnull=True)
    latest = scores.annotate(found=Max("copy__findings__found_at"))
    before, now = _sample(latest.filter(found__lte=since)), _sample(latest.filter(found__gt=since))
    return drift_report(before, now) if before is not None and now is not None else None


def _sample(scores: QuerySet[TextScore]) -> DriftSample | None:
    rows = list(scores.order_by("-pk").values_list("score", "unknown_share", "copy__language")[:_MOST_FOR_DRIFT])
    if not rows:
        return None
    return DriftSample(
        scores=np.array([score for score, _, _ in rows]),
        languages=[language or "" for _, _, language in rows],
        unknown_shares=np.array([unknown for _, unknown, _ in rows]),
    )
