"""Record what a reviewer finds, and take it back.

A decision needs a stance, an outcome and a reason in words. For 60 seconds its maker can undo it; later anybody who
works cases can correct it, with a reason, which opens the case for a new round. Nothing leaves the desk here: an
outcome triggers no measure, whatever it says. Which state follows is the rule in `standing.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.errors import CaseStateError, DecisionIncompleteError, UndoTooLateError
from seawall.desk.cases.models import (
    PROTECTED_STANCES,
    Case,
    CaseState,
    Decision,
    Outcome,
    ProtectedPurpose,
    Stance,
)
from seawall.desk.cases.reasons import written_reason
from seawall.desk.cases.selectors.case import standing_decisions
from seawall.desk.cases.services.claiming import CLAIM_LASTS, require_turn
from seawall.desk.cases.services.closing import require_no_other_open_case
from seawall.desk.cases.services.guards import (
    lock_case,
    require_no_foreign_claim,
    require_unbarred,
    require_undecided,
    require_worker,
)
from seawall.desk.cases.standing import Standing, Vote, standing_of
from seawall.desk.people.models import StaffMember

__all__ = ["GRACE_TIME", "correct_decision", "record_decision", "undo_decision"]

GRACE_TIME: Final = timedelta(seconds=60)


@transaction.atomic
def record_decision(
    case: Case,
    *,
    acting: StaffMember,
    stance: str,
    outcome: str,
    reason: str,
    protected_purposes: Iterable[str] = (),
    now: datetime | None = None,
) -> Decision:
    """Record a decision on an open case and return it; the claim ends with it.

    Raises:
        DecisionIncompleteError: a part is missing or unknown.
        CaseClaimedError, CaseStateError, CaseBarredError, SecondReviewerError, RoleMissingError: not one's turn.
    """
    moment = now or utc_now()
    purposes = sorted({_known(ProtectedPurpose, purpose) for purpose in protected_purposes})
    written = written_reason(reason)
    require_worker(acting)
    require_unbarred(case, acting)
    fresh = lock_case(case)
    require_undecided(fresh)
    require_turn(fresh, acting)
    require_no_foreign_claim(fresh, acting, moment)
    decision = Decision.objects.create(
        case=fresh,
        round=fresh.round,
        position=len(standing_decisions(fresh)) + 1,
        stance=_known(Stance, stance),
        outcome=_known(Outcome, outcome),
        reason=written,
        protected_purposes=purposes,
        by=acting,
        at=moment,
        undo_until=moment + GRACE_TIME,
    )
    fresh.claimed_by = fresh.claimed_until = None
    _settle(fresh, moment)
    record("decision_recorded", acting=acting, subject=fresh.ledger_subject, payload=_payload(decision, fresh))
    return decision


@transaction.atomic
def undo_decision(
    decision: Decision, *, acting: StaffMember, because: str = "", now: datetime | None = None
) -> Decision:
    """Take back one's own decision within its grace time; the case returns to its maker.

    Raises:
        UndoTooLateError: the grace time is over, or the decision is another person's.
        CaseStateError: something later rests on it.
    """
    moment = now or utc_now()
    require_worker(acting)
    case = lock_case(decision.case)
    fresh = _standing_decision(decision)
    if fresh.by_id != acting.pk or moment > fresh.undo_until:
        raise UndoTooLateError(
            _("Only the person who decided can undo it, and only within a minute. Correct it instead, with a reason."),
            undo_until=fresh.undo_until,
        )
    standing = standing_decisions(case)
    if not standing or standing[-1] != fresh or case.state == CaseState.CLOSED:
        raise CaseStateError(_("A later step rests on this decision."), reference=case.reference)
    require_no_other_open_case(case)
    _take_back([fresh], acting=acting, how=Decision.Undoing.UNDO, because=because.strip() or None, now=moment)
    if case.claimed_until is None or case.claimed_until <= moment:
        case.claimed_by, case.claimed_until = acting, moment + CLAIM_LASTS
    _settle(case, moment)
    record(
        "decision_undone",
        acting=acting,
        subject=case.ledger_subject,
        payload={"round": fresh.round, "position": fresh.position, "because": because.strip() or None},
    )
    return fresh


@transaction.atomic
def correct_decision(decision: Decision, *, acting: StaffMember, because: str, now: datetime | None = None) -> Decision:
    """Withdraw the decisions of a case's present round, with a reason, and open the case for a new round."""
    moment = now or utc_now()
    require_worker(acting)
    require_unbarred(decision.case, acting)
    written = written_reason(because)
    case = lock_case(decision.case)
    fresh = _standing_decision(decision)
    require_no_foreign_claim(case, acting, moment)
    require_no_other_open_case(case)
    standing = standing_decisions(case)
    if fresh not in standing:
        raise CaseStateError(_("This decision belongs to an earlier round."), reference=case.reference)
    _take_back(standing, acting=acting, how=Decision.Undoing.CORRECTION, because=written, now=moment)
    case.round += 1
    case.closed_at = case.closed_because = None
    _settle(case, moment)
    record(
        "decision_corrected",
        acting=acting,
        subject=case.ledger_subject,
        payload={"round": fresh.round, "positions": [one.position for one in standing], "because": written},
    )
    return fresh


def _settle(case: Case, now: datetime) -> None:
    standing = _standing(case)
    case.state, case.outcome, case.second_needed = standing.state, standing.outcome, standing.second_needed
    case.decided_by_id, case.second_by_id = standing.decided_by, standing.second_by
    case.decided_at = now if standing.state is CaseState.DECIDED else None
    case.save()


def _standing(case: Case) -> Standing:
    # every vote that was not simply undone counts, of earlier rounds too: closing and reopening shakes nothing off
    cast = Decision.objects.filter(case=case).exclude(undone_how=Decision.Undoing.UNDO)
    return standing_of(
        [
            Vote(person=one.by_id, outcome=Outcome(one.outcome), protected=_is_protected(one))
            for one in standing_decisions(case)
        ],
        protected_before=any(_is_protected(one) for one in cast),
    )


def _is_protected(decision: Decision) -> bool:
    return bool(decision.protected_purposes) or Stance(decision.stance) in PROTECTED_STANCES


def _standing_decision(decision: Decision) -> Decision:
    fresh = Decision.objects.get(pk=decision.pk)
    if fresh.undone_at is not None:
        raise CaseStateError(_("This decision was already taken back."))
    return fresh


def _take_back(
    decisions: list[Decision], *, acting: StaffMember, how: Decision.Undoing, because: str | None, now: datetime
) -> None:
    for decision in decisions:
        decision.undone_at, decision.undone_by = now, acting
        decision.undone_how, decision.undone_because = how, because
        decision.save(update_fields=["undone_at", "undone_by", "undone_how", "undone_because"])


def _known(words: type[Stance | Outcome | ProtectedPurpose], value: str) -> str:
    if value not in words.values:
        raise DecisionIncompleteError(
            _("A decision needs a stance, an outcome and a reason in words."), part=words.__name__, value=value
        )
    return str(words(value))


def _payload(decision: Decision, case: Case) -> dict[str, object]:
    return {
        "round": decision.round,
        "position": decision.position,
        "stance": decision.stance,
        "outcome": decision.outcome,
        "reason": decision.reason,
        "protected_purposes": decision.protected_purposes,
        "state": str(case.state),
        "findings": list(case.findings.filter(withdrawn_at__isnull=True).order_by("id").values_list("key", flat=True)),
    }
