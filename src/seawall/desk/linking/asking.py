"""Ask for a comparison of the corpus with the closed accounts, or for a training, in the background.

A comparison that waits or runs already will do, or is followed by another: `want_linking` sees to it that what came in
or was signed is compared.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from seawall.desk.closings.models import ClosedAccount, ClosingState
from seawall.desk.linking.errors import LinkingRunningError
from seawall.desk.linking.services.guards import require_trainer, require_worker
from seawall.desk.linking.services.training import check_enough
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.models import OPEN_STATES, Run
from seawall.desk.sources.services import note_interrupted, queue_run

__all__ = ["EVERYTHING", "ask_linking", "ask_retraining", "want_linking"]

EVERYTHING: Final = "everything"
"""The reason on the run of a comparison of all accounts."""


@transaction.atomic
def ask_linking(*, acting: StaffMember, everything: bool = False) -> Run:
    """Queue a comparison of what came in since the last one, or of everything.

    Raises:
        LinkingRoleError: not a role that works on links.
        LinkingRunningError: one waits or runs already.
    """
    require_worker(acting)
    _refuse_second(Run.Kind.LINKING)
    return queue_run(Run.Kind.LINKING, acting=acting, reason=EVERYTHING if everything else "")


@transaction.atomic
def want_linking(*, acting: StaffMember) -> Run | None:
    """See to it that what came in or was signed is compared, if there is anything to compare with."""
    if not ClosedAccount.objects.filter(state=ClosingState.SIGNED).exists():
        return None
    note_interrupted()
    current = Run.objects.select_for_update().filter(kind=Run.Kind.LINKING, state__in=OPEN_STATES).first()
    if current is None:
        return queue_run(Run.Kind.LINKING, acting=acting)
    if current.state == Run.State.RUNNING and current.follow_up_by_id is None:
        current.follow_up_by = acting
        current.save(update_fields=["follow_up_by"])
    return current


@transaction.atomic
def ask_retraining(*, acting: StaffMember) -> Run:
    """Queue a training from the judgements that are in force.

    Raises:
        LinkingRoleError: not a legal officer.
        TooFewJudgementsError: see `services.training.check_enough`.
        LinkingRunningError: one waits or runs already.
    """
    require_trainer(acting)
    check_enough()
    _refuse_second(Run.Kind.RETRAINING)
    return queue_run(Run.Kind.RETRAINING, acting=acting)


def _refuse_second(kind: Run.Kind) -> None:
    note_interrupted()
    current = Run.objects.select_for_update().filter(kind=kind, state__in=OPEN_STATES).first()
    if current is not None:
        raise LinkingRunningError(run=current.pk)
