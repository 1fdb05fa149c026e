"""Run the chores that are due. Several workers may call this: each run is claimed by one of them alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from seawall.clock import utc_now
from seawall.desk.upkeep.chores import CHORES, Chore
from seawall.desk.upkeep.models import ChoreRun

__all__ = ["run_due_chores"]

_logger = logging.getLogger(__name__)


def run_due_chores(now: datetime, chores: Sequence[Chore] = CHORES) -> tuple[ChoreRun, ...]:
    """Run every chore whose time has come at `now` (aware); a failing one doesn't stop the next. Return the runs."""
    return tuple(_run(chore, now) for chore in chores if _claim(chore, now))


def _claim(chore: Chore, now: datetime) -> bool:
    ChoreRun.objects.get_or_create(name=chore.name)
    never = ChoreRun.objects.filter(name=chore.name, began_at__isnull=True)
    due = ChoreRun.objects.filter(name=chore.name, began_at__lte=now - chore.every)
    ahead = ChoreRun.objects.filter(name=chore.name, began_at__gt=now)  # the clock was set back
    return (never | due | ahead).update(began_at=now) == 1


def _run(chore: Chore, now: datetime) -> ChoreRun:
    run = ChoreRun.objects.get(name=chore.name)
    try:
        run.outcome, run.succeeded = chore.run(now), True
    except Exception as error:  # a process edge: one chore's failure is noted and the others go on
        _logger.exception("chore %s failed", chore.name)
        run.outcome, run.succeeded = f"{type(error).__name__}: {error}", False
    run.ended_at = utc_now()
    run.save(update_fields=["outcome", "succeeded", "ended_at"])
    return run
