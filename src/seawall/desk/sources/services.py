"""Ask for work in the background, cancel it, do it again: each call is one transaction with its ledger row.

The task is queued in the same transaction, so a run that is on record will be worked on. The work itself is in
`work.py`. `run_scan` is the same scan without a queue, for the command line.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.errors import RunStateError, ScanRunningError, UploadEmptyError, WithdrawalReasonError
from seawall.desk.sources.folders import lock_folder, safe_name, upload_folder
from seawall.desk.sources.locks import is_held
from seawall.desk.sources.models import FILE_KINDS, OPEN_STATES, Run
from seawall.desk.sources.scanning import ScanOutcome, scan_and_open
from seawall.desk.sources.tasks import work_on_run
from seawall.desk.sources.uploads import place_upload

__all__ = [
    "ask_import",
    "ask_scan",
    "ask_withdrawal",
    "cancel_run",
    "note_interrupted",
    "queue_file",
    "queue_run",
    "run_again",
    "run_scan",
    "want_scan",
]


_ONE_AT_A_TIME: Final = (Run.Kind.SCAN, Run.Kind.LINKING, Run.Kind.RETRAINING, Run.Kind.CELLS)


@transaction.atomic
def ask_import(upload: UploadedFile[bytes], *, acting: StaffMember, source: str = "", map_name: str = "") -> Run:
    """Keep an uploaded file and queue its import.

    Args:
        upload: the file as it came in.
        acting: who uploads it.
        source: permanent name of the source; "" takes the map's own.
        map_name: one of `seawall.intake.known_names()`; "" guesses.

    Raises:
        UploadEmptyError: the file has no bytes.
    """
    return queue_file(Run.Kind.IMPORT, upload, acting=acting, source=source, map_name=map_name)


@transaction.atomic
def queue_file(kind: Run.Kind, upload: UploadedFile[bytes], *, acting: StaffMember, **facts: str) -> Run:
    """Keep an uploaded file and queue the run of this kind that works on it.

    Args:
        kind: an import, or a list for a bank.
        upload: the file as it came in.
        acting: who uploads it.
        facts: fields of the run that the kind has, which the ledger names too.

    Raises:
        UploadEmptyError: the file has no bytes.
    """
    if not upload.size:
        raise UploadEmptyError
    run = _new_run(
        kind,
        acting,
        file_name=(upload.name or "upload")[:255],
        stored_name=safe_name(upload.name or ""),
        byte_count=upload.size,
        **facts,
    )
    folder = upload_folder(run.pk)
    try:
        place_upload(upload, folder / run.stored_name)
        payload = {"file_name": run.file_name, "byte_count": run.byte_count, **facts}
        _queue(run, f"{kind.value}_asked", payload, acting)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return run


@transaction.atomic
def queue_run(kind: Run.Kind, *, acting: StaffMember, **facts: str) -> Run:
    """Queue a run that works on no file; `facts` are fields of the run, which the ledger names too."""
    run = _new_run(kind, acting, **facts)
    _queue(run, f"{kind.value}_asked", dict(facts), acting)
    return run


@transaction.atomic
def want_scan(*, acting: StaffMember) -> Run:
    """See to it that everything is compared with the banks as they are now, and return the scan that will do it.

    A scan that waits will; one that is running has read the banks already, so another follows it; else one is queued.
    """
    current = Run.objects.select_for_update().filter(kind=Run.Kind.SCAN, state__in=OPEN_STATES).first()
    if current is None or _note_if_dead(current):
        return ask_scan(acting=acting)
    if current.state == Run.State.RUNNING and current.follow_up_by_id is None:
        current.follow_up_by = acting
        current.save(update_fields=["follow_up_by"])
    return current


@transaction.atomic
def ask_scan(*, acting: StaffMember) -> Run:
    """Queue a scan of everything with the entries of all banks; one at a time."""
    for run in Run.objects.select_for_update().filter(kind=Run.Kind.SCAN, state=Run.State.RUNNING):
        _note_if_dead(run)
    if Run.objects.filter(kind=Run.Kind.SCAN, state__in=OPEN_STATES).exists():
        raise ScanRunningError
    run = _new_run(Run.Kind.SCAN, acting)
    _queue(run, "scan_asked", {}, acting)
    return run


@transaction.atomic
def ask_withdrawal(batch_id: str, *, reason: str, acting: StaffMember) -> Run:
    """Queue the withdrawal of a whole batch: its rows leave the corpus, its name and the reason stay."""
    if not reason.strip():
        raise WithdrawalReasonError
    run = _new_run(Run.Kind.WITHDRAWAL, acting, batch_id=batch_id, reason=reason.strip())
    _queue(run, "withdrawal_asked", {"batch_id": batch_id, "reason": run.reason}, acting)
    return run


@transaction.atomic
def cancel_run(run: Run, *, acting: StaffMember) -> Run:
    """Stop a run: one that waits at once, one that is running after its next step. An import takes back its rows."""
    current = _locked(run)
    _note_if_dead(current)
    if current.is_ended or current.kind == Run.Kind.WITHDRAWAL:
        raise RunStateError(f"this {current.kind} is {current.state} and can't be cancelled", state=current.state)
    now = utc_now()
    current.cancel_asked_at = now
    if current.state == Run.State.WAITING and not current.started_at:
        current.state, current.ended_at = Run.State.CANCELLED, now
        shutil.rmtree(upload_folder(current.pk), ignore_errors=True)
    elif current.state == Run.State.INTERRUPTED:
        current.state = Run.State.WAITING  # a worker takes back what the dead one stored
        work_on_run.enqueue(current.pk)
    current.save()
    record(f"{current.kind}_cancel_asked", acting=acting, subject=_subject(current))
    return current


@transaction.atomic
def run_again(run: Run, *, acting: StaffMember) -> Run:
    """Queue an interrupted or failed run once more; it goes on where it was and stores nothing twice."""
    current = _locked(run)
    _note_if_dead(current)
    if current.state not in {Run.State.INTERRUPTED, Run.State.FAILED}:
        raise RunStateError(f"this {current.kind} is {current.state}: there is nothing to repeat", state=current.state)
    if current.kind in _ONE_AT_A_TIME and Run.objects.filter(kind=current.kind, state__in=OPEN_STATES).exists():
        raise ScanRunningError
    if current.kind in FILE_KINDS and not upload_path(current).is_file():
        raise RunStateError("the uploaded file is no longer there: upload it again", state=current.state)
    current.state, current.ended_at, current.cancel_asked_at, current.problem = Run.State.WAITING, None, None, ""
    current.save()
    _queue(current, f"{current.kind}_asked_again", {}, acting)
    return current


@transaction.atomic
def note_interrupted() -> int:
    """Mark the runs whose worker died as interrupted; return how many."""
    running = Run.objects.select_for_update().filter(state=Run.State.RUNNING)
    return sum(_note_if_dead(run) for run in running)


def run_scan(
    acting: StaffMember,
    *,
    progress: Callable[[dict[str, Any]], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> ScanOutcome:
    """Scan the corpus with the entries of all banks, take in the findings and open cases; return what came of it."""
    return scan_and_open(acting=acting, progress=progress, stop=stop)


def upload_path(run: Run) -> Path:
    """Return where the uploaded file of an import lies, or lay."""
    return upload_folder(run.pk) / run.stored_name


def _new_run(kind: Run.Kind, acting: StaffMember, **fields: Any) -> Run:
    return Run.objects.create(kind=kind, asked_at=utc_now(), asked_by=acting, **fields)


def _queue(run: Run, event: str, payload: dict[str, Any], acting: StaffMember) -> None:
    record(event, acting=acting, subject=_subject(run), payload=payload)
    work_on_run.enqueue(run.pk)


def _locked(run: Run) -> Run:
    return Run.objects.select_for_update().get(pk=run.pk)


def _note_if_dead(run: Run) -> bool:
    if run.state != Run.State.RUNNING or is_held(lock_folder(), run.pk):
        return False
    run.state = Run.State.INTERRUPTED
    run.save(update_fields=["state"])
    record(f"{run.kind}_interrupted", acting="system", subject=_subject(run))
    return True


def _subject(run: Run) -> str:
    return f"run:{run.pk}"
