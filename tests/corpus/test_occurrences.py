import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.corpus.folder import NewFile
from seawall.corpus.occurrences import OccurrenceCounter
from seawall.corpus.runs import write_run

KEYS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=20)


@settings(max_examples=40)
@given(st.lists(st.tuples(KEYS, st.booleans()), max_size=6))
def test_counting_agrees_with_a_counter_over_chunks_commits_and_resumes(chunks):
    seen = Counter()
    with tempfile.TemporaryDirectory() as folder:
        counter = OccurrenceCounter(Path(folder), ())
        for place, (keys, commits) in enumerate(chunks):
            numbers = counter.number(np.array(keys, dtype=np.uint64).reshape(-1, 2))
            for key, number in zip(keys, numbers, strict=True):
                assert number == seen[key]
                seen[key] += 1
            if commits:
                run = write_run(NewFile(Path(folder), f"{place}.run"), [counter.pending])
                counter = OccurrenceCounter(Path(folder), (*counter.entries, run))


def test_what_was_counted_but_not_committed_is_counted_anew(tmp_path):
    keys = np.array([[1, 1], [1, 1]], dtype=np.uint64)
    assert OccurrenceCounter(tmp_path, ()).number(keys).tolist() == [0, 1]
    assert OccurrenceCounter(tmp_path, ()).number(keys).tolist() == [0, 1]
