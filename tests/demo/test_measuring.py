"""What is measured is what was raised beside the truth, counted by hand."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.corpus import BatchOrigin
from seawall.demo.measuring import Share, measure, raised_posts
from seawall.pipeline import FINDINGS, open_findings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def finding(number, post_id, *, raised, revision=1, withdrawn=False):
    return {
        "key": bytes([number, revision]) * 8,
        "finding_id": bytes([number]) * 16,
        "revision": revision,
        "table": "posts",
        "observation": post_id.encode().ljust(16, b"\0"),
        "platform": "harbourfeed",
        "post_id": post_id,
        "bank": "b",
        "entry_id": "e",
        "signal_type": "url",
        "entry_value": "https://lamp.example/",
        "field": "text",
        "distance": 0,
        "stage": "exact",
        "tier": "same",
        "score": 0.9,
        "raised": raised,
        "withdrawn": withdrawn,
        "because": "Raised.",
        "evidence": [],
    }


@pytest.fixture
def store(tmp_path):
    def make(*rows):
        findings = open_findings(tmp_path / "findings")
        names = [name for name in FINDINGS.names if name not in {"batch", "source", "acquired_at"}]
        schema = pa.schema([FINDINGS.field(name) for name in names])
        origin = BatchOrigin(source="scan", name="t", fingerprint="f", map_name="m", acquired_at=NOON)
        with findings.write() as writer:
            batch = writer.open_batch(origin)
            batch.append({"findings": pa.Table.from_pylist(list(rows), schema=schema)}, position={}, counts={})
            batch.finish(counts={})
        return findings

    return make


def test_the_last_revision_of_a_finding_counts(store):
    findings = store(
        finding(1, "p1", raised=True),
        finding(1, "p1", raised=False, revision=2),
        finding(2, "p2", raised=True),
        finding(3, "p3", raised=True, withdrawn=True),
        finding(4, "p2", raised=False),
    )
    with findings.snapshot() as snapshot:
        assert raised_posts(snapshot) == ({"p2"}, {"p1"})


def test_shares_are_counted_against_the_truth(store, tmp_path):
    truth = tmp_path / "world" / "truth"
    truth.mkdir(parents=True)
    posts = [
        ("p1", "promotes", True, "gl-url-1", None),
        ("p2", "promotes", True, "gl-url-1", "hxxp"),
        ("p3", "recruits", True, None, None),
        ("p4", "reports", False, None, None),
    ]
    banks = tmp_path / "world" / "banks"
    banks.mkdir()
    (banks / "b.jsonl").write_text('{"entry_id": "gl-url-1", "signal_type": "url"}\n')
    names = ["post_id", "class", "wanted", "known_from", "edit"]
    pq.write_table(
        pa.Table.from_pylist([dict(zip(names, post, strict=True)) for post in posts]), truth / "posts.parquet"
    )
    accounts = [{"account_id": "a1", "group": "movement"}, {"account_id": "a2", "group": "press"}]
    pq.write_table(pa.Table.from_pylist(accounts), truth / "accounts.parquet")
    findings = store(finding(1, "p1", raised=True), finding(2, "p4", raised=True), finding(3, "p2", raised=False))
    with findings.snapshot() as snapshot:
        measured = measure(tmp_path / "world", snapshot, case_accounts=["a1", "a2"])
    assert measured.precision == Share(part=1, whole=2)
    assert measured.recall_unchanged == {"url": Share(part=1, whole=1)}
    assert measured.recall_edited == Share(part=0, whole=1)
    assert measured.recall_all == Share(part=1, whole=3)
    assert measured.case_precision == Share(part=1, whole=2)
    assert measured.raised_unwanted == {"reports": 1}
    assert measured.held_back == 1


def test_a_share_of_nothing_has_no_fraction():
    assert Share(part=0, whole=0).fraction is None
    assert Share(part=1, whole=4).fraction == 0.25
