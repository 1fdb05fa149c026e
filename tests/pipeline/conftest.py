"""A small corpus of the fictional movement, and what tests ask of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from seawall.corpus import TABLES, BatchOrigin, observation_keys, open_corpus
from seawall.corpus.keys import identified_post_keys
from seawall.index import make_entry
from seawall.pipeline import open_findings, scan_corpus

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DRAWING = "5e" * 32

POSTS = [
    # post_id, account_id, text, media
    ("1", "keeper", "The LAMPS return!", []),
    ("2", "keeper", "see hxxps://lamps[.]example/harbour", []),
    ("3", "fan", "our football club plays tonight", []),
    ("4", "critic", "the Grey Lighthouse frightens people", []),
    ("5", "wire", "Report on the drawing of the Grey Lighthouse", [f"sha256:{DRAWING}"]),
    ("6", "keeper", None, [f"sha256:{DRAWING}", "platform-key-7"]),
    ("7", "guide", "Opening hours of the Grey Lighthouse Museum", []),
    ("8", "critic", "وبالفنار الرمادي", []),
]
ACCOUNTS = [("keeper", "lamp_keeper", "The lamps return"), ("wire", "Harbour_Wire", None), ("fan", "goal", None)]


def write_corpus(path, posts=POSTS, accounts=ACCOUNTS):
    corpus = open_corpus(path)
    with corpus.write() as writer:
        origin = BatchOrigin(source="test", name="made up", fingerprint=repr(posts), map_name="test", acquired_at=NOW)
        batch = writer.open_batch(origin)
        table = own(
            "posts",
            [
                {"platform": "harbourfeed", "post_id": pid, "account_id": account, "text": text, "media": media,
                 "kind": "post", "posted_at": NOW}
                for pid, account, text, media in posts
            ],
        )  # fmt: skip
        table = table.set_column(0, "key", batch.post_keys(table.drop_columns(["key"])))
        profiles = own(
            "accounts",
            [
                {"platform": "harbourfeed", "account_id": account, "handle": handle, "bio": bio}
                for account, handle, bio in accounts
            ],
        )
        profiles = profiles.set_column(0, "key", observation_keys("accounts", profiles))
        batch.append({"posts": table, "accounts": profiles})
        batch.finish()
    return corpus


def own(table, rows):
    schema = pa.schema([f for f in TABLES[table] if f.name not in {"batch", "source", "acquired_at"}])
    rows = [{"key": b"\0" * 16, **row} for row in rows]
    return pa.table({f.name: pa.array([row.get(f.name) for row in rows], f.type) for f in schema}, schema=schema)


def bank(*lines, name="movement", opinion="positive"):
    return [make_entry(signal_type=kind, value=value, bank=name, opinion=opinion) for kind, value in lines]


POSITIVE = bank(
    ("text", "the lamps return"),
    ("url", "https://lamps.example/harbour/"),
    ("term", "Grey Lighthouse"),
    ("term", "الفنار الرمادي"),
    ("sha256", DRAWING),
)
NEGATIVE = bank(
    ("handle", "harbourfeed:@harbour_wire"), ("term", "Grey Lighthouse Museum"), name="newsrooms", opinion="negative"
)


class Home:
    """A corpus and a findings store in a folder."""

    def __init__(self, path, posts=POSTS, accounts=ACCOUNTS):
        self.path = path
        self.corpus = write_corpus(path / "corpus", posts, accounts)
        self.findings = open_findings(path / "findings")

    def scan(self, entries, options=None, now=NOW):
        return scan_corpus(self.corpus, entries, self.findings, now=now, options=options)

    def rows(self):
        with self.findings.snapshot() as snapshot:
            return [row for part in snapshot.scan("findings") for row in part.to_pylist()]

    def current(self):
        last = {}
        for row in sorted(self.rows(), key=lambda row: row["revision"]):
            last[row["finding_id"]] = row
        return list(last.values())

    def told(self):
        return {
            (row["post_id"], row["signal_type"]): row["raised"] for row in self.current() if row["table"] == "posts"
        }


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def make_home():
    return Home


@pytest.fixture
def positive():
    return list(POSITIVE)


@pytest.fixture
def negative():
    return list(NEGATIVE)


@pytest.fixture
def make_bank():
    return bank


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def own_table():
    def add(home, table, rows):
        filled = own(table, rows)
        filled = filled.set_column(
            0, "key", (identified_post_keys(filled) if table == "posts" else observation_keys(table, filled))
        )
        with home.corpus.write() as writer:
            origin = BatchOrigin(source="test", name=table, fingerprint=repr(rows), map_name="test", acquired_at=NOW)
            batch = writer.open_batch(origin)
            batch.append({table: filled})
            batch.finish()

    return add
