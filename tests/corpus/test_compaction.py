import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.corpus import CorpusDamagedError, open_corpus
from seawall.testing.observations import append_rows, origin

TEXT = st.none() | st.text(max_size=5)
POSTS = st.lists(st.tuples(TEXT, TEXT, TEXT, st.none() | st.lists(TEXT, max_size=2)), max_size=8)


def rows(snapshot):
    found = [row for piece in snapshot.scan("posts") for row in piece.to_pylist()]
    return sorted(found, key=lambda row: row["key"])


@settings(max_examples=12)
@given(st.lists(POSTS, max_size=5))
def test_compaction_keeps_exactly_the_same_rows(appends):
    with tempfile.TemporaryDirectory() as folder:
        store = open_corpus(Path(folder) / "corpus")
        with store.write() as writer:
            batch = writer.open_batch(origin())
            for posts in appends:
                columns = ("post_id", "account_id", "text", "media")
                append_rows(batch, posts=[dict(zip(columns, post, strict=True)) for post in posts])
            before = rows(store.snapshot())
            done = writer.compact()
            assert rows(store.snapshot()) == before
            assert done.files_after <= 1
        assert store.verify() == ()


def test_rows_of_one_account_lie_together_in_the_order_of_time(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for number in range(6):
            append_rows(batch, posts=[{"account_id": str(number % 2), "posted_at": 9 - number, "text": str(number)}])
        writer.compact()
    (path,) = store.snapshot().files("posts")
    assert pq.read_table(path, columns=["text"]).column("text").to_pylist() == ["4", "2", "0", "5", "3", "1"]


def test_large_files_are_left_alone_and_groups_are_bounded(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for size in (8, 3, 3, 3, 3, 6, 2):
            append_rows(batch, posts=[{"text": f"{size} {number}"} for number in range(size)])
        done = writer.compact(group_rows=10)
        again = writer.compact(group_rows=10)
    sizes = [file.rows for file in store.snapshot().manifest.tables["posts"].files]
    assert sizes == [8, 9, 5, 6]
    assert (done.files_before, done.files_after, again.files_after) == (7, 4, 4)


def test_compacting_an_empty_or_compact_store_commits_nothing(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        writer.compact()
        append_rows(writer.open_batch(origin()), posts=[{"text": "a"}])
        version = store.snapshot().version
        writer.compact()
    assert store.snapshot().version == version


def test_a_damaged_file_stops_compaction_and_stays(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        append_rows(batch, posts=[{"text": "a"}])
        append_rows(batch, posts=[{"text": "b"}])
        path = store.snapshot().files("posts")[0]
        path.write_bytes(bytes(path.stat().st_size))
        with pytest.raises(CorpusDamagedError, match=path.name):
            writer.compact()
    assert path.exists()
    assert len(list((store.path / "data").iterdir())) == 2


def test_the_schema_of_a_compacted_file_is_the_published_one(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for name in "ab":
            append_rows(batch, posts=[{"text": name}])
        writer.compact()
    (path,) = store.snapshot().files("posts")
    assert pq.read_schema(path).equals(store.tables["posts"])
    assert pq.read_schema(path).field("key").type == pa.binary(16)
