"""Say of a link's two accounts that one actor stands behind both, or different ones, or that one can't say.

A judgement of the same person about the same pair revises the one before, which stays on record. One that contradicts
what holds is refused with the chain that says otherwise. It moves no model: retraining does (`training.py`).
"""

from __future__ import annotations

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.linking.judged_pairs import engine_judgement, engine_judgements, judgements_in_force
from seawall.desk.linking.locking import lock_linking, raise_version
from seawall.desk.linking.models import Judgement, Link, Verdict
from seawall.desk.linking.services.guards import (
    lock_standing,
    require_unbarred_link,
    require_worker,
    stated_reason,
)
from seawall.desk.people.models import StaffMember
from seawall.identity.judgements import judge, pair_of

__all__ = ["judge_link"]


@transaction.atomic
def judge_link(link: Link, verdict: Verdict | str, *, reason: str, acting: StaffMember) -> Judgement:
    """Judge the accounts of a link that stands.

    Raises:
        LinkingRoleError: not a role that works on links.
        CaseBarredError: `acting` declared a conflict of interest about one of the accounts.
        LinkReasonError: without a reason.
        LinkStateError: the link no longer stands.
        ContradictoryJudgementsError: other judgements say otherwise; `chain` and `judgements` tell which.
    """
    require_worker(acting)
    require_unbarred_link(link, acting)
    written = stated_reason(reason)
    version = lock_linking()
    current = lock_standing(link)
    left, right = pair_of(current.key, current.closed.key)
    before = Judgement.objects.filter(left=left, right=right, by=acting, revised_at__isnull=True).first()
    now = utc_now()
    fresh = Judgement(link=current, left=left, right=right, verdict=Verdict(verdict), reason=written, by=acting, at=now)
    others = judgements_in_force()
    if before is not None:
        others = others.exclude(pk=before.pk)
    judge(engine_judgement(fresh), engine_judgements(others))
    if before is not None:
        before.revised_at = now
        before.save(update_fields=["revised_at"])
    fresh.save(force_insert=True)
    raise_version(version)
    payload = {"verdict": str(fresh.verdict), "reason": written, "judgement": fresh.pk}
    if before is not None:
        payload["revises"] = before.pk
    record("link_judged", acting=acting, subject=current.ledger_subject, payload=payload)
    return fresh
