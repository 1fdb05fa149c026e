import numpy as np
import pytest

from seawall.corpus.errors import CorpusDamagedError
from seawall.corpus.folder import NewFile
from seawall.corpus.records import sort_records
from seawall.corpus.runs import Run, write_run


def random_records(count, *, seed=1, distinct_high=2**64):
    rng = np.random.default_rng(seed)
    records = np.empty((count, 3), dtype=np.uint64)
    records[:, 0] = rng.integers(0, distinct_high, count, dtype=np.uint64)
    records[:, 1] = rng.integers(0, 50, count, dtype=np.uint64)
    records[:, 2] = np.arange(count)
    return sort_records(records)


def stored(folder, records, pieces=1):
    return write_run(NewFile(folder, "a.run"), np.array_split(records, pieces))


@pytest.mark.parametrize(("count", "pieces"), [(0, 1), (1, 1), (1023, 2), (1024, 1), (1025, 3), (200_000, 7)])
def test_a_run_gives_back_what_was_written(tmp_path, count, pieces):
    records = random_records(count)
    with Run(tmp_path, stored(tmp_path, records, pieces)) as run:
        slices = list(run.slices(4096))
    assert sum(map(len, slices)) == count
    assert np.array_equal(np.concatenate([records[:0], *slices]), records)


@pytest.mark.parametrize("distinct_high", [2**64, 300, 1])
def test_a_look_up_finds_exactly_the_keys_that_are_there(tmp_path, distinct_high):
    records = random_records(20_000, distinct_high=distinct_high)
    present = np.unique(records[:, :2], axis=0)
    absent = present + np.array([[0, 100]], dtype=np.uint64)
    asked = np.unique(np.concatenate([present[::3], absent[::2]]), axis=0)
    known = {tuple(row) for row in present.tolist()}
    with Run(tmp_path, stored(tmp_path, records, 5)) as run:
        found, values = run.find(asked)
    assert found.tolist() == [tuple(key) in known for key in asked.tolist()]
    first = {tuple(row[:2]): row[2] for row in reversed(records.tolist())}
    assert values.tolist() == [first.get(tuple(key), 0) for key in asked.tolist()]


def test_few_keys_read_few_blocks(tmp_path):
    records = random_records(300_000)
    with Run(tmp_path, stored(tmp_path, records)) as run:
        slices = list(run._needed(np.ascontiguousarray(records[[10, 150_000], 0])))
    assert sum(end - start for start, end in slices) <= 4 * 1024


def test_nothing_asked_nothing_read(tmp_path):
    with Run(tmp_path, stored(tmp_path, random_records(10))) as run:
        found, values = run.find(np.empty((0, 2), dtype=np.uint64))
    assert len(found) == len(values) == 0


def test_a_missing_short_or_foreign_file_is_named(tmp_path):
    entry = stored(tmp_path, random_records(5000))
    content = (tmp_path / "a.run").read_bytes()
    for damage, reason in ((content[:-1], "wrong size"), (b"SOMETHIN" + content[8:], "not a key run")):
        (tmp_path / "a.run").write_bytes(damage)
        with pytest.raises(CorpusDamagedError, match=f"a.run is damaged: .*{reason}"):
            Run(tmp_path, entry)
    (tmp_path / "a.run").unlink()
    with pytest.raises(CorpusDamagedError, match="missing"):
        Run(tmp_path, entry)
