"""Keys are the same in every run, one by one and in columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.traits.key_hash import column_keys, key_of, keys_of

GOLDEN = {
    "": 0,
    "a": 14578283449417555692,
    "the lamps return": 14924926455618698290,
    "المصابيح تعود": 7356536932669334623,
    "x" * 8: 9289707240747047829,
    "y" * 1000: 14223419595794498481,
}


def test_stored_keys_stay_what_they_are() -> None:
    assert {text: key_of(text) for text in GOLDEN} == GOLDEN


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=8))
def test_a_column_has_the_keys_of_its_texts(texts: list[str]) -> None:
    assert column_keys(pa.array(texts, pa.string())).tolist() == [key_of(text) for text in texts]


@given(st.lists(st.text(max_size=20), max_size=12))
def test_keys_are_ascending_and_each_once(texts: list[str]) -> None:
    keys = keys_of(texts)
    assert keys.dtype == np.uint64
    assert keys.tolist() == sorted({key_of(text) for text in texts})


def test_a_lone_surrogate_counts_as_a_question_mark() -> None:
    assert key_of("lamp\ud800") == key_of("lamp?")


def test_null_counts_as_empty() -> None:
    assert column_keys(pa.array([None, "a"])).tolist() == [0, GOLDEN["a"]]


def test_octets_beyond_a_word_boundary_count() -> None:
    texts = ["lamp", "lamp\x00", "lamplamp", "lamplamp\x00", "lamplampl", "plamlamp"]
    assert len(keys_of(texts)) == len(texts)


def test_smallest_keys_are_a_fair_sample() -> None:
    keys = keys_of(f"phrase {number}" for number in range(20_000))
    below = [int((keys < np.uint64(2**64 * share // 10)).sum()) for share in range(1, 10)]
    assert all(abs(count - 2_000 * share) < 250 for share, count in enumerate(below, start=1))
