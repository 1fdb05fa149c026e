"""Who is on a case? A claim is exclusive and ends by itself after 30 minutes without a heartbeat.

The database settles a race: the claim is one conditional UPDATE, so of two people who press at the same moment one
gets the case and the other is told who has it. In a second look, those who already decided in this round are refused.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.errors import SecondReviewerError
from seawall.desk.cases.models import Case, CaseState
from seawall.desk.cases.selectors.queue import claimable_cases
from seawall.desk.cases.services.guards import (
    lock_case,
    require_no_foreign_claim,
    require_unbarred,
    require_undecided,
    require_worker,
)
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role

__all__ = ["CLAIM_LASTS", "claim_case", "claim_next_case", "extend_claim", "release_case", "require_turn"]

CLAIM_LASTS: Final = timedelta(minutes=30)
_EXTEND_BELOW: Final = timedelta(minutes=20)
"""A heartbeat with more time left changes nothing, so that the ledger isn't filled with heartbeats."""


@transaction.atomic
def claim_case(case: Case, *, acting: StaffMember, now: datetime | None = None) -> Case:
    """Take the case for 30 minutes; one's own claim is extended.

    Raises:
        CaseClaimedError: a colleague has it.
        CaseStateError, CaseBarredError, SecondReviewerError, RoleMissingError: it isn't this person's turn.
    """
    moment = now or utc_now()
    require_worker(acting)
    require_unbarred(case, acting)
    fresh = lock_case(case)
    require_undecided(fresh)
    require_turn(fresh, acting)
    _take(fresh, acting, moment)
    return fresh


@transaction.atomic
def claim_next_case(*, acting: StaffMember, now: datetime | None = None) -> Case | None:
    """Take the next free case by priority and age; None where nothing waits for this person."""
    moment = now or utc_now()
    require_worker(acting)
    waiting = claimable_cases(acting, moment)
    locked = waiting.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked)
    case = locked.first()
    if case is not None:
        _take(case, acting, moment)
    return case


@transaction.atomic
def extend_claim(case: Case, *, acting: StaffMember, now: datetime | None = None) -> Case:
    """Note that `acting` still works on the case; with more than 20 minutes left nothing is written."""
    moment = now or utc_now()
    fresh = lock_case(case)
    mine = fresh.claimed_by_id == acting.pk and fresh.claimed_until is not None
    if mine and fresh.claimed_until is not None and fresh.claimed_until - moment < _EXTEND_BELOW:
        require_undecided(fresh)
        _take(fresh, acting, moment)
    return fresh


@transaction.atomic
def release_case(case: Case, *, acting: StaffMember) -> Case:
    """Give one's claim back; a case that one doesn't hold stays as it is."""
    fresh = lock_case(case)
    if fresh.claimed_by_id == acting.pk:
        fresh.claimed_by = fresh.claimed_until = None
        fresh.save(update_fields=["claimed_by", "claimed_until"])
        record("case_released", acting=acting, subject=fresh.ledger_subject)
    return fresh


def require_turn(case: Case, acting: StaffMember) -> None:
    """Refuse who already decided in this round, and anybody but a legal officer where reviewers differ."""
    if case.decisions.filter(round=case.round, undone_at__isnull=True, by=acting).exists():
        raise SecondReviewerError(
            _("You have already decided %(reference)s: another person looks at it now.")
            % {"reference": case.reference},
            reference=case.reference,
        )
    if case.state == CaseState.DIFFERING and Role.LEGAL not in acting.roles:
        raise SecondReviewerError(
            _("Two reviewers differ about %(reference)s: a legal officer decides.") % {"reference": case.reference},
            reference=case.reference,
        )


def _take(case: Case, acting: StaffMember, now: datetime) -> None:
    free = Q(claimed_by__isnull=True) | Q(claimed_by=acting) | Q(claimed_until__lte=now)
    until = now + CLAIM_LASTS
    taken = Case.objects.filter(free, pk=case.pk).update(claimed_by=acting, claimed_until=until)
    if not taken:
        require_no_foreign_claim(lock_case(case), acting, now)
    event = "claim_extended" if case.claimed_by_id == acting.pk else "case_claimed"
    case.claimed_by, case.claimed_until = acting, until
    record(event, acting=acting, subject=case.ledger_subject, payload={"until": until.isoformat(timespec="seconds")})
