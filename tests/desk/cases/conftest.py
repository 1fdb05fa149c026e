"""Findings of the made-up movement as an engine would hand them in, and cases opened from them."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from seawall.bulk import DuckDBEngine
from seawall.corpus import TABLES, BatchOrigin, observation_keys, open_corpus
from seawall.desk.cases.found import found_records
from seawall.pipeline import open_findings, scan_corpus

FOUND_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


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
