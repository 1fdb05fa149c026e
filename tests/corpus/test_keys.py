import hashlib

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.corpus.errors import SchemaMismatchError
from seawall.corpus.keys import anonymous_post_keys, identified_post_keys, nth_key, observation_keys, row_keys
from seawall.corpus.schemas import INTERACTIONS, TIME
from seawall.testing.observations import observation_table

CELLS = st.none() | st.text(max_size=6) | st.just("") | st.sampled_from(["the", "lamps", "the lamps"])
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=30)


def columns(rows):
    return [pa.array([row[place] for row in rows], pa.string()) for place in range(3)]


@given(ROWS)
def test_rows_have_one_key_exactly_when_they_are_equal(rows):
    keys = row_keys("test", columns(rows)).to_pylist()
    assert [(a == b) for a in keys for b in keys] == [(a == b) for a in rows for b in rows]


@given(ROWS, st.integers(0, 10), st.integers(0, 10))
def test_a_key_does_not_depend_on_neighbours_slices_or_chunks(rows, start, length):
    whole = row_keys("test", columns(rows)).to_pylist()
    part = row_keys("test", [column.slice(start, length) for column in columns(rows)])
    chunked = row_keys("test", [pa.chunked_array([column[:3], column[3:]]) for column in columns(rows)])
    assert part.to_pylist() == whole[start : start + length]
    assert chunked.to_pylist() == whole


def test_the_key_is_what_the_published_format_says():
    written = b"post\x005\x00" + b"".join(length.to_bytes(4, "little", signed=True) for length in (11, 2, 1, -1, 16))
    written += b"harbourfeed" + b"p1" + b"7" + b"the lamps return"
    posts = observation_table("posts", [{"post_id": "p1", "account_id": "7", "text": "the lamps return"}])
    assert identified_post_keys(posts).to_pylist() == [hashlib.sha256(written).digest()[:16]]


def test_domains_keep_apart_what_their_columns_do_not():
    column = [pa.array(["x"])]
    assert row_keys("a", column) != row_keys("b", column)
    assert row_keys("a", column) != row_keys("a", [*column, pa.nulls(1)])


def test_an_edited_text_is_another_post_and_new_counts_are_not():
    posts = observation_table(
        "posts",
        [
            {"post_id": "1", "text": "the lamps return"},
            {"post_id": "1", "text": "the lamps return."},
            {"post_id": "1", "text": "the lamps return", "likes": 9},
        ],
    )
    first, edited, counted = identified_post_keys(posts).to_pylist()
    assert first == counted != edited


def test_a_time_is_an_instant_whatever_its_unit():
    seconds = pa.table({"platform": ["p"], "posted_at": pa.array([5], pa.timestamp("s", tz="UTC"))})
    micros = pa.table({"platform": ["p"], "posted_at": pa.array([5_000_000], TIME)})
    abroad = pa.table({"platform": ["p"], "posted_at": pa.array([5_000], pa.timestamp("ms", tz="Africa/Cairo"))})
    assert anonymous_post_keys(seconds) == anonymous_post_keys(micros) == anonymous_post_keys(abroad)


def test_epoch_and_unknown_time_differ():
    posts = observation_table("posts", [{"posted_at": 0}, {"posted_at": None}])
    assert len(set(anonymous_post_keys(posts).to_pylist())) == 2


def test_dictionary_columns_give_the_same_keys_as_plain_ones():
    plain = pa.array(["harbourfeed", None, "pierchat"])
    assert row_keys("t", [plain.dictionary_encode()]) == row_keys("t", [plain])


def test_an_empty_table_has_no_keys():
    assert len(observation_keys("interactions", INTERACTIONS.empty_table())) == 0


def test_each_column_of_an_interaction_counts_but_only_four_of_media():
    base = {"account_id": "1", "target": "a"}
    changed = observation_table("interactions", [base, {**base, "target": "b"}, {**base, "channel_id": "1"}, base])
    keys = observation_keys("interactions", changed).to_pylist()
    assert len(set(keys)) == 3
    media = observation_table("media", [{"width": 3}, {"width": 4}, {"media_id": "other"}])
    assert len(set(observation_keys("media", media).to_pylist())) == 2


def test_posts_and_unknown_tables_have_no_fixed_key():
    for name in ("posts", "lighthouses"):
        with pytest.raises(SchemaMismatchError, match=name):
            observation_keys(name, pa.table({"platform": ["harbourfeed"]}))


def test_a_column_of_a_wrong_type_is_named():
    with pytest.raises(SchemaMismatchError, match=r"interactions\.occurred_at is string"):
        observation_keys("interactions", pa.table({"platform": ["p"], "occurred_at": ["yesterday"]}))


def test_later_occurrences_have_keys_of_their_own():
    assert len({nth_key(b"0" * 16, number) for number in range(100)}) == 100
