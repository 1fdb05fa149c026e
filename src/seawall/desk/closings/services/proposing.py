"""Propose the subject of a decided case as a closed account: a list of one, signed by somebody else like any other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.cases.models import Case, CaseState, Outcome
from seawall.desk.cases.services.guards import require_unbarred
from seawall.desk.closings.drafts import ClosedDraft
from seawall.desk.closings.errors import ClosingFactsError, ClosingKnownError, ClosingStateError
from seawall.desk.closings.models import ClosingList, Coming
from seawall.desk.closings.profiles import profile_of_case
from seawall.desk.closings.reading import unfit_because
from seawall.desk.closings.services.expiring import expire_closings
from seawall.desk.closings.services.guards import require_proposer
from seawall.desk.closings.services.importing import add_drafts, digest_of
from seawall.desk.people.models import StaffMember

__all__ = ["propose_from_case"]


def propose_from_case(
    case: Case, *, decision: str, ground: str, closed_at: datetime, expires: datetime, acting: StaffMember
) -> ClosingList:
    """Propose the account or channel of a case that was found in breach.

    Args:
        case: a decided case; its subject's profile is taken from the corpus, as it looks now.
        decision: the reference of the decision by which the platform closed it.
        ground: the clause, in words.
        closed_at: when it was closed.
        expires: until when it counts.
        acting: who proposes it, and so can't sign it.

    Raises:
        ClosingRoleError: not a role that proposes.
        CaseBarredError: `acting` declared a conflict of interest.
        ClosingStateError: the case is not decided in breach, or is about a post alone.
        ClosingFactsError: a date or a reference that can't be.
        ClosingKnownError: the account stands in the bank already.
    """
    require_proposer(acting)
    require_unbarred(case, acting)
    now = utc_now()
    profile = profile_of_case(case)  # reads the corpus, so before the database is held
    values = {
        **profile,
        "decision": decision.strip(),
        "ground": ground.strip(),
        "closed_at": closed_at,
        "expires": expires,
    }
    reason = unfit_because(values, now=now)
    if reason is not None:
        raise ClosingFactsError(reason)
    expire_closings(now=now)
    return _store(case, values, acting=acting)


@transaction.atomic
def _store(case: Case, values: dict[str, Any], *, acting: StaffMember) -> ClosingList:
    current = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if current.state != CaseState.DECIDED or current.outcome != Outcome.IN_BREACH:
        raise ClosingStateError(_("Only what a decided case found in breach is proposed as closed."))
    now = utc_now()
    listed = ClosingList.objects.create(
        came=Coming.CASE, case=current, imported_by=acting, imported_at=now, finished_at=now, taken=1
    )
    draft = ClosedDraft(**values)
    known = add_drafts(listed, [draft], acting=acting)
    if known:
        raise ClosingKnownError
    listed.save(update_fields=["proposed"])
    payload = {"came": listed.came, "case": current.reference, "proposed": 1, "sha256": digest_of([draft])}
    record("closing_list_proposed", acting=acting, subject=listed.ledger_subject, payload=payload)
    return listed
