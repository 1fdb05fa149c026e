"""What came in, what is being worked on, what was put aside?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db.models import QuerySet

from seawall.corpus import Batch
from seawall.desk.observations.corpus_view import read_corpus
from seawall.desk.sources.folders import lock_folder, rejects_folder
from seawall.desk.sources.locks import is_held
from seawall.desk.sources.models import Run

__all__ = [
    "BatchRow",
    "Holdings",
    "batch_named",
    "batches",
    "ended_runs",
    "holdings",
    "open_runs",
    "rejects_path",
    "state_of",
]

_TABLES: Final = ("posts", "accounts", "channels", "media", "interactions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How many rows the corpus holds, by table."""

    version: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A batch with the counts that its import kept; a count that it lacks is None."""

    batch: Batch
    rows: int | None
    stored: int | None
    repeats: int | None
    rejects: int | None

    @classmethod
    def of(cls, batch: Batch) -> BatchRow:
        """Read the counts of a batch."""
        counts = {name: _whole(batch.counts.get(name)) for name in ("rows", "stored", "repeats", "rejects")}
        return cls(batch=batch, **counts)


def batches() -> list[BatchRow]:
    """Return every batch of the corpus, newest first."""
    return [BatchRow.of(batch) for batch in reversed(read_corpus(lambda view: view.batches))]


def batch_named(batch_id: str) -> BatchRow | None:
    """Return one batch."""
    return next((row for row in batches() if row.batch.batch_id == batch_id), None)


def holdings() -> Holdings:
    """Return what the corpus holds now."""
    return read_corpus(
        lambda view: Holdings(version=view.version, rows={table: view.row_count(table) for table in _TABLES})
    )


def open_runs() -> QuerySet[Run]:
    """Return the runs that are not over, newest first."""
    return Run.objects.filter(ended_at__isnull=True).select_related("asked_by").order_by("-pk")


def ended_runs() -> QuerySet[Run]:
    """Return the runs that are over, newest first."""
    return Run.objects.filter(ended_at__isnull=False).select_related("asked_by").order_by("-pk")


def state_of(run: Run) -> Run.State:
    """Return the state of a run as it is: a run whose worker died is interrupted, whatever its row still says."""
    if run.state == Run.State.RUNNING and not is_held(lock_folder(), run.pk):
        fresh = Run.objects.filter(pk=run.pk).values_list("state", flat=True).get()
        return Run.State.INTERRUPTED if fresh == Run.State.RUNNING else Run.State(fresh)
    return Run.State(run.state)


def rejects_path(batch_id: str) -> Path | None:
    """Return the rejects file of a batch that exists; None where nothing was put aside."""
    row = batch_named(batch_id)
    if row is None:
        return None
    path = rejects_folder() / f"{row.batch.batch_id}.jsonl"
    return path if path.is_file() else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
