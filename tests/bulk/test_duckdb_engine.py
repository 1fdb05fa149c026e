from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from seawall.bulk import DuckDBEngine, EngineFullError, QueryError
from seawall.corpus import PROVENANCE, CorpusDamagedError, SnapshotExpiredError, TableStore, open_corpus
from seawall.testing.observations import append_rows, origin

COUNT = "SELECT count(*) AS n FROM posts"


@pytest.fixture(params=["corpus", "cor'pus [a-z] *"])
def store(tmp_path, request):
    store = open_corpus(tmp_path / request.param)
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for account in ("7", "8"):
            moment = datetime(2026, 2, 1, int(account), tzinfo=UTC)
            append_rows(batch, posts=[{"account_id": account, "text": f"lamps of {account}", "posted_at": moment}])
        batch.finish()
    return store


@pytest.fixture
def engine(tmp_path):
    with DuckDBEngine(memory_bytes=1 << 28, threads=2, spill_path=tmp_path / "spill") as engine:
        yield engine


def numbers(engine, sql, parameters=None):
    return engine.table(sql, parameters).to_pydict()


def test_each_table_is_a_view_and_an_empty_one_has_its_columns(store, engine):
    engine.attach(store.snapshot())
    assert numbers(engine, COUNT) == {"n": [2]}
    for name, schema in store.tables.items():
        read = engine.table(f"SELECT * FROM {name} LIMIT 0")
        assert read.schema.names == schema.names
        assert read.schema.field("acquired_at").type == schema.field("acquired_at").type
        assert read.num_rows == 0


def test_parameters_are_bound_and_never_part_of_the_text(store, engine):
    engine.attach(store.snapshot())
    sql = "SELECT count(*) AS n FROM posts WHERE text = $text"
    assert numbers(engine, sql, {"text": "lamps of 7"}) == {"n": [1]}
    assert numbers(engine, sql, {"text": "x' OR '1'='1"}) == {"n": [0]}


def test_times_come_back_in_utc_and_are_counted_in_utc(store, engine):
    engine.attach(store.snapshot())
    read = engine.table("SELECT posted_at, hour(posted_at) AS h FROM posts WHERE account_id = $a", {"a": "7"})
    assert read.to_pydict() == {"posted_at": [datetime(2026, 2, 1, 7, tzinfo=UTC)], "h": [7]}
    assert str(read.schema.field("posted_at").type) == "timestamp[us, tz=UTC]"


def test_keys_keep_their_bytes(store, engine):
    snapshot = store.snapshot()
    engine.attach(snapshot)
    keys = sorted(key for piece in snapshot.scan("posts", ["key"]) for key in piece.column(0).to_pylist())
    assert sorted(engine.table("SELECT key FROM posts").column("key").to_pylist()) == keys
    found = numbers(engine, "SELECT text FROM posts WHERE key = $key", {"key": keys[0]})
    assert len(found["text"]) == 1


def test_several_results_stream_at_once(engine):
    first, second = engine.read("SELECT * FROM range(200000)"), engine.read("SELECT * FROM range(5)")
    assert first.read_next_batch().num_rows < 200_000
    assert second.read_all().num_rows == 5
    assert sum(batch.num_rows for batch in first) > 0


def test_a_function_maps_batches_as_they_stream(engine):
    def double(batch):
        return pa.record_batch({"twice": pc.multiply(batch.column("i"), 2)})

    schema = pa.schema([("twice", pa.int64())])
    mapped = engine.map_arrow("SELECT range AS i FROM range($n)", double, schema, {"n": 100_000})
    assert pc.sum(mapped.read_all().column("twice")).as_py() == 100_000 * 99_999


def test_two_stores_are_attached_together(store, engine, tmp_path):
    findings = TableStore(tmp_path / "findings", {"findings": pa.schema([*PROVENANCE, ("post_key", pa.binary(16))])})
    key = next(store.snapshot().scan("posts", ["key"])).column(0)[0]
    with findings.write() as writer:
        rows = pa.table(
            {"key": pa.array([b"f" * 16], pa.binary(16)), "post_key": pa.array([key.as_py()], pa.binary(16))}
        )
        writer.open_batch(origin()).append({"findings": rows})
    engine.attach(store.snapshot())
    assert numbers(engine, COUNT) == {"n": [2]}
    engine.attach(findings.snapshot())
    joined = "SELECT count(*) AS n FROM posts JOIN findings ON posts.key = findings.post_key"
    assert numbers(engine, joined) == {"n": [1]}


def test_a_later_snapshot_takes_the_place_of_an_earlier_one(store, engine):
    engine.attach(store.snapshot())
    with store.write() as writer:
        append_rows(writer.open_batch(origin("later")), posts=[{"text": "a"}])
    assert numbers(engine, COUNT) == {"n": [2]}
    engine.attach(store.snapshot())
    assert numbers(engine, COUNT) == {"n": [3]}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "COPY (SELECT 1) TO '{folder}/stolen.csv'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "SET memory_limit = '99GB'",
        "SET enable_external_access = true",
        "SELECT * FROM secret_of_the_caller",
    ],
)
def test_a_query_reaches_nothing_but_the_attached_files(store, engine, tmp_path, sql):
    secret_of_the_caller = pa.table({"a": [1]})
    engine.attach(store.snapshot())
    with pytest.raises(QueryError):
        engine.table(sql.replace("{folder}", str(tmp_path)))
    assert secret_of_the_caller.num_rows == 1
    assert not (tmp_path / "stolen.csv").exists()


def test_the_files_of_the_store_cannot_be_overwritten_by_a_query(store, engine):
    snapshot = store.snapshot()
    engine.attach(snapshot)
    for path in snapshot.files("posts"):
        with pytest.raises(QueryError):
            engine.table(f"COPY (SELECT 1 AS a) TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
    assert store.verify() == ()


def test_a_wrong_query_says_what_is_wrong_and_which_it_was(engine):
    with pytest.raises(QueryError, match=r"nowhere.*\(in: SELECT \* FROM nowhere\)") as raised:
        engine.table("SELECT * FROM nowhere\nWHERE true")
    assert raised.value.query == "SELECT * FROM nowhere\nWHERE true"


def test_a_file_that_was_erased_or_damaged_meanwhile_is_told(store, engine):
    snapshot = store.snapshot()
    engine.attach(snapshot)
    with store.write() as writer:
        writer.erase_account("harbourfeed", "7")
    with pytest.raises(SnapshotExpiredError, match="take a new snapshot"):
        engine.table("SELECT text FROM posts")
    fresh = store.snapshot()
    engine.attach(fresh)
    assert numbers(engine, "SELECT text FROM posts") == {"text": ["lamps of 8"]}
    (path,) = fresh.files("posts")
    path.unlink()
    engine.attach(fresh)
    with pytest.raises(CorpusDamagedError, match=path.name):
        engine.table("SELECT text FROM posts")


def test_what_does_not_fit_into_memory_spills_and_what_cannot_spill_is_told(tmp_path):
    sql = "SELECT count(*) AS n FROM (SELECT DISTINCT range, repeat('lamps', 20) || range FROM range(700000))"
    with DuckDBEngine(memory_bytes=48 << 20, threads=1, spill_path=tmp_path / "spill") as engine:
        assert numbers(engine, sql) == {"n": [700_000]}
    with (
        DuckDBEngine(memory_bytes=8 << 20, threads=1, spill_path=tmp_path / "spill") as engine,
        pytest.raises(EngineFullError, match="more than 8,388,608 bytes"),
    ):
        engine.table("SELECT list(repeat('lamps', 100) || range) FROM range(1000000)")


def test_an_error_of_the_function_passes_as_it_is(engine):
    def fail(batch):
        raise KeyError("lamps")

    mapped = engine.map_arrow("SELECT 1 AS a", fail, pa.schema([("a", pa.int64())]))
    with pytest.raises(KeyError, match="lamps"):
        mapped.read_all()
