"""Findings go with their observations: after erasure, after withdrawal, and however often it is run."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from seawall.corpus import open_corpus
from seawall.index import make_entry
from seawall.pipeline import open_findings, scan_corpus
from seawall.pipeline.forgetting import forget_findings
from seawall.testing.observations import append_rows, origin

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SLOGAN = "the lamps return"


@pytest.fixture
def stores(tmp_path):
    corpus, findings = open_corpus(tmp_path / "corpus"), open_findings(tmp_path / "findings")
    with corpus.write() as writer:
        for account in ("7", "8"):
            batch = writer.open_batch(origin(account))
            rows = [{"account_id": account, "text": f"{SLOGAN}, says {account}"}]
            append_rows(batch, posts=rows, accounts=[{"account_id": account, "bio": f"{SLOGAN} {account}"}])
            batch.finish()
    entry = make_entry(entry_id="1", bank="slogans", signal_type="term", value=SLOGAN)
    scan_corpus(corpus, [entry], findings, now=NOW)
    return corpus, findings


def found_on(findings):
    return sorted({row["account_id"] for piece in findings.snapshot().scan("findings") for row in piece.to_pylist()})


def test_findings_go_with_an_erased_account_and_their_words_with_them(stores):
    corpus, findings = stores
    assert found_on(findings) == ["7", "8"]
    with corpus.write() as writer:
        writer.erase_account("harbourfeed", "7")
        assert forget_findings(writer, findings) > 0
        assert forget_findings(writer, findings) == 0
    assert found_on(findings) == ["8"]
    assert findings.verify() == ()


def test_findings_go_with_a_withdrawn_batch(stores):
    corpus, findings = stores
    with corpus.write() as writer:
        writer.withdraw_batch("b000002")
        forget_findings(writer, findings)
    assert found_on(findings) == ["7"]


def test_nothing_is_forgotten_while_the_corpus_holds_everything(stores):
    corpus, findings = stores
    version = findings.snapshot().version
    with corpus.write() as writer:
        assert forget_findings(writer, findings) == 0
    assert findings.snapshot().version == version


def test_a_findings_store_that_was_never_written_stays_away(tmp_path, stores):
    corpus, _ = stores
    with corpus.write() as writer:
        assert forget_findings(writer, open_findings(tmp_path / "none")) == 0
    assert not (tmp_path / "none").exists()


def test_findings_are_compacted_with_their_nested_evidence(stores):
    _, findings = stores
    before = sorted(str(row) for piece in findings.snapshot().scan("findings") for row in piece.to_pylist())
    with findings.write() as writer:
        batch = writer.open_batch(origin("copy"))
        rows = next(findings.snapshot().scan("findings")).slice(0, 1)
        own = [name for name in rows.schema.names if name not in {"batch", "source", "acquired_at"}]
        copy = pa.Table.from_batches([rows]).select(own).set_column(0, "key", pa.array([b"c" * 16], pa.binary(16)))
        batch.append({"findings": copy})
        assert writer.compact().files_after == 1
    after = sorted(str(row) for piece in findings.snapshot().scan("findings") for row in piece.to_pylist())
    assert len(after) == len(before) + 1
    assert set(before) < set(after)
    assert findings.verify() == ()
