import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.corpus.folder import NewFile
from seawall.corpus.manifest import StoredFile
from seawall.corpus.records import sort_records
from seawall.corpus.run_set import FAN, RunSet, add_counts, drop_doubles, runs_to_merge
from seawall.corpus.runs import SLICE_RECORDS, write_run

SMALL = st.integers(0, 5)
RUNS = st.lists(st.lists(st.tuples(SMALL, SMALL, st.integers(1, 4)), max_size=30), max_size=5)


def write_runs(folder, runs):
    return [
        write_run(NewFile(Path(folder), f"{place}.run"), [sort_records(np.array(run, dtype=np.uint64).reshape(-1, 3))])
        for place, run in enumerate(runs)
    ]


def rows(pieces):
    return [tuple(map(int, row)) for piece in pieces for row in piece]


@settings(max_examples=40)
@given(RUNS)
def test_merging_is_the_sorted_union(runs):
    with tempfile.TemporaryDirectory() as folder, RunSet(Path(folder), write_runs(folder, runs)) as merged:
        assert rows(merged.merged(drop_doubles)) == sorted({row for run in runs for row in run})


@settings(max_examples=40)
@given(RUNS)
def test_counts_of_one_key_are_added_up(runs):
    expected = {}
    for high, low, count in (row for run in runs for row in run):
        expected[high, low] = expected.get((high, low), 0) + count
    with tempfile.TemporaryDirectory() as folder, RunSet(Path(folder), write_runs(folder, runs)) as merged:
        assert rows(merged.merged(add_counts)) == sorted((*key, count) for key, count in expected.items())


@settings(max_examples=40)
@given(RUNS, st.sets(st.tuples(SMALL, SMALL)))
def test_look_ups_agree_with_a_dictionary(runs, asked):
    keys = np.array(sorted(asked), dtype=np.uint64).reshape(-1, 2)
    values = {}
    for row in (row for run in runs for row in run):
        values.setdefault(row[:2], []).append(row[2])
    with tempfile.TemporaryDirectory() as folder, RunSet(Path(folder), write_runs(folder, runs)) as joined:
        contained = joined.contains(keys).tolist()
        found, least = joined.least_values(keys)
    assert contained == found.tolist() == [key in values for key in sorted(asked)]
    assert [int(value) for value in least[found]] == [min(values[key]) for key in sorted(asked) if key in values]


def test_a_merge_across_slices_keeps_order_and_loses_nothing(tmp_path):
    rng = np.random.default_rng(4)
    runs = [
        np.column_stack([rng.integers(0, 3, n), rng.integers(0, 2000, n), rng.integers(0, 90, n)]).astype(np.uint64)
        for n in (3 * SLICE_RECORDS, SLICE_RECORDS + 5, 100)
    ]
    with RunSet(tmp_path, write_runs(tmp_path, runs)) as merged:
        together = np.concatenate(list(merged.merged(drop_doubles)))
    assert np.array_equal(together, np.unique(np.concatenate(runs), axis=0))


def test_runs_of_one_size_are_merged_when_there_are_enough():
    entries = [StoredFile(name=f"{n}", rows=r, byte_count=0, sha256="") for n, r in enumerate([70_000, 9, 9, 9])]
    assert runs_to_merge(entries) == ()
    more = [*entries, StoredFile(name="n", rows=9, byte_count=0, sha256="")]
    assert [entry.rows for entry in runs_to_merge(more)] == [9] * FAN


def test_the_number_of_runs_stays_small():
    entries, rewritten = [], 0
    for _ in range(1000):
        entries.append(StoredFile(name="", rows=65_536, byte_count=0, sha256=""))
        if chosen := runs_to_merge(entries):
            total = sum(entry.rows for entry in chosen)
            rewritten += total
            entries = [entry for entry in entries if not any(entry is other for other in chosen)]
            entries.append(StoredFile(name="", rows=total, byte_count=0, sha256=""))
    assert len(entries) <= 18
    assert rewritten <= 6 * 1000 * 65_536
