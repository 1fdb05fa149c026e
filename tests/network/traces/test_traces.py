"""The built-in traces keep their contract, their names are pinned, and their SQL also runs on Spark."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from seawall.bulk import DuckDBEngine
from seawall.corpus import open_corpus
from seawall.network import make_slots, search_cells
from seawall.network.traces import TRACES, corpus_slots, trace_query
from seawall.testing.contracts import TraceContract
from seawall.testing.observations import append_rows, origin

_START = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", TRACES)
class TestBuiltIn(TraceContract):
    @pytest.fixture
    def trace(self, name):
        return TRACES[name]

    @pytest.fixture
    def query(self, name):
        return trace_query(TRACES[name])


def test_the_names_of_traces_are_permanent():
    assert list(TRACES) == [
        "same_url", "same_media", "same_text", "near_text", "hashtag_sequence", "same_reshare", "same_target",
        "same_mention", "same_channel", "private_invite", "source_to_sink",
    ]  # fmt: skip
    assert all(name == trace.NAME for name, trace in TRACES.items())


@pytest.mark.parametrize("name", TRACES)
def test_the_query_of_a_trace_says_the_same_on_spark(name):
    query = trace_query(TRACES[name])
    (spark,) = sqlglot.transpile(query, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    parsed = sqlglot.parse_one(spark, read="spark")
    assert parsed.named_selects == sqlglot.parse_one(query, read="duckdb").named_selects
    assert {table.name for table in parsed.find_all(exp.Table)} <= {"interactions", "posts"}
    (back,) = sqlglot.transpile(spark, read="spark", write="duckdb", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert sqlglot.transpile(query, read="duckdb", write="duckdb") == [back]


@pytest.mark.parametrize("name", ["same_text", "near_text", "hashtag_sequence"])
def test_odd_texts_break_nothing(name):
    texts = ["", " ", "\u202e" * 50, "🕯" * 300, "word " * 20_000, "#a#b#c", "##", "\x00", "الفنار " * 9]
    rows = pa.RecordBatch.from_pydict(
        {"account": ["a"] * 9, "text": texts, "time": [_START] * 9, "post_key": [bytes(16)] * 9},
        schema=pa.schema([
            ("account", pa.string()), ("text", pa.string()), ("time", pa.timestamp("us", "UTC")),
            ("post_key", pa.binary(16)),
        ]),
    )  # fmt: skip
    found = TRACES[name].slots(rows)
    assert found.num_rows <= len(texts)
    assert all(found["item"].to_pylist())


def test_texts_with_another_name_are_nearly_the_same_more_often_than_not():
    text = "tonight the lamps return to the old harbour wall and {} keeps the watch until the morning ferry comes"
    words = text.split(" ")
    names = ["Mira", "Omar", "Lena", "Salim", "Tomas", "Nadia"]
    same = 0
    for number in range(40):
        told = [" ".join([f"{words[number % 5]}{number}", *words]).format(name) for name in names]
        rows = pa.RecordBatch.from_pydict(
            {"account": ["a"] * 6, "text": told, "time": [_START] * 6, "post_key": [bytes(16)] * 6},
            schema=pa.schema([("account", pa.string()), ("text", pa.string()),
                              ("time", pa.timestamp("us", "UTC")), ("post_key", pa.binary(16))]),
        )  # fmt: skip
        same += len(set(TRACES["near_text"].slots(rows)["item"].to_pylist())) == 1
    assert same >= 24


def test_a_corpus_gives_slots_of_every_trace_and_the_posts_behind_them(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        posts = [
            {"account_id": str(n % 7), "post_id": str(n), "posted_at": _START + timedelta(seconds=n),
             "text": f"The lamps return to harbour number {n // 7} #a #b #c"}
            for n in range(70)
        ]  # fmt: skip
        append_rows(batch, posts=posts, interactions=[
            {"account_id": "1", "kind": "linked", "target": "https://lamps.example/", "occurred_at": _START}
        ])  # fmt: skip
        batch.finish()
    with DuckDBEngine(memory_bytes=1 << 28, threads=1, spill_path=tmp_path / "spill") as engine:
        engine.attach(store.snapshot())
        table = corpus_slots(engine)
        keys = set(engine.table("SELECT key FROM posts")["key"].to_pylist())
    counts = {one["values"]: one["counts"] for one in table["kind"].value_counts().to_pylist()}
    assert counts == {"same_url": 1, "same_text": 70, "hashtag_sequence": 70, "near_text": 70}
    assert set(table["post_key"].to_pylist()) == {*keys, None}
    assert len(search_cells(make_slots(table)).slots.by_kind) == 4
    assert corpus_slots(engine, {}).num_rows == 0
