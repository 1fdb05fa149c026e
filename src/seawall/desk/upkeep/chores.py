"""Which chores are there, and how often does each run? One explicit tuple; each returns what it did in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from seawall.corpus import open_corpus
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.audit.verification import verify_ledger
from seawall.desk.closings.services import expire_closings
from seawall.desk.people.links import forget_links
from seawall.desk.sources.forgetting import forget_lost_observations
from seawall.desk.sources.tidying import forget_failed_uploads, forget_stale_uploads
from seawall.desk.upkeep.errors import LedgerBrokenError
from seawall.desk.upkeep.retention import read_retention
from seawall.intake import forget_rejects

__all__ = ["CHORES", "Chore"]

_KEEP_LINKS: Final = timedelta(days=30)
_KEEP_TASKS: Final = timedelta(days=30)
_WRITER_PATIENCE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """One regular duty of the desk itself."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]


def end_sessions(_now: datetime) -> str:
    """Remove the rows of sessions that ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "ended sessions are removed"


def forget_old_links(now: datetime) -> str:
    """Remove the rows of one-time links that ended a month ago."""
    return f"{forget_links(ended_before=now - _KEEP_LINKS)} one-time links forgotten"


def forget_old_tasks(now: datetime) -> str:
    """Remove what background tasks returned a month ago."""
    count, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - _KEEP_TASKS).delete()
    return f"{count} finished tasks forgotten"


def forget_uploads(now: datetime) -> str:
    """Remove uploads that nobody will read again."""
    failed, stale = forget_failed_uploads(now), forget_stale_uploads(now)
    return f"uploads of {failed} failed imports and {stale} that broke off forgotten"


def end_closings(now: datetime) -> str:
    """Say on their rows which closed accounts have expired; nothing was compared with them any more."""
    return f"{expire_closings(now=now)} closed accounts expired"


def apply_retention(now: datetime) -> str:
    """Let go of observations whose time is over."""
    rules = read_retention()
    if not rules or not settings.SEAWALL.corpus_path.exists():
        return "nothing to let go of"
    corpus = open_corpus(settings.SEAWALL.corpus_path)
    with corpus.write(timeout_seconds=_WRITER_PATIENCE_SECONDS) as writer:
        released = writer.apply_retention(rules, now)
        forget_rejects(settings.SEAWALL.home / "rejects", released.batch_ids)
        forget_lost_observations(writer, acting=SYSTEM, because=gettext("Its time in the corpus was over."))
    rows = sum(released.removed.values())
    if released.batch_ids:
        with transaction.atomic():
            payload = {"batches": list(released.batch_ids), "rows": rows}
            record("retention_applied", acting=SYSTEM, subject="corpus", payload=payload)
    return f"{rows} rows of {len(released.batch_ids)} imports let go"


def walk_ledger(_now: datetime) -> str:
    """Verify the whole ledger; a broken one makes the chore fail."""
    verdict = verify_ledger()
    if verdict.problem is not None:
        problem = verdict.problem
        raise LedgerBrokenError(
            f"row {problem.number} of the ledger does not hold: {problem.reason}",
            number=problem.number,
            reason=problem.reason,
        )
    return f"the ledger holds: {verdict.chain}"


CHORES: Final = (
    Chore(name="end_sessions", every=timedelta(hours=1), run=end_sessions),
    Chore(name="forget_links", every=timedelta(days=1), run=forget_old_links),
    Chore(name="forget_tasks", every=timedelta(days=1), run=forget_old_tasks),
    Chore(name="forget_uploads", every=timedelta(days=1), run=forget_uploads),
    Chore(name="end_closings", every=timedelta(hours=1), run=end_closings),
    Chore(name="retention", every=timedelta(days=1), run=apply_retention),
    Chore(name="walk_ledger", every=timedelta(days=1), run=walk_ledger),
)
