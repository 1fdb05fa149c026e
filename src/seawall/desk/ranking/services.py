"""The only writers of ranking: train, ask, label, rank the cases that wait. Each with its row in the ledger.

A ranker that may order nothing orders nothing: cases get a rank from a model of mode `ordering` alone. Rank moves a
case only among those of its own priority; it neither opens nor closes nor hides one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from seawall.classify import (
    ClassifyError,
    Mode,
    Ranker,
    choose_to_label,
    load_ranker,
    make_key,
    read_key,
    save_ranker,
    train_ranker,
)
from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models.vocabulary import Stance
from seawall.desk.observations.corpus_view import read_corpus
from seawall.desk.people.models import StaffMember
from seawall.desk.ranking.errors import LabelGivenError
from seawall.desk.ranking.labels import desk_labels
from seawall.desk.ranking.models import CaseRank, LabelRequest, TrainedRanker
from seawall.desk.ranking.scoring import rank_cases, score_new_texts

__all__ = [
    "ask_for_labels",
    "current_ranker",
    "current_training",
    "give_label",
    "model_folder",
    "rank_waiting_cases",
    "train_from_decisions",
]

_CANDIDATES: Final = 2_000
_ASKED_AT_ONCE: Final = 50


def train_from_decisions(*, acting: StaffMember | str) -> TrainedRanker:
    """Train on every label that the desk has, keep the model if it passes its gate, and rank what waits.

    A training that is refused is kept as a row with its numbers; the model before it goes on being used.
    """
    table = desk_labels()
    row = TrainedRanker(
        trained_at=utc_now(),
        trained_by=acting if isinstance(acting, StaffMember) else None,
        mode=Mode.SILENT.value,
        label_count=len(table),
        benign_count=int((table.labels == 0).sum()),
        data_sha256=table.digest(),
    )
    try:
        ranker = train_ranker(table)
        row.mode, row.facts = ranker.mode.value, _plain(ranker.facts)
    except ClassifyError as error:
        ranker, row.refused_because = None, error.message
    _store(row, ranker, acting=acting)
    rank_waiting_cases()
    return row


def current_ranker() -> tuple[TrainedRanker, Ranker] | None:
    """Return the last model that was kept; None where there is none yet."""
    row = current_training()
    return (row, load_ranker(_model_path(row), _key())) if row is not None else None


def current_training() -> TrainedRanker | None:
    """Return the training that gave the model in use; None where no model was kept, or its file is gone."""
    row = TrainedRanker.objects.exclude(model_sha256="").order_by("-pk").first()
    return row if row is not None and _model_path(row).is_file() else None


def rank_waiting_cases() -> int:
    """Weigh what is new, and give each undecided case the rank of its weightiest text; return how many have one now."""
    current = current_ranker()
    if current is None:
        return 0
    row, ranker = current
    score_new_texts(row, ranker)
    if row.mode != TrainedRanker.Mode.ORDERING:
        return 0
    rank_cases(row)
    return CaseRank.objects.filter(ranker=row).count()


@transaction.atomic
def ask_for_labels(*, acting: StaffMember | str, seed: int, count: int = _ASKED_AT_ONCE) -> int:
    """Choose posts that reviewers are asked about: unsure and unlike each other, and one in ten at random.

    Args:
        acting: who asks; `SYSTEM` for the desk itself.
        seed: of the draw, kept in the ledger so that it can be drawn again.
        count: how many.
    """
    posts = read_corpus(lambda view: view.engine.table(_drawn_query(), {"count": _CANDIDATES, "salt": str(seed)}))
    known = set(LabelRequest.objects.values_list("post_key", flat=True))
    fresh = [post for post in posts.to_pylist() if post["key"].hex() not in known]
    current = current_ranker()
    ranker = current[1] if current is not None else train_ranker(desk_labels().take(np.zeros(0, np.int64)))
    chosen = choose_to_label(ranker, [post["text"] for post in fresh], count, np.random.default_rng(seed))
    now = utc_now()
    LabelRequest.objects.bulk_create(
        LabelRequest(
            post_key=fresh[one.row]["key"].hex(),
            why=one.reason.value,
            asked_at=now,
            ranker=current[0] if current is not None else None,
        )
        for one in chosen
    )
    payload = {"count": len(chosen), "seed": seed, "ranker": str(current[0]) if current is not None else None}
    record("labels_asked", acting=acting, subject="ranker", payload=payload)
    return len(chosen)


@transaction.atomic
def give_label(request: LabelRequest, stance: str, *, acting: StaffMember) -> LabelRequest:
    """Answer what the author of a post does with its topic.

    Raises:
        LabelGivenError: somebody answered before.
    """
    locked = LabelRequest.objects.select_for_update().get(pk=request.pk)
    if locked.stance:
        raise LabelGivenError(number=locked.pk)
    locked.stance, locked.labelled_at, locked.labelled_by = Stance(stance).value, utc_now(), acting
    locked.save(update_fields=["stance", "labelled_at", "labelled_by"])
    record("label_given", acting=acting, subject=f"label:{locked.pk}", payload={"stance": locked.stance})
    return locked


def model_folder() -> Path:
    """Return where model files lie, each named by its digest."""
    return Path(settings.SEAWALL.home) / "rankers"


@transaction.atomic
def _store(row: TrainedRanker, ranker: Ranker | None, *, acting: StaffMember | str) -> None:
    if ranker is not None and ranker.mode is not Mode.SILENT:
        model_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = model_folder() / "new.ranker"
        row.model_sha256 = save_ranker(ranker, draft, _key()).removeprefix("sha256:")
        draft.replace(_model_path(row))
    row.save()
    payload = {
        "version": str(row),
        "mode": row.mode,
        "labels": row.label_count,
        "benign": row.benign_count,
        "data": row.data_sha256,
        "model": row.model_sha256,
        "refused": row.refused_because,
    }
    record("ranker_trained", acting=acting, subject="ranker", payload=payload)


def _model_path(row: TrainedRanker) -> Path:
    return model_folder() / f"{row.model_sha256}.ranker"


def _key() -> Ed25519PrivateKey:
    """Return the key that signs models; made at first use, readable by the desk alone."""
    path = model_folder() / "signing.pem"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return make_key(path)
    key = read_key(path)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def _drawn_query() -> str:
    from seawall.bulk import load_query

    return load_query("seawall.desk.ranking", "drawn_posts")


def _plain(facts: Any) -> dict[str, Any]:
    import json

    plain: dict[str, Any] = json.loads(json.dumps(dict(facts), default=str))
    return plain
