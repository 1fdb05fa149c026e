import json
import subprocess
import sys

import pyarrow as pa
import pytest

from seawall.corpus import (
    PROVENANCE,
    CorpusDamagedError,
    SchemaMismatchError,
    SnapshotExpiredError,
    StoreBusyError,
    StoreFormatError,
    TableStore,
    open_corpus,
)
from seawall.testing.observations import append_rows, origin


@pytest.fixture
def store(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write() as writer:
        for number in range(3):
            batch = writer.open_batch(origin(str(number)))
            append_rows(batch, posts=[{"post_id": f"{number}", "account_id": f"{number}"}])
            batch.finish()
    return store


def read(snapshot):
    return sorted(row["post_id"] for piece in snapshot.scan("posts", ["post_id"]) for row in piece.to_pylist())


def test_a_folder_that_is_not_there_reads_as_an_empty_store_and_stays_away(tmp_path):
    snapshot = open_corpus(tmp_path / "nowhere").snapshot()
    assert (snapshot.version, snapshot.batches, snapshot.files("posts"), snapshot.row_count("media")) == (0, (), (), 0)
    assert list(snapshot.scan("posts")) == []
    assert not (tmp_path / "nowhere").exists()


def test_a_snapshot_stays_as_it_was_while_the_store_goes_on(store):
    before = store.snapshot()
    with store.write() as writer:
        append_rows(writer.open_batch(origin("later")), posts=[{"post_id": "9"}])
        assert read(before) == ["0", "1", "2"]
    assert read(store.snapshot()) == ["0", "1", "2", "9"]
    assert store.snapshot().version > before.version


def test_compaction_leaves_the_files_of_a_snapshot_until_it_is_released(store):
    before = store.snapshot()
    with store.write() as writer:
        assert writer.compact().files_after == 1
    with store.write():
        pass
    assert read(before) == read(store.snapshot()) == ["0", "1", "2"]
    old = before.files("posts")
    before.release()
    with store.write():
        pass
    assert not any(path.exists() for path in old)
    assert read(store.snapshot()) == ["0", "1", "2"]


def test_a_dropped_snapshot_gives_up_its_lease(store):
    old = store.snapshot().files("posts")
    with store.write() as writer:
        writer.compact()
    assert not any(path.exists() for path in old)


def test_erasure_does_not_wait_for_readers(store):
    before = store.snapshot()
    with store.write() as writer:
        writer.erase_account("harbourfeed", "1")
    with pytest.raises(SnapshotExpiredError, match=f"erased after version {before.version}: take a new snapshot"):
        read(before)
    with pytest.raises(SnapshotExpiredError):
        before.check()
    assert read(store.snapshot()) == ["0", "2"]


def test_erasure_removes_what_compaction_kept_for_a_reader(store):
    before = store.snapshot()
    with store.write() as writer:
        writer.compact()
        writer.erase_account("harbourfeed", "1")
    assert not any(path.exists() for path in before.files("posts"))


def test_a_second_writer_is_told_who_writes(store):
    hold = (
        "import sys, pathlib; from seawall.corpus import open_corpus\n"
        "with open_corpus(pathlib.Path(sys.argv[1])).write():\n"
        "    print('holding', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        with pytest.raises(StoreBusyError, match=f"process {process.pid} writes") as raised, store.write():
            pass
        assert raised.value.pid == process.pid
        with pytest.raises(StoreBusyError):
            store.verify()
        assert read(store.snapshot()) == ["0", "1", "2"]
        process.stdin.close()
    with store.write():
        pass


def test_a_missing_or_truncated_file_is_damage_and_named(store):
    path = store.snapshot().files("posts")[1]
    content = path.read_bytes()
    path.write_bytes(content[:-5])
    with pytest.raises(CorpusDamagedError, match=f"{path.name} is damaged: it has .* bytes instead of"):
        store.snapshot()
    path.unlink()
    with pytest.raises(CorpusDamagedError, match=f"{path.name} is damaged: it is missing") as raised:
        store.snapshot()
    assert raised.value.file == path
    path.write_bytes(content)
    assert read(store.snapshot()) == ["0", "1", "2"]


def test_changed_bytes_met_while_reading_are_damage(store):
    snapshot = store.snapshot()
    path = snapshot.files("posts")[1]
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(CorpusDamagedError, match=path.name):
        read(snapshot)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format":', b"\xff\xfe", b"[]"])
def test_a_manifest_that_is_none_is_damage(store, content):
    (store.path / "manifest.json").write_bytes(content)
    with pytest.raises(CorpusDamagedError, match=r"manifest\.json is damaged"):
        store.snapshot()
    with pytest.raises(CorpusDamagedError), store.write():
        pass


def test_one_changed_character_of_the_manifest_is_noticed(store):
    path = store.path / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"rows":1', '"rows":2', 1), "utf-8")
    with pytest.raises(CorpusDamagedError, match="digest does not fit"):
        store.snapshot()


def test_a_store_that_lost_its_manifest_is_damaged_not_empty(store):
    (store.path / "manifest.json").unlink()
    with pytest.raises(CorpusDamagedError, match=r"has no manifest\.json"):
        store.snapshot()
    with pytest.raises(CorpusDamagedError), store.write():
        pass
    assert len(list((store.path / "data").iterdir())) == 3


def test_somebody_elses_folder_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("the lamps return")
    with pytest.raises(CorpusDamagedError, match="choose another folder"), open_corpus(tmp_path).write():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_newer_format_is_refused(store):
    path = store.path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format_version": 99}), "utf-8")
    with pytest.raises(StoreFormatError, match="store format 99"):
        store.snapshot()


def test_orphans_of_a_killed_writer_are_removed_by_the_next(store):
    orphans = [
        store.path / "data" / "posts-0000000099-0000.parquet",
        store.path / "keys" / "posts-0000000099-0001.run",
        store.path / "leases" / "99",
        store.path / "manifest.json.new",
    ]
    for orphan in orphans:
        orphan.write_bytes(b"half")
    with store.write():
        assert not any(orphan.exists() for orphan in orphans)
    assert read(store.snapshot()) == ["0", "1", "2"]
    assert store.verify() == ()


def test_a_store_keeps_any_tables_that_begin_with_the_provenance(tmp_path):
    findings = pa.schema([*PROVENANCE, pa.field("tier", pa.string())])
    store = TableStore(tmp_path / "findings", {"findings": findings})
    with store.write() as writer:
        rows = pa.table({"key": pa.array([b"1" * 16, b"2" * 16], pa.binary(16)), "tier": ["same", "near"]})
        done = writer.open_batch(origin()).append({"findings": rows})
        assert (done["findings"].stored, done["findings"].repeats) == (2, 0)
        writer.compact()
    assert store.snapshot().row_count("findings") == 2
    assert store.verify() == ()


def test_tables_without_provenance_and_unknown_tables_are_refused(tmp_path, store):
    with pytest.raises(SchemaMismatchError, match="provenance"):
        TableStore(tmp_path, {"findings": pa.schema([("tier", pa.string())])})
    with pytest.raises(SchemaMismatchError, match="no table 'findings'"):
        store.snapshot().files("findings")
