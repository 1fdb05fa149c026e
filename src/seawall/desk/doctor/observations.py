"""Corpus, findings and evidence: is every file there, and does it have its digest?"""

from __future__ import annotations

from collections.abc import Iterator

from seawall.corpus import CorpusError, StoreBusyError, TableStore, open_corpus
from seawall.desk.doctor.diagnosis import Diagnosis, advice, fine, problem
from seawall.digests import digest_stream
from seawall.pipeline import open_findings
from seawall.settings import Settings

__all__ = ["check_corpus", "check_evidence", "check_findings"]

_RESTORE = "Restore the last backup into another folder (seawall restore --into) and take the store from there."


def check_corpus(settings: Settings, *, quick: bool) -> Iterator[Diagnosis]:
    """Is the corpus whole?"""
    return _check_store("corpus", open_corpus(settings.corpus_path), quick=quick)


def check_findings(settings: Settings, *, quick: bool) -> Iterator[Diagnosis]:
    """Is the store of findings whole?"""
    return _check_store("findings", open_findings(settings.findings_path), quick=quick)


def check_evidence(settings: Settings, *, quick: bool) -> Iterator[Diagnosis]:
    """Has every evidence file the digest that it is named by?"""
    files = [path for path in settings.evidence_path.glob("sha256/*/*") if not path.name.startswith(".")]
    if not quick:
        for path in files:
            with path.open("rb") as stream:
                if digest_stream(stream).value != path.name:
                    yield problem("evidence", f"{path} is not what its name says.", _RESTORE)
                    return
    yield fine("evidence", f"{len(files)} files{'' if quick else ', each with its digest'}")


def _check_store(name: str, store: TableStore, *, quick: bool) -> Iterator[Diagnosis]:
    try:
        snapshot = store.snapshot()
        rows = sum(snapshot.row_count(table) for table in store.tables)
        snapshot.check()
        faults = () if quick else store.verify(timeout_seconds=1.0)
    except StoreBusyError as error:
        yield advice(name, f"The {name} are being written: {error.message}", "Ask again when that has ended.")
        return
    except CorpusError as error:
        yield problem(name, error.message, _RESTORE)
        return
    if faults:
        told = "; ".join(f"{fault.file}: {fault.reason}" for fault in faults[:3])
        yield problem(name, f"{len(faults)} faults: {told}", _RESTORE)
    else:
        yield fine(name, f"{rows:,} rows{'' if quick else ', every byte read'}")
