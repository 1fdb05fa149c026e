"""One scan from the banks to the queue: compare everything, take the findings in, open the cases.

Each step is stored once and can be done again after a kill: the findings store resumes its batch, the desk takes in a
finding it has as a repeat, and a subject with an open case gets no second one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.conf import settings

from seawall.bulk import DuckDBEngine
from seawall.clock import utc_now
from seawall.corpus import TableStore, open_corpus
from seawall.desk.banks.selectors import entries_for_scan
from seawall.desk.cases.found import found_records
from seawall.desk.cases.records import FindingRecord, Received
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.desk.people.models import StaffMember
from seawall.index import BankEntry
from seawall.pipeline import ScanOptions, ScanSummary, open_findings, scan_corpus

__all__ = ["ScanOutcome", "scan_and_open"]

_SCAN_SHARE: Final = 80
"""Percent of the progress that comparing takes; taking in and opening are the rest."""
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

    def tell(done: int, total: int) -> None:
        progress({"percent": _SCAN_SHARE * done // max(total, 1), "rows": done})

    options = ScanOptions(progress=tell, should_stop=stop)
    summary = scan_corpus(corpus, entries, findings, now=utc_now(), options=options)
    if summary.stopped:
        return _outcome(summary, stopped=True)
    received = _take_in(corpus, findings, entries, acting=acting, stop=stop)
    if stop():
        return _outcome(summary, stopped=True, received=received)
    progress({"percent": 95, "rows": sum(summary.row_count.values())})
    return _outcome(summary, stopped=False, received=received, cases=len(open_cases(acting=acting)))


def _take_in(
    corpus: TableStore,
    findings: TableStore,
    entries: list[BankEntry],
    *,
    acting: StaffMember | str,
    stop: Callable[[], bool],
) -> Received:
    with DuckDBEngine(
        memory_bytes=settings.SEAWALL.memory_bytes // _MEMORY_SHARE,
        threads=settings.SEAWALL.threads,
        spill_path=settings.SEAWALL.home / "spill",
    ) as engine:
        engine.attach(corpus.snapshot())
        engine.attach(findings.snapshot())
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
