"""Which texts has the ranker weighed, and where does that put a case? Work in proportion to what is new.

The score of a text is kept beside the ranker that gave it (`TextScore`), so a scan weighs the texts that came in since
the last one, and a new ranker weighs each text once. Ranks of cases are then a matter of the database alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Max, Q

from seawall.classify import Ranker
from seawall.desk.cases.models import UNDECIDED_STATES, Finding, ObservationCopy
from seawall.desk.ranking.models import CaseRank, TextScore, TrainedRanker

__all__ = ["rank_cases", "score_new_texts"]

_TEXTS_AT_ONCE: Final = 2_000
_RANKS_AT_ONCE: Final = 500


def score_new_texts(row: TrainedRanker, ranker: Ranker) -> int:
    """Weigh every post's text that this ranker has not weighed yet; return how many. Scores of erased ones go."""
    TextScore.objects.filter(copy__erased_at__isnull=False).delete()
    fresh = ObservationCopy.objects.filter(kind="posts", erased_at__isnull=True).exclude(text_score__ranker=row)
    count, last = 0, 0
    while rows := list(fresh.filter(pk__gt=last).order_by("pk").values_list("pk", "parts")[:_TEXTS_AT_ONCE]):
        last = rows[-1][0]
        count += _score(rows, row, ranker)
    return count


@transaction.atomic
def rank_cases(row: TrainedRanker) -> int:
    """Give each undecided case the highest score of its raised texts; return how many ranks changed."""
    weighed = Finding.objects.filter(
        Q(case__state__in=UNDECIDED_STATES) & Q(observation__text_score__ranker=row),
        raised=True,
        withdrawn_at__isnull=True,
        observation__erased_at__isnull=True,
    )
    best = dict(weighed.values_list("case").annotate(best=Max("observation__text_score__score")))
    ranks = CaseRank.objects.filter(case__state__in=UNDECIDED_STATES).values_list("case", "ranker", "score")
    known = {case: (ranker, score) for case, ranker, score in ranks}
    changed = [
        CaseRank(case_id=case, ranker=row, score=score)
        for case, score in best.items()
        if known.get(case) != (row.pk, score)
    ]
    CaseRank.objects.bulk_create(
        changed,
        batch_size=_RANKS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["ranker", "score"],
    )
    return len(changed)


@transaction.atomic
def _score(rows: Sequence[tuple[int, dict[str, str]]], row: TrainedRanker, ranker: Ranker) -> int:
    texts = {number: text for number, parts in rows if (text := str(parts.get("text") or ""))}
    ranked = ranker.score(list(texts.values())) if texts else None
    if ranked is None or ranked.scores is None:
        return 0
    TextScore.objects.bulk_create(
        (
            TextScore(copy_id=number, ranker=row, score=score, unknown_share=unknown)
            for number, score, unknown in zip(
                texts, ranked.scores.tolist(), ranked.unknown_shares.tolist(), strict=True
            )
        ),
        batch_size=_RANKS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["copy"],
        update_fields=["ranker", "score", "unknown_share"],
    )
    return len(texts)
