"""Train a model from what people judged: asked for by a person, recorded, and never otherwise.

Pairs to learn from are the links that stand or were judged, with the outcomes that they keep, and random pairs of
accounts drawn with a seed that is kept, so that the training can be done again. With too few judgements there is none.
The new model links from now on; the one before stays, and links made by it replay under it.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.desk.audit.services import record
from seawall.desk.linking.errors import TooFewJudgementsError
from seawall.desk.linking.kept_models import current_model, keep_model
from seawall.desk.linking.locking import lock_linking
from seawall.desk.linking.models import LinkModel, ModelOrigin
from seawall.desk.linking.services.guards import require_trainer
from seawall.desk.linking.training_pairs import candidate_pairs, random_pairs, usable_judgements
from seawall.desk.people.models import StaffMember
from seawall.identity.judgements import Judgement, Verdict, digest_of_judgements, pair_of, standing
from seawall.identity.models.retraining import retrain

__all__ = ["LEAST_OF_EACH", "check_enough", "train_from_judgements", "use_model"]

LEAST_OF_EACH: Final = 20
"""Pairs judged the same, and pairs judged different, that a training asks for."""


def check_enough(judgements: tuple[Judgement, ...] | None = None) -> tuple[Judgement, ...]:
    """Return the judgements that a training would use; those given, else all that are usable.

    Raises:
        TooFewJudgementsError: fewer than `LEAST_OF_EACH` pairs are judged the same, or different.
    """
    judgements = usable_judgements() if judgements is None else judgements
    verdicts = [one.verdict for one in standing(judgements).values()]
    same, different = verdicts.count(Verdict.SAME), verdicts.count(Verdict.DIFFERENT)
    if min(same, different) < LEAST_OF_EACH:
        message = _(
            "A training asks for %(least)s pairs judged the same and as many judged different; "
            "there are %(same)s and %(different)s."
        ) % {"least": LEAST_OF_EACH, "same": same, "different": different}
        raise TooFewJudgementsError(message, same=same, different=different, least=LEAST_OF_EACH)
    return judgements


def train_from_judgements(*, acting: StaffMember) -> LinkModel:
    """Train on the judgements in force of pairs whose comparison is kept, and take the new model into use.

    Raises:
        LinkingRoleError: not a legal officer.
        TooFewJudgementsError: see `check_enough`.
    """
    require_trainer(acting)
    row, parent = current_model()
    pairs, accounts, bank_size = candidate_pairs(parent)
    compared = {pair_of(*both) for both in accounts}
    judgements = check_enough(tuple(one for one in usable_judgements() if one.pair in compared))
    seed = int(digest_of_judgements(judgements)[:8], 16)
    randoms = random_pairs(parent, seed=seed)
    trained = retrain(parent, pairs, accounts, randoms, judgements, prior=parent.prior(bank_size))
    facts = {**trained.training, "seed": seed, "random_pairs": len(randoms), "candidate_pairs": len(pairs)}
    return _keep(trained, row, _plain(facts), acting=acting)


@transaction.atomic
def use_model(model: LinkModel, *, acting: StaffMember) -> LinkModel:
    """Let another model that is kept link from now on; links that were made stay as they are.

    Raises:
        LinkingRoleError: not a legal officer.
    """
    require_trainer(acting)
    lock_linking()
    current = LinkModel.objects.select_for_update().get(pk=model.pk)
    if not current.is_active:
        before = _activate(current)
        payload = {"model": current.label, "sha256": current.sha256, "instead_of": before}
        record("link_model_taken", acting=acting, subject=current.ledger_subject, payload=payload)
    return current


@transaction.atomic
def _keep(trained: Any, parent: LinkModel, facts: dict[str, Any], *, acting: StaffMember) -> LinkModel:
    lock_linking()
    row = LinkModel.objects.filter(sha256=trained.digest).first()
    if row is None:
        row = keep_model(trained, origin=ModelOrigin.RETRAINED, parent=parent, made_by=acting, facts=facts)
    _activate(row)
    payload = {"model": row.label, "sha256": row.sha256, "parent": parent.label, "facts": _written(facts)}
    record("link_model_trained", acting=acting, subject=row.ledger_subject, payload=payload)
    return row


def _activate(row: LinkModel) -> str:
    active = LinkModel.objects.filter(is_active=True).exclude(pk=row.pk)
    before = ", ".join(active.values_list("label", flat=True))
    active.update(is_active=False)
    row.is_active = True
    row.save(update_fields=["is_active"])
    return before


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    import json

    plain: dict[str, Any] = json.loads(json.dumps(facts, default=str))
    return plain


def _written(value: Any) -> Any:
    """Return facts as the ledger takes them: numbers that are not whole become text."""
    if isinstance(value, dict):
        return {str(name): _written(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_written(one) for one in value]
    return repr(value) if isinstance(value, float) else value
