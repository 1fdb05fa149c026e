"""One scan from the banks to the queue: compare everything, take the findings in, open the cases.

Each step is stored once and can be done again after a kill: the findings store resumes its batch, the desk takes in a
finding it has as a repeat, and a subject with an open case gets no second one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from seawall.bulk import DuckDBEngine
from seawall.clock import utc_now
from seawall.corpus import TableStore, open_corpus
from seawall.desk.banks.flooding import quarantine_floods
from seawall.desk.banks.selectors import entries_for_scan
from seawall.desk.cases.found import found_records
from seawall.desk.cases.records import FindingRecord, Received
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.desk.people.models import StaffMember
from seawall.desk.ranking.services import rank_waiting_cases
from seawall.index import BankEntry
from seawall.pipeline import (
    ReadingOptions,
    ScanOptions,
    ScanSummary,
    open_findings,
    open_media_signals,
    read_media,
    scan_corpus,
)
from seawall.signals import Tools

__all__ = ["ScanOutcome", "scan_and_open"]

_READ_SHARE, _SCAN_SHARE = 40, 80
"""Percent of the progress at which new files are read, and at which all is compared; taking in and opening follow."""
_MEMORY_SHARE: Final = 2
"""The pages of the desk may take the other half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOutcome:
    """What a scan came to; `stopped` where somebody cancelled it before the end."""

    stopped: bool
    entries: int
    rows: int
    findings: int
    raised: int
    held_back: int
    new: int = 0
    repeats: int = 0
    refused: int = 0
    cases: int = 0

    def as_payload(self) -> dict[str, Any]:
        """Return the figures for the ledger and the run."""
        return asdict(self)


def scan_and_open(
    *,
    acting: StaffMember | str,
    progress: Callable[[dict[str, Any]], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> ScanOutcome:
    """Scan the corpus with the entries of all banks and turn what is found into cases.

    Args:
        acting: who asked for it; `SYSTEM` for a scheduled scan.
        progress: told `percent` and `rows` as the scan goes on.
        stop: asked between chunks; True ends the scan, to be gone on with later.

    Raises:
        StoreBusyError, StoreFullError, CorpusDamagedError: what is stored stays; run it again.
    """
    corpus, findings = open_corpus(settings.SEAWALL.corpus_path), open_findings(settings.SEAWALL.findings_path)
    entries = entries_for_scan()

    media = open_media_signals(settings.SEAWALL.media_signals_path)
    _read_files(corpus, media, progress=progress, stop=stop)

    def tell(done: int, total: int) -> None:
        progress({"percent": _READ_SHARE + (_SCAN_SHARE - _READ_SHARE) * done // max(total, 1), "rows": done})

    options = ScanOptions(progress=tell, should_stop=stop, media=media)
    now = utc_now()
    summary = scan_corpus(corpus, entries, findings, now=now, options=options)
    if not summary.stopped and _quarantine(corpus, findings, now):
        entries = entries_for_scan()  # what floods is held back now: once more, so that its findings say so
        summary = scan_corpus(corpus, entries, findings, now=now, options=options)
    if summary.stopped:
        return _outcome(summary, stopped=True)
    received = _take_in(corpus, findings, entries, acting=acting, stop=stop)
    if stop():
        return _outcome(summary, stopped=True, received=received)
    progress({"percent": 95, "rows": sum(summary.row_count.values())})
    opened = open_cases(acting=acting)
    rank_waiting_cases()
    return _outcome(summary, stopped=False, received=received, cases=len(opened))


def _read_files(
    corpus: TableStore, media: TableStore, *, progress: Callable[[dict[str, Any]], None], stop: Callable[[], bool]
) -> None:
    """Read the files that are new; stopped midway, the rest is read the next time."""
    tools = Tools(tesseract=settings.SEAWALL.tesseract, fpcalc=settings.SEAWALL.fpcalc)
    options = ReadingOptions(
        tools=tools,
        threads=settings.SEAWALL.threads,
        progress=lambda done, total: progress({"percent": _READ_SHARE * done // max(total, 1), "files": done}),
        should_stop=stop,
    )
    read_media(corpus, settings.SEAWALL.evidence_path, media, now=utc_now(), options=options)


def _quarantine(corpus: TableStore, findings: TableStore, now: datetime) -> bool:
    """Hold back the entries that suddenly match much, before anything is taken in; says whether there are any."""
    with _engine(corpus, findings) as engine:
        return bool(quarantine_floods(engine, now=now))


@contextmanager
def _engine(corpus: TableStore, findings: TableStore) -> Iterator[DuckDBEngine]:
    with DuckDBEngine(
        memory_bytes=settings.SEAWALL.memory_bytes // _MEMORY_SHARE,
        threads=settings.SEAWALL.threads,
        spill_path=settings.SEAWALL.home / "spill",
    ) as engine:
        engine.attach(corpus.snapshot())
        engine.attach(findings.snapshot())
        yield engine


def _take_in(
    corpus: TableStore,
    findings: TableStore,
    entries: list[BankEntry],
    *,
    acting: StaffMember | str,
    stop: Callable[[], bool],
) -> Received:
    with _engine(corpus, findings) as engine:
        return receive_findings(_until(stop, found_records(engine, entries)), acting=acting)


def _until(stop: Callable[[], bool], records: Iterator[FindingRecord]) -> Iterator[FindingRecord]:
    for record in records:
        if stop():
            return
        yield record


def _outcome(summary: ScanSummary, *, stopped: bool, received: Received | None = None, cases: int = 0) -> ScanOutcome:
    return ScanOutcome(
        stopped=stopped,
        entries=summary.entry_count,
        rows=sum(summary.row_count.values()),
        findings=summary.finding_count,
        raised=summary.raised_count,
        held_back=summary.held_back_count,
        new=received.new if received else 0,
        repeats=received.repeats if received else 0,
        refused=len(received.refused) if received else 0,
        cases=cases,
    )
