import contextlib
import os
import subprocess

import pytest

from seawall.cli.exit_codes import exit_code_of
from seawall.corpus import StoreFullError, open_corpus
from seawall.testing.observations import observation_table, origin

CHUNKS = 40
ROWS = 200


@pytest.fixture
def small_disk(tmp_path, skip_or_fail):
    """A file system of 1 MB; yields its folder and a function that makes it larger."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "seawall-test", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        skip_or_fail(f"no small file system can be mounted here: {made.stderr.decode().strip()}")

    def enlarge():
        subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)

    yield folder, enlarge
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder):
    """Write one file until not a page is left."""
    ballast = folder / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return ballast


def import_all(store):
    """Append all chunks after the position; half of the posts have no id and repeat each other."""
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for place in range(batch.position.get("chunk", 0), CHUNKS):
            posts = [{"post_id": f"{place}-{row}", "text": os.urandom(60).hex()} for row in range(ROWS)]
            table = observation_table("posts", [*posts, *({"text": f"lamps {row % 7}"} for row in range(ROWS))])
            batch.append({"posts": table.append_column("key", batch.post_keys(table))}, position={"chunk": place + 1})
        batch.finish()


def test_a_full_disk_stops_an_import_cleanly_and_a_rerun_resumes_it(small_disk):
    folder, enlarge = small_disk
    store = open_corpus(folder / "corpus")
    with pytest.raises(StoreFullError, match="nothing was half written: make room") as raised:
        import_all(store)
    assert exit_code_of(raised.value) == 5
    snapshot = store.snapshot()
    chunks = snapshot.batches[0].position["chunk"]
    assert 0 < chunks < CHUNKS
    assert snapshot.row_count("posts") == 2 * ROWS * chunks
    assert store.verify() == ()
    named = {file.name for files in (snapshot.manifest.data_files(), snapshot.manifest.key_files()) for file in files}
    assert {path.name for sub in ("data", "keys") for path in (store.path / sub).iterdir()} == named
    with pytest.raises(StoreFullError):
        import_all(store)
    enlarge()
    import_all(store)
    assert store.snapshot().row_count("posts") == 2 * ROWS * CHUNKS
    assert [batch.state for batch in store.snapshot().batches] == ["finished"]
    assert store.verify() == ()


def test_a_full_disk_harms_nothing_when_rows_are_removed_or_merged(small_disk):
    folder, enlarge = small_disk
    store = open_corpus(folder / "corpus")
    with pytest.raises(StoreFullError):
        import_all(store)
    ballast = fill(folder)
    before = store.snapshot()
    with store.write() as writer:
        for work in (writer.compact, lambda: writer.erase_post("harbourfeed", "0-1")):
            with pytest.raises(StoreFullError):
                work()
    assert store.snapshot().row_count("posts") == before.row_count("posts")
    before.release()
    assert store.verify() == ()
    ballast.unlink()
    enlarge()
    with store.write() as writer:
        assert writer.erase_post("harbourfeed", "0-1")["posts"] == 1
    assert store.verify() == ()


def test_a_store_cannot_begin_on_a_full_disk_and_begins_later(small_disk):
    folder, enlarge = small_disk
    fill(folder)
    store = open_corpus(folder / "corpus")
    with pytest.raises(StoreFullError):
        import_all(store)
    assert store.snapshot().version == 0
    enlarge()
    import_all(store)
    assert store.verify() == ()
