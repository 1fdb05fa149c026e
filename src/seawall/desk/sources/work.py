"""Do the work of a run, from the moment a worker takes it to its end on record.

Whoever works holds the run's lock, so a run that two workers are given is done by one. A worker that dies leaves the
run "running" without a lock; given to a worker again, it goes on where the last commit was: the corpus and the findings
store know that, and the desk takes in each finding once. What goes wrong on purpose (a SeawallError) ends the run as
failed, with its words.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from seawall.clock import utc_now
from seawall.corpus import StoreWriter, open_corpus
from seawall.desk.audit.services import record
from seawall.desk.banks.bulk_import import list_of_run, take_list
from seawall.desk.cells.working import search_corpus_for_cells
from seawall.desk.closings.asking import facts_of
from seawall.desk.closings.services import import_closings
from seawall.desk.linking.asking import EVERYTHING, want_linking
from seawall.desk.linking.working import link_accounts_of_corpus, train_model
from seawall.desk.sources.errors import UploadTooManyRowsError
from seawall.desk.sources.folders import lock_folder, rejects_folder, upload_folder
from seawall.desk.sources.forgetting import forget_lost_observations
from seawall.desk.sources.locks import hold_run
from seawall.desk.sources.models import FILE_KINDS, Run
from seawall.desk.sources.reporter import Reporter
from seawall.desk.sources.scanning import scan_and_open
from seawall.desk.sources.services import want_scan
from seawall.errors import SeawallError
from seawall.intake import (
    ImportProgress,
    ImportSummary,
    fingerprint_of,
    forget_rejects,
    plan_import,
    run_import,
)

__all__ = ["MAX_ROWS", "perform"]

MAX_ROWS: Final = 20_000_000
"""Rows of one upload: a small archive that unpacks to endless rows ends here. The command line has no such bound."""

_WRITER_SECONDS: Final = 600

Ending = tuple[Run.State, dict[str, Any]]
"""The state in which a run ends, and what came of it."""


def perform(number: int) -> None:
    """Work on a run until it ends; one that another worker holds, or that is over, is left alone."""
    with hold_run(lock_folder(), number) as is_ours:
        run = _begin(number) if is_ours else None
        if run is None:
            return
        try:
            state, outcome = _WORK[Run.Kind(run.kind)](run, Reporter(run))
        except SeawallError as error:
            _end(run, Run.State.FAILED, {}, problem=error.message)
        except Exception:  # the edge of the worker: the run must not look alive for ever
            _end(run, Run.State.FAILED, {}, problem="something went wrong on our side; the worker's log says what")
            raise
        else:
            _end(run, state, outcome)


@transaction.atomic
def _begin(number: int) -> Run | None:
    run = Run.objects.select_for_update().select_related("asked_by").filter(pk=number).first()
    if run is None or run.is_ended:
        return None
    run.state, run.started_at, run.problem = Run.State.RUNNING, run.started_at or utc_now(), ""
    run.save(update_fields=["state", "started_at", "problem"])
    return run


@transaction.atomic
def _end(run: Run, state: Run.State, outcome: dict[str, Any], *, problem: str = "") -> None:
    now = utc_now()
    Run.objects.filter(pk=run.pk).update(state=state, ended_at=now, outcome=outcome, problem=problem)
    payload = {**outcome, **({"problem": problem} if problem else {})}
    record(f"{run.kind}_{state}", acting=run.asked_by, subject=f"run:{run.pk}", payload=payload)
    _follow_up(run, state)
    if run.kind in FILE_KINDS and state in {Run.State.FINISHED, Run.State.CANCELLED}:
        transaction.on_commit(lambda: shutil.rmtree(upload_folder(run.pk), ignore_errors=True))


def _follow_up(run: Run, state: Run.State) -> None:
    """Queue what this run makes necessary: a scan where banks changed, a comparison where accounts came in."""
    if run.kind == Run.Kind.SCAN:
        asking = Run.objects.select_related("follow_up_by").get(pk=run.pk).follow_up_by
        if asking is not None and state != Run.State.CANCELLED:
            want_scan(acting=asking)
    elif run.kind == Run.Kind.LINKING:
        asking = Run.objects.select_related("follow_up_by").get(pk=run.pk).follow_up_by
        if asking is not None and state == Run.State.FINISHED:
            want_linking(acting=asking)
    elif run.kind == Run.Kind.IMPORT and state == Run.State.FINISHED:
        want_linking(acting=run.asked_by)
    elif run.kind == Run.Kind.BANK_LIST and state in {Run.State.FINISHED, Run.State.CANCELLED}:
        want_scan(acting=run.asked_by)


def _import(run: Run, reporter: Reporter) -> Ending:
    rows = [0]

    def tell(progress: ImportProgress) -> None:
        rows[0] = progress.rows
        fraction = (progress.part + progress.done_fraction) / progress.part_count
        reporter.tell({"rows": progress.rows, "rejects": progress.rejects, "percent": round(100 * fraction)})

    plan = plan_import(upload_folder(run.pk) / run.stored_name, run.map_name or None)
    fingerprint = fingerprint_of(plan)
    corpus = open_corpus(settings.SEAWALL.corpus_path)
    summary = run_import(
        plan,
        corpus,
        fingerprint=fingerprint,
        rejects_folder=rejects_folder(),
        now=utc_now(),
        source=run.source or None,
        progress=tell,
        stop=lambda: rows[0] > MAX_ROWS or reporter.should_stop(),
    )
    outcome = _import_outcome(summary, plan.map_name, fingerprint)
    if summary.ended == "finished":
        return Run.State.FINISHED, outcome
    with _corpus_writer() as writer:
        _take_back(writer, summary.batch_id)
    if rows[0] > MAX_ROWS:
        raise UploadTooManyRowsError(
            f"an upload has at most {MAX_ROWS:,} rows; bring a larger file in with `seawall import`. Nothing was kept.",
            limit_rows=MAX_ROWS,
        )
    return Run.State.CANCELLED, outcome


def _import_outcome(summary: ImportSummary, map_name: str, fingerprint: str) -> dict[str, Any]:
    return {
        "batch_id": summary.batch_id,
        "map_name": map_name,
        "fingerprint": fingerprint,
        "rows": summary.rows,
        "stored": summary.stored,
        "repeats": summary.repeats,
        "rejects": summary.rejects,
        "tables": dict(summary.tables),
        "broken": list(summary.broken),
    }


def _scan(run: Run, reporter: Reporter) -> Ending:
    outcome = scan_and_open(acting=run.asked_by, progress=reporter.tell, stop=reporter.should_stop)
    return (Run.State.CANCELLED if outcome.stopped else Run.State.FINISHED), outcome.as_payload()


def _bank_list(run: Run, reporter: Reporter) -> Ending:
    listed = list_of_run(run.pk)
    size = max(1, run.byte_count or 1)

    def tell(octets: int) -> None:
        percent = min(99, 100 * octets // size)
        reporter.tell({"percent": percent, "rows": listed.lines, "rejects": listed.set_aside})

    path = upload_folder(run.pk) / run.stored_name
    finished = take_list(listed, path, acting=run.asked_by, progress=tell, stop=reporter.should_stop)
    outcome = {
        "bank": listed.bank_id,
        "list": listed.pk,
        "rows": listed.lines,
        "added": listed.added,
        "repeats": listed.repeats,
        "set_aside": listed.set_aside,
        "held_back": listed.held_back,
    }
    return (Run.State.FINISHED if finished else Run.State.CANCELLED), outcome


def _closing_list(run: Run, reporter: Reporter) -> Ending:
    def tell(taken: int, rows: int) -> None:
        reporter.tell({"percent": min(99, 100 * taken // max(1, rows)), "rows": taken})

    path = upload_folder(run.pk) / run.stored_name
    listed = import_closings(path, facts_of(run), acting=run.asked_by, progress=tell, stop=reporter.should_stop)
    names = ("taken", "proposed", "known", "set_aside")
    outcome = {"list": listed.pk} | {name: getattr(listed, name) for name in names}
    return (Run.State.FINISHED if listed.finished_at else Run.State.CANCELLED), outcome


def _link(run: Run, reporter: Reporter) -> Ending:
    everything = run.reason == EVERYTHING
    finished, outcome = link_accounts_of_corpus(
        acting=run.asked_by, everything=everything, progress=reporter.tell, stop=reporter.should_stop
    )
    return (Run.State.FINISHED if finished else Run.State.CANCELLED), outcome


def _retrain(run: Run, reporter: Reporter) -> Ending:
    return Run.State.FINISHED, train_model(acting=run.asked_by, progress=reporter.tell)


def _search_cells(run: Run, reporter: Reporter) -> Ending:
    finished, outcome = search_corpus_for_cells(run, progress=reporter.tell, stop=reporter.should_stop)
    return (Run.State.FINISHED if finished else Run.State.CANCELLED), outcome


def _withdraw(run: Run, reporter: Reporter) -> Ending:
    reporter.tell({"percent": 0}, at_once=True)
    with _corpus_writer() as writer:
        _take_back(writer, run.batch_id)
        forgotten = forget_lost_observations(writer, acting=run.asked_by, because=run.reason)
    return Run.State.FINISHED, {"batch_id": run.batch_id, "reason": run.reason, "forgotten": forgotten}


def _corpus_writer() -> AbstractContextManager[StoreWriter]:
    return open_corpus(settings.SEAWALL.corpus_path).write(timeout_seconds=_WRITER_SECONDS)


def _take_back(writer: StoreWriter, batch_id: str) -> None:
    """Withdraw a batch and forget its rejects; one that is withdrawn already stays so."""
    writer.withdraw_batch(batch_id)
    forget_rejects(rejects_folder(), [batch_id])


_WORK: Final[dict[Run.Kind, Callable[[Run, Reporter], Ending]]] = {
    Run.Kind.IMPORT: _import,
    Run.Kind.SCAN: _scan,
    Run.Kind.WITHDRAWAL: _withdraw,
    Run.Kind.BANK_LIST: _bank_list,
    Run.Kind.CLOSING_LIST: _closing_list,
    Run.Kind.LINKING: _link,
    Run.Kind.CELLS: _search_cells,
    Run.Kind.RETRAINING: _retrain,
}
