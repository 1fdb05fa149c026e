import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.corpus import CorpusDamagedError
from seawall.corpus.batches import Batch, new_entry
from seawall.corpus.manifest import Manifest, RetiredFile, StoredFile, TableEntry, decode, encode
from seawall.testing.observations import ACQUIRED_AT, origin

PATH = Path("manifest.json")
TEXT = st.text(max_size=10)
FILES = st.builds(StoredFile, name=TEXT, rows=st.integers(0), byte_count=st.integers(0, 2**60), sha256=TEXT)
ENTRIES = st.builds(TableEntry, files=st.lists(FILES, max_size=2).map(tuple), sightings=st.just(()))
MANIFESTS = st.builds(
    Manifest,
    version=st.integers(0, 2**60),
    next_batch=st.integers(1, 99),
    tables=st.dictionaries(TEXT, ENTRIES, max_size=3),
    batches=st.just((new_entry(origin("الفنار.jsonl"), 1),)),
    retired=st.lists(st.builds(RetiredFile, name=TEXT, version=st.integers(0, 99)), max_size=2).map(tuple),
)


@given(MANIFESTS.filter(lambda manifest: all(file.rows < 2**60 for file in manifest.data_files())))
def test_a_manifest_comes_back_as_it_was_written(manifest):
    assert decode(encode(manifest), PATH) == manifest


def test_no_flipped_bit_goes_unnoticed():
    manifest = Manifest(version=1, next_batch=1, tables={"posts": TableEntry()})
    content = encode(manifest)
    for place in range(len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        with contextlib.suppress(CorpusDamagedError):
            assert decode(bytes(changed), PATH) == manifest  # as in the format's number, lowered


def test_a_batch_reads_back_its_origin():
    batch = Batch.from_entry(new_entry(origin("a.csv"), 12))
    assert batch.origin == origin("a.csv")
    assert batch.batch_id.startswith("b000012-")


def test_a_naive_time_of_acquisition_is_refused():
    with pytest.raises(ValueError, match="naive"):
        new_entry(origin(acquired_at=ACQUIRED_AT.replace(tzinfo=None)), 1)
