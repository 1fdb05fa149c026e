"""Does this trace keep its contract? Subclass it, return the trace and its SQL, and run pytest.

    class TestMine(TraceContract):
        @pytest.fixture
        def trace(self):
            return Mine()

        @pytest.fixture
        def query(self):
            return load_query("my.package", "my_trace")

Checked are the permanent names, the examples through a real corpus and engine, and that rows without account or time
give no slot.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from seawall.bulk import DuckDBEngine
from seawall.corpus import open_corpus
from seawall.network.traces import TRACE_SLOTS, Trace, TraceExample
from seawall.testing.observations import append_rows, origin

__all__ = ["TraceContract"]

_MOMENT = datetime(2026, 2, 1, 12, tzinfo=UTC)
_TIMES = {"posts": "posted_at", "interactions": "occurred_at"}


class TraceContract:
    """What every trace promises; the fixtures `trace` and `query` hand in the one to check and its SQL."""

    @pytest.fixture
    def trace(self) -> Trace:
        """Return the trace to check."""
        pytest.fail("return your trace from the fixture `trace`")

    @pytest.fixture
    def query(self) -> str:
        """Return its SQL."""
        pytest.fail("return your trace's SQL from the fixture `query`")

    def test_it_has_what_the_protocol_asks(self, trace: Trace, query: str) -> None:
        """Name, title, a query that opens with what it answers, examples."""
        assert isinstance(trace, Trace)
        assert re.fullmatch(r"[a-z][a-z0-9_]*", trace.NAME)
        assert trace.TITLE.strip()
        assert query.startswith("-- ")
        assert trace.examples()

    def test_examples_give_their_items_out_of_a_corpus(self, trace: Trace, query: str, tmp_path: Path) -> None:
        """Each example's rows, written by two accounts, give each item for both."""
        for number, example in enumerate(trace.examples()):
            rows = [
                row | {"account_id": account, _TIMES[example.table]: _MOMENT + timedelta(minutes=place)}
                for account in ("7", "8")
                for place, row in enumerate(example.rows)
            ]
            found = _slots(trace, query, example, rows, tmp_path / str(number))
            assert found.schema == TRACE_SLOTS
            assert sorted(set(found["item"].to_pylist())) == sorted(example.items)
            assert set(found["account"].to_pylist()) == {"harbourfeed:7", "harbourfeed:8"}

    def test_rows_without_account_or_time_give_no_slot(self, trace: Trace, query: str, tmp_path: Path) -> None:
        """Unsigned rows of no channel, and rows of no time."""
        for number, example in enumerate(trace.examples()):
            when = _TIMES[example.table]
            rows = [dict(row) | extra for row in example.rows for extra in ({when: _MOMENT}, {"account_id": "7"})]
            assert _slots(trace, query, example, rows, tmp_path / str(number)).num_rows == 0

    def test_a_channel_stands_in_for_an_account_that_did_not_sign(
        self, trace: Trace, query: str, tmp_path: Path
    ) -> None:
        """An unsigned post is its channel's."""
        example = trace.examples()[0]
        rows = [dict(row) | {"channel_id": "ch-1", _TIMES[example.table]: _MOMENT} for row in example.rows]
        found = _slots(trace, query, example, rows, tmp_path)
        assert set(found["account"].to_pylist()) == {"harbourfeed:ch-1"}


def _slots(trace: Trace, query: str, example: TraceExample, rows: list[dict[str, Any]], folder: Path) -> pa.Table:
    store = open_corpus(folder / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        tables: dict[str, Any] = {example.table: rows}
        append_rows(batch, **tables)
        batch.finish()
    with DuckDBEngine(memory_bytes=1 << 28, threads=1, spill_path=folder / "spill") as engine:
        engine.attach(store.snapshot())
        return engine.map_arrow(query, trace.slots, TRACE_SLOTS).read_all()
