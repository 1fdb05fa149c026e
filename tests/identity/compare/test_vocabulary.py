"""The comparison `vocabulary` keeps its contract, and says what the words of those say who write alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seawall.identity.compare.vocabulary import Vocabulary
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import Portrait
from seawall.identity.ragged import Ragged
from seawall.identity.traits.post_words import MOST_WORDS
from seawall.identity.traits.word_tail import WordTail
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Vocabulary:
        """Return the comparison."""
        return Vocabulary()


class Alike(CountedPopulation):
    """Strangers, all of whom write alike."""

    def __init__(self, strangers: list[Portrait]) -> None:
        super().__init__(strangers)
        starts = np.cumsum([0, *(len(one.words) for one in strangers)]).astype(np.int64)
        self._words = Ragged(starts=starts, values=np.concatenate([one.words for one in strangers]))

    def word_tail(self, portrait: Portrait) -> WordTail | None:
        return WordTail.of(portrait.words, self._words, np.arange(len(self._words)))


def writer(account: str, words: list[int], posts: int = 20) -> Portrait:
    keys = np.unique(np.array(words, np.uint32) * np.uint32(2_654_435_760))
    return Portrait(account=account, post_count=posts, own_post_count=posts, words=keys)


@pytest.fixture
def strangers() -> list[Portrait]:
    rng = np.random.default_rng(4)
    return [writer(f"old:{at}", rng.choice(400, 60, replace=False).tolist()) for at in range(200)]


def test_the_own_words_come_nearer_than_those_of_strangers(strangers: list[Portrait]) -> None:
    own = np.random.default_rng(5).choice(400, 80, replace=False)
    closed, new = writer("old:own", own[:60].tolist()), writer("new:1", own[20:].tolist())
    bank = Alike([*strangers, closed])
    found = [Vocabulary().compare(new, one, bank) for one in strangers]
    told = Vocabulary().compare(new, closed, bank)
    assert told is not None
    assert told.rarity_bits is not None
    assert told.rarity_bits > max(one.rarity_bits or 0.0 for one in found if one is not None) + 2
    assert told.sentence.startswith("The closed account uses 40 of 60 words compared of the new one. By their rarity, ")


def test_words_that_all_who_write_alike_use_bring_nobody_near(strangers: list[Portrait]) -> None:
    crowd = [writer(f"old:{at}", [*range(1_000, 1_040), 2_000 + at]) for at in range(200)]
    new = writer("new:1", [*range(1_000, 1_040), 5_000])
    told = Vocabulary().compare(new, crowd[0], Alike(crowd))
    assert told is not None
    assert Vocabulary.LEVELS[told.level] in ("one_in_30", "one_in_4", "unlike")


def test_of_a_cut_sample_only_words_are_told_that_both_samples_tell_of(strangers: list[Portrait]) -> None:
    words = np.arange(0, 2 * MOST_WORDS, 2, dtype=np.uint32) * np.uint32(100)
    closed = replace(strangers[0], words=words)  # cut: nobody knows of its words with larger keys
    new = replace(strangers[1], words=np.concatenate((words[:50], words[:50] + words[-1] + np.uint32(2))))
    rng = np.random.default_rng(6)
    others = [replace(one, words=np.sort(rng.choice(words, 60, replace=False))) for one in strangers]
    told = Vocabulary().compare(new, closed, Alike(others))
    assert told is not None
    assert told.sentence.startswith("The closed account uses 50 of 50 words compared of the new one. ")


def test_a_word_that_came_again_counts_as_one_word(strangers: list[Portrait]) -> None:
    again = np.sort(np.concatenate((strangers[0].words, strangers[0].words | np.uint32(1))))
    twice = replace(strangers[0], words=again)
    told = Vocabulary().compare(replace(twice, account="new:1"), twice, Alike(strangers))
    assert told is not None
    assert " 60 of 60 words " in told.sentence


def test_nothing_is_said_under_five_own_posts_or_where_the_bank_cannot_tell(strangers: list[Portrait]) -> None:
    closed = strangers[0]
    new = replace(writer("new:1", list(range(60))), own_post_count=4, post_count=40)
    assert Vocabulary().compare(new, closed, Alike(strangers)) is None
    assert not Vocabulary().can_agree(new, closed)
    assert Vocabulary().compare(strangers[1], closed, Alike(strangers[:50])) is None
    assert Vocabulary().compare(strangers[1], closed, CountedPopulation(strangers)) is None


def test_nothing_is_said_of_two_who_write_in_two_languages(strangers: list[Portrait]) -> None:
    bank = Alike(strangers)
    elsewhere = writer("old:far", list(range(9_000, 9_060)))
    assert Vocabulary().can_agree(strangers[1], elsewhere)
    assert Vocabulary().compare(strangers[1], elsewhere, bank) is None
