"""The words of posts: one key each, a second for those of several posts, and of many the smallest."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity.ragged import Ragged
from seawall.identity.traits.own_posts import own_posts
from seawall.identity.traits.post_words import AGAIN, MOST_WORDS, count_words, own_word_keys


def _words(posts: list[tuple[int, str]], count: int = 3) -> Ragged:
    posts = sorted(posts, key=lambda one: one[0])
    own = own_posts(pa.array([text for _, text in posts], pa.string()))
    owners = np.array([who for who, _ in posts], np.int32)
    return own_word_keys(own.words, owners[own.rows], count)


def _key(word: str) -> int:
    found = _words([(0, word)])[0]
    assert len(found) == 1
    return int(found[0])


_POSTS = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.sampled_from(["lamp", "tide", "نور", "año", "Ñu"]), max_size=6))
)


@settings(deadline=None)
@given(_POSTS)
def test_words_are_those_of_the_plain_rule(posts: list[tuple[int, list[str]]]) -> None:
    found = _words([(who, " ".join(words)) for who, words in posts])
    for owner in range(3):
        counts = Counter(_key(word) for who, words in posts if who == owner for word in set(words))
        expected = [key | more for key, count in sorted(counts.items()) for more in range(min(count, 2))]
        assert found[owner].tolist() == expected


def test_capitals_vowel_signs_and_what_stands_around_make_no_other_word() -> None:
    assert _key("LAMP") == _key("lamp") == _key("(lamp),") == _key("«lamp» lamp")
    assert _key("الفَنَار") == _key("الفنار")
    assert _key("it's") == _key("It’s") != _key("its")


def test_names_hashtags_addresses_and_numbers_are_no_words() -> None:
    assert not len(_words([(0, "@lamp_keeper #tide 2026 https://lamps.example/return www.tide.example")])[0])


def test_quoted_words_are_not_the_accounts_own() -> None:
    quoted = _words([(0, "they say “the lamps return”"), (1, "they say")])
    assert quoted[0].tolist() == quoted[1].tolist()


def test_of_many_words_the_smallest_keys_stay_with_their_second_ones() -> None:
    words = [f"w{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}{'abcdefghij'[n // 100]}" for n in range(1_000)]
    kept = _words([(0, " ".join(words)), (0, " ".join(words[:500]))])[0]
    keys = {word: _key(word) for word in words}
    first = sorted(keys.values())[:MOST_WORDS]
    again = {keys[word] for word in words[:500]}
    assert kept.tolist() == [key | more for key in first for more in range(1 + (key in again))]
    assert count_words(kept) == MOST_WORDS
    assert int((kept & AGAIN).sum()) == len(again.intersection(first))


def test_an_account_without_posts_has_no_words() -> None:
    found = _words([(1, "the tide turns")])
    assert [len(found[row]) for row in range(3)] == [0, 3, 0]
    assert len(own_word_keys(own_posts(pa.array([], pa.string())).words, np.zeros(0, np.int32), 2)) == 2
