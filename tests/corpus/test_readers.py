"""Readers in other processes while one writer appends, compacts and erases: never half a commit, never a torn file."""

import subprocess
import sys

import pytest

from seawall.corpus import open_corpus
from seawall.testing.observations import append_rows, origin

READER = """
import pathlib, sys
from seawall.corpus import SnapshotExpiredError, open_corpus
store = open_corpus(pathlib.Path(sys.argv[1]))
looks = expired = 0
print("reading", flush=True)
while not (pathlib.Path(sys.argv[1]).parent / "done").exists():
    with store.snapshot() as snapshot:
        try:
            counted = sum(piece.num_rows for piece in snapshot.scan("posts", ["text", "account_id"]))
        except SnapshotExpiredError:
            expired += 1
            continue
        assert counted == snapshot.row_count("posts"), (counted, snapshot)
        assert snapshot.row_count("posts") == sum(snapshot.row_count(name) for name in ("accounts",)), snapshot
        looks += 1
print(looks, expired)
"""


@pytest.mark.slow
def test_readers_see_whole_commits_while_the_writer_works(tmp_path):
    store = open_corpus(tmp_path / "corpus")
    with store.write():
        pass
    readers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", READER, str(store.path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout.readline() == "reading\n"
    for number in range(30):
        with store.write() as writer:
            rows = [{"account_id": str(number)}]
            append_rows(writer.open_batch(origin()), posts=rows, accounts=rows)
            if number % 10 == 4:
                writer.compact()
            if number % 10 == 9:
                writer.erase_account("harbourfeed", str(number - 3))
    (tmp_path / "done").touch()
    for reader in readers:
        told, complaint = reader.communicate()
        assert reader.returncode == 0, complaint
        assert int(told.split()[0]) > 0
    assert store.snapshot().row_count("posts") == 27
    with store.write():
        pass
    assert len(list((store.path / "leases").iterdir())) == 1
    assert store.verify() == ()
