"""Where tests of intake find a corpus, a fixed time and the real data sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from seawall.corpus.store import TableStore, open_corpus
from seawall.intake import ImportSummary, fingerprint_of, plan_import, run_import


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def corpus(tmp_path: Path) -> TableStore:
    return open_corpus(tmp_path / "home" / "corpus")


@pytest.fixture
def bring_in(tmp_path: Path, corpus: TableStore, now: datetime) -> Callable[..., ImportSummary]:
    """Import a path whole, as one batch."""

    def run(path: Path, map_name: str | None = None, **options: object) -> ImportSummary:
        plan = plan_import(path, map_name)
        return run_import(
            plan,
            corpus,
            fingerprint=fingerprint_of(plan),
            rejects_folder=tmp_path / "home" / "rejects",
            now=now,
            **options,
        )

    return run


@pytest.fixture
def rows_of(corpus: TableStore) -> Callable[[str], list[dict]]:
    """Read a table of the corpus back."""

    def read(table: str) -> list[dict]:
        with corpus.snapshot() as snapshot:
            return [row for batch in snapshot.scan(table) for row in batch.to_pylist()]

    return read
