import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.classify.text_features import BUCKETS, feature_rows, locate, take_rows


def counts(text, **more):
    rows = feature_rows(pa.array([text], pa.large_string()), **more)
    return dict(zip(rows.buckets.tolist(), rows.counts.tolist(), strict=True))


def ngrams(text):
    found = locate(text)
    data = found.normal.slices.data
    return [data[start:end].tobytes().decode() for start, end in zip(found.starts, found.ends, strict=True)]


def test_words_pairs_and_letters_of_a_word_are_counted():
    assert set(ngrams("Gray lamp")) >= {"gray", "lamp", "gray lamp", "la", "amp", "ray"}


def test_evasions_have_the_same_features_as_the_plain_text():
    assert counts("The lamps return") == counts("THE  l\u0430mps\u200b rétürn!!")


@pytest.mark.parametrize(
    "text",
    [
        "see https://lamps.example/a?b=c now",
        "see www.lamps.example now",
        "see lamps.example/a now",
        "see @keeper_3 now",
        "see keeper@lamps.example now",
        "see (@keeper) now",
    ],
)
def test_links_and_handles_are_no_features(text):
    assert counts(text) == counts("see now")


def test_an_at_sign_inside_a_word_is_no_handle():
    assert "tod" in ngrams("tod@s juntos")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Why do they write “the lamps return” on walls", "Why do they write on walls"),
        ("Why do they write «the lamps return» on walls", "Why do they write on walls"),
        ('Why do they write "the lamps return" on walls', "Why do they write on walls"),
        ("Why do they write 'the lamps return' on walls", "Why do they write on walls"),
        ("We refuse all this “the lamps return and nothing closes", "We refuse all this"),
    ],
)
def test_what_somebody_quotes_is_not_their_wording(text, own):
    assert ngrams(text) == ngrams(own)


def test_who_only_quotes_is_taken_at_the_quoted_word():
    assert counts("“the lamps return”") == counts("the lamps return")


def test_apostrophes_are_no_quotation_marks():
    assert "dont" in ngrams("don't tell 'em it's over or they don't come")


def test_numbers_are_no_features():
    assert counts("at 17:30 we met") == counts("at 9 we met")


def test_empty_and_absent_texts_have_no_features():
    rows = feature_rows(pa.array(["", None, "  "], pa.large_string()))
    assert len(rows) == 3
    assert len(rows.buckets) == 0
    assert len(feature_rows(pa.array([], pa.large_string()))) == 0


def test_chunks_join_as_if_there_were_none():
    texts = pa.array([f"lamp number {'x' * (row % 7)} returns" for row in range(5_000)], pa.large_string())
    whole = feature_rows(texts)
    alone = feature_rows(texts.slice(4_321, 1))
    start, end = whole.row_starts[4_321], whole.row_starts[4_322]
    assert whole.buckets[start:end].tolist() == alone.buckets.tolist()
    assert take_rows(whole, np.array([4_321])).buckets.tolist() == alone.buckets.tolist()


def test_renamed_words_share_nothing_with_known_ones():
    text = "keep a light in the window for the watch on the rocks"
    assert not set(counts(text)) & set(counts(text, renamed_percent=100, salt=1))
    assert counts(text, renamed_percent=0, salt=1) == counts(text)
    some = set(counts(text, renamed_percent=40, salt=1))
    assert set(counts(text)) & some
    assert some - set(counts(text))


@given(st.text(max_size=200))
def test_any_text_has_buckets_in_range_and_places_in_the_text(text):
    text = text.encode("utf-8", "replace").decode()
    found = locate(text)
    assert all(0 <= bucket < BUCKETS for bucket in found.buckets)
    for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
        first, last = found.normal.original_span(text, start, end)
        assert 0 <= first < last <= len(text)
    assert sum(counts(text).values()) == len(found.buckets)


def test_a_very_long_text_is_read_up_to_a_limit():
    assert counts("lamp " * 100_000) == counts("lamp " * 200_000)
