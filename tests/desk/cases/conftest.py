"""Findings of the made-up movement as an engine would hand them in, and cases opened from them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from seawall.bulk import DuckDBEngine
from seawall.corpus import TABLES, BatchOrigin, observation_keys, open_corpus
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.found import found_records
from seawall.desk.cases.models import Case
from seawall.desk.cases.records import FindingRecord, MediaRecord, ObservationRecord
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.evidence import Evidence
from seawall.pipeline import open_findings, scan_corpus

FOUND_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SLOGAN = "the lamps return"

_numbers = itertools.count(1)


@pytest.fixture
def finding_of():
    """Return a function that makes a finding about one post; every part can be named, the rest is made up."""

    def make(
        *,
        key: str | None = None,
        account: str | None = "lampkeeper",
        platform: str = "harbourfeed",
        channel: str | None = None,
        post: str | None = None,
        text: str | None = f"Tonight {SLOGAN}. Follow the grey lighthouse.",
        spans: tuple[tuple[int, int], ...] = ((8, 24),),
        media: tuple[MediaRecord, ...] = (),
        **parts,
    ) -> FindingRecord:
        number = next(_numbers)
        post = post or f"post-{number}"
        observation = ObservationRecord(
            key=parts.pop("observation_key", f"{platform}-{post}"[:64]),
            platform=platform,
            account_id=account,
            channel_id=channel,
            post_id=post,
            posted_at=FOUND_AT,
            handle=parts.pop("handle", f"@{account}" if account else None),
            parts={"text": text} if text else {},
            language=parts.pop("language", "en"),
            url=f"https://{platform}.example/{post}",
            media=media,
        )
        values = {
            "engine": "scan",
            "engine_version": "1",
            "signal_type": "text",
            "bank": "grey-lighthouse",
            "entry_id": "slogan-1",
            "opinion": "positive",
            "policy": "promotion",
            "entry_value": SLOGAN,
            "entry_note": "the slogan as first posted",
            "tier": "same",
            "score": 0.9,
            "raised": True,
            "because": "The text is the same as one that the bank “grey-lighthouse” lists.",
            "found_at": FOUND_AT,
            "evidence": (
                Evidence(feature="text", weight=0.9, detail="The same words stand in both.", left=SLOGAN, right=SLOGAN),
            ),
            **parts,
        }
        return FindingRecord(key=key or f"finding-{number}", observation=observation, spans=spans, **values)

    return make


@pytest.fixture
def case_of(db, finding_of):
    """Return a function that hands in findings (one by default) and gives the case opened for them."""

    def make(*findings: FindingRecord, **parts) -> Case:
        receive_findings(findings or [finding_of(account=f"account-{next(_numbers)}", **parts)], acting=SYSTEM)
        (case,) = open_cases(acting=SYSTEM, now=FOUND_AT)
        return case

    return make


@pytest.fixture
def scanned(tmp_path):
    """Return a function that writes posts into a corpus, scans it with entries and streams what was found."""
    return Scanned(tmp_path)


class Scanned:
    """A corpus and a findings store of their own."""

    def __init__(self, folder):
        self.corpus = open_corpus(folder / "corpus")
        self.findings = open_findings(folder / "findings")
        self.spill = folder / "spill"

    def write(self, **tables):
        """Store rows (dictionaries) of the named tables as one batch."""
        with self.corpus.write() as writer:
            origin = BatchOrigin(
                source="test", name="made up", fingerprint=repr(tables), map_name="test", acquired_at=FOUND_AT
            )
            batch = writer.open_batch(origin)
            batch.append({name: self._table(batch, name, rows) for name, rows in tables.items()})
            batch.finish()

    def scan(self, entries, now=FOUND_AT):
        """Compare everything with `entries`."""
        return scan_corpus(self.corpus, entries, self.findings, now=now)

    def records(self, entries):
        """Return what the desk would take in."""
        engine = DuckDBEngine(memory_bytes=1 << 28, threads=1, spill_path=self.spill)
        with self.corpus.snapshot() as corpus, self.findings.snapshot() as findings, engine:
            engine.attach(corpus)
            engine.attach(findings)
            return list(found_records(engine, entries))

    def _table(self, batch, name, rows):
        schema = pa.schema([field for field in TABLES[name] if field.name not in {"batch", "source", "acquired_at"}])
        rows = [{"key": b"\0" * 16, "platform": "harbourfeed", "kind": "post", **row} for row in rows]
        table = pa.table({field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in schema})
        table = table.cast(schema)
        keys = batch.post_keys(table.drop_columns(["key"])) if name == "posts" else observation_keys(name, table)
        return table.set_column(0, schema.field("key"), keys)
