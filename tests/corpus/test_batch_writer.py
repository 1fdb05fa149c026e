from datetime import UTC, datetime

import pyarrow as pa
import pytest

from seawall.corpus import (
    POST_KINDS,
    TABLES,
    BatchClosedError,
    SchemaMismatchError,
    observation_keys,
    open_corpus,
)
from seawall.testing.observations import ACQUIRED_AT, append_rows, observation_table, origin

POSTS = [{"post_id": str(number), "account_id": "1", "text": f"the lamps return {number}"} for number in range(5)]


@pytest.fixture
def store(tmp_path):
    return open_corpus(tmp_path / "corpus")


def texts(store):
    return sorted(row["text"] for piece in store.snapshot().scan("posts", ["text"]) for row in piece.to_pylist())


def test_the_same_file_imported_twice_adds_nothing(store):
    with store.write() as writer:
        first = writer.open_batch(origin())
        assert append_rows(first, posts=POSTS) == {"posts": (5, 0)}
        first.finish(counts={"rows": 5})
        second = writer.open_batch(origin())
        assert second.batch_id != first.batch_id
        assert append_rows(second, posts=POSTS) == {"posts": (0, 5)}
    snapshot = store.snapshot()
    assert snapshot.row_count("posts") == 5
    assert [batch.repeats for batch in snapshot.batches] == [{"posts": 0}, {"posts": 5}]
    assert [batch.state for batch in snapshot.batches] == ["finished", "running"]


def test_a_row_twice_in_one_append_is_stored_once(store):
    with store.write() as writer:
        assert append_rows(writer.open_batch(origin()), posts=[*POSTS, POSTS[0], POSTS[0]]) == {"posts": (5, 2)}
    assert len(texts(store)) == 5


def test_posts_without_id_are_told_apart_by_their_number_and_found_again(store):
    alike = [{"text": "the lamps return"}] * 3
    with store.write() as writer:
        batch = writer.open_batch(origin("first export"))
        assert append_rows(batch, posts=alike[:2]) == {"posts": (2, 0)}
        assert append_rows(batch, posts=alike[:1]) == {"posts": (1, 0)}
        later = writer.open_batch(origin("longer export"))
        assert append_rows(later, posts=[*alike, {"text": "the lamps return"}]) == {"posts": (1, 3)}


def test_posts_with_and_without_id_mix_and_keep_their_order(store):
    mixed = observation_table("posts", [POSTS[0], {"text": "a"}, POSTS[1], {"text": "a"}])
    with store.write() as writer:
        batch = writer.open_batch(origin())
        keys = batch.post_keys(mixed).to_pylist()
        alone = writer.open_batch(origin("other")).post_keys(mixed.slice(0, 1)).to_pylist()
    assert len(set(keys)) == 4
    assert keys[:1] == alone


def test_a_batch_resumes_where_its_last_commit_left_it(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        assert (batch.position, batch.counts) == ({}, {})
        table = observation_table("posts", [{"text": "a"}, {"text": "a"}])
        keyed = table.append_column("key", batch.post_keys(table))
        batch.append({"posts": keyed}, position={"line": 2}, counts={"rejects": 1})
        batch.post_keys(table)  # keyed, but never appended: the process dies here
    with store.write() as writer:
        again = writer.open_batch(origin())
        assert (again.batch_id, again.position, again.counts) == (batch.batch_id, {"line": 2}, {"rejects": 1})
        assert (again.stored, again.repeats) == ({"posts": 2}, {"posts": 0})
        assert append_rows(again, posts=[{"text": "a"}]) == {"posts": (1, 0)}
        again.finish()
        assert writer.open_batch(origin()).position == {}


def test_position_and_counts_stay_when_an_append_does_not_name_them(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        batch.append({}, position={"line": 9}, counts={"rejects": 2})
        batch.append({})
        assert (batch.position, batch.counts) == ({"line": 9}, {"rejects": 2})


def test_a_finished_batch_takes_no_more_rows(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        batch.finish()
        with pytest.raises(BatchClosedError, match=f"{batch.batch_id} is finished"):
            append_rows(batch, posts=POSTS)
        with pytest.raises(BatchClosedError):
            batch.finish()


def test_every_table_comes_back_as_it_went_in(store):
    moment = datetime(2026, 2, 1, 8, 30, 0, 123456, tzinfo=UTC)
    rows = {
        "accounts": {"account_id": "7", "handle": "lampkeeper", "followers": 3, "observed_at": moment},
        "channels": {"channel_id": "9", "title": "الفنار الرمادي", "created_at": moment},
        "media": {"media_id": "sha256:00", "post_key": b"k" * 16, "width": 3, "byte_count": 2**40},
        "interactions": {
            "account_id": "7",
            "kind": "linked",
            "target": "https://lamps.example/",
            "occurred_at": moment,
        },
        "posts": {"post_id": "1", "text": "vuelven las lámparas 🏮", "media": ["sha256:00", "b"], "posted_at": moment},
    }
    with store.write() as writer:
        batch = writer.open_batch(origin())
        assert append_rows(batch, **{name: [row] for name, row in rows.items()}) == dict.fromkeys(rows, (1, 0))
    snapshot = store.snapshot()
    for name, row in rows.items():
        (piece,) = snapshot.scan(name)
        assert piece.schema.equals(TABLES[name])
        (read,) = piece.to_pylist()
        assert read | row == read
        provenance = {name: read[name] for name in ("batch", "source", "acquired_at")}
        assert provenance == {"batch": batch.batch_id, "source": "harbour export", "acquired_at": ACQUIRED_AT}


def test_absent_columns_become_null_and_empty_tables_are_no_commit_of_rows(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        rows = pa.table({"platform": ["pierchat"], "post_id": ["1"], "kind": [POST_KINDS[0]]})
        batch.append({"posts": rows.append_column("key", batch.post_keys(rows))})
        assert append_rows(batch, posts=[], accounts=[]) == {"posts": (0, 0), "accounts": (0, 0)}
    (piece,) = store.snapshot().scan("posts", ["text", "post_id"])
    assert piece.to_pylist() == [{"text": None, "post_id": "1"}]
    assert store.snapshot().files("accounts") == ()


@pytest.mark.parametrize(
    ("table", "change", "complaint"),
    [
        ("posts", {"mood": pa.array(["grey"])}, r"posts\.mood is no column"),
        ("posts", {"source": pa.array(["mine"])}, r"posts\.source is filled in by the store"),
        ("posts", {"views": pa.array(["many"])}, r"posts\.views is string"),
        ("posts", {"platform": pa.array([None], pa.string())}, r"posts\.platform has 1 nulls"),
        ("lighthouses", {}, "no table 'lighthouses'"),
    ],
)
def test_rows_that_do_not_fit_are_refused_by_name_and_nothing_is_stored(store, table, change, complaint):
    base = observation_table("posts", [POSTS[0]])
    base = base.append_column("key", pa.array([b"k" * 16], pa.binary(16)))
    columns = {name: base.column(name) for name in base.schema.names} | change
    with store.write() as writer:
        batch = writer.open_batch(origin())
        good = observation_table("accounts", [{"account_id": "1"}])
        good = good.append_column("key", observation_keys("accounts", good))
        with pytest.raises(SchemaMismatchError, match=complaint):
            batch.append({"accounts": good, table: pa.table(columns)})
        assert batch.append({"accounts": good})["accounts"].stored == 1
    assert store.snapshot().row_count("posts") == 0
    assert len(list((store.path / "data").iterdir())) == 1


def test_many_appends_leave_few_key_runs_and_no_stray_files(store):
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for number in range(24):
            append_rows(batch, posts=[{"post_id": str(number)}, {"text": "same every time"}])
    names = {path.name for path in (store.path / "keys").iterdir()}
    manifest = store.snapshot().manifest
    assert names == {file.name for file in manifest.key_files()}
    assert len(names) <= 8
    assert store.snapshot().row_count("posts") == 48
    assert store.verify() == ()
