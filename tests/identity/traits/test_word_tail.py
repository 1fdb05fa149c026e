"""How rare a choice of words is, by the words of those who write alike."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity.ragged import Ragged
from seawall.identity.traits.post_words import AGAIN, MOST_WORDS, Words
from seawall.identity.traits.word_tail import LEAST_STRANGERS, WordTail


def words_of(numbers: list[int]) -> Words:
    return np.unique(np.array(numbers, np.uint32) * np.uint32(2_654_435_760))


def tail_of(mine: Words, strangers: list[Words]) -> WordTail | None:
    starts = np.cumsum([0, *(len(row) for row in strangers)]).astype(np.int64)
    rows = Ragged(starts=starts, values=np.concatenate(strangers).astype(np.uint32))
    return WordTail.of(mine, rows, np.arange(len(strangers)))


@pytest.fixture
def strangers() -> list[Words]:
    rng = np.random.default_rng(4)
    return [words_of(rng.choice(400, 60, replace=False).tolist()) for _ in range(200)]


def plain_nearness(mine: Words, theirs: Words, held: dict[int, float]) -> float:
    """Weigh what is shared below what both samples tell, as the docstring says."""
    cut = math.inf
    for keys in (mine, theirs):
        if int(((keys & AGAIN) == 0).sum()) >= MOST_WORDS:
            cut = min(cut, int(keys[-1] | AGAIN))
    left = [key for key in mine.tolist() if key <= cut]
    right = {key for key in theirs.tolist() if key <= cut}
    shared = sum(held[key] for key in left if key in right)
    return shared / math.sqrt(sum(held[key] for key in left) * len(right)) if shared else 0.0


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1 << 30), st.integers(100, 700), st.integers(0, 700))
def test_nearness_is_that_of_the_plain_rule(seed: int, mine_count: int, theirs_count: int) -> None:
    rng = np.random.default_rng(seed)

    def some(count: int) -> Words:
        words = np.sort(rng.choice(1_000, count, replace=False).astype(np.uint32) * np.uint32(4_294_966) & ~AGAIN)
        words = words[:MOST_WORDS]
        again = words[rng.random(len(words)) < 0.3] | AGAIN
        return np.sort(np.concatenate((words, again)))

    mine, theirs = some(mine_count), some(theirs_count)
    others = [some(300) for _ in range(LEAST_STRANGERS)]
    tail = tail_of(mine, others)
    assert tail is not None
    held = {
        key: 0.5 + math.log2((len(others) + 1) / (sum(key in other.tolist() for other in others) + 1))
        for key in mine.tolist()
    }
    assert tail.beside(theirs).near == pytest.approx(plain_nearness(mine, theirs, held), abs=1e-9)


def test_bits_grow_with_nearness_and_stay_in_bounds(strangers: list[Words]) -> None:
    tail = tail_of(strangers[0], strangers[1:])
    assert tail is not None
    told = [tail.bits(near) for near in np.linspace(0, 1, 200).tolist()]
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] <= 30.0
    assert tail.bits(tail.edge) == pytest.approx(math.log2(199 / 80))


def test_about_as_many_strangers_come_near_as_the_bits_say(strangers: list[Words]) -> None:
    rng = np.random.default_rng(6)
    more = [words_of(rng.choice(400, 60, replace=False).tolist()) for _ in range(4_000)]
    tail = tail_of(strangers[0], strangers[1:])
    assert tail is not None
    bits = np.array([tail.bits(tail.beside(one).near) for one in more])
    for least in (2, 4, 6):
        assert (bits >= least).mean() == pytest.approx(2.0**-least, rel=0.6)


def test_words_that_all_of_them_use_bring_nobody_near() -> None:
    crowd = [words_of([*range(1_000, 1_040), 2_000 + at]) for at in range(150)]
    tail = tail_of(words_of([*range(1_000, 1_040), 9_000]), crowd)
    assert tail is not None
    assert tail.bits(tail.beside(crowd[0]).near) < 5


def test_the_order_of_strangers_changes_nothing(strangers: list[Words]) -> None:
    one, other = (tail_of(strangers[0], rows) for rows in (strangers[1:], strangers[:0:-1]))
    assert one is not None
    assert other is not None
    assert (one.edge, one.slope, one.edge_bits) == (other.edge, other.slope, other.edge_bits)
    assert one.weights.tolist() == other.weights.tolist()


def test_of_too_few_strangers_nothing_is_told(strangers: list[Words]) -> None:
    assert tail_of(strangers[0], strangers[1:LEAST_STRANGERS]) is None
    assert tail_of(words_of([]), strangers) is None


def test_few_who_write_a_language_do_not_seem_near_for_it(strangers: list[Words]) -> None:
    rng = np.random.default_rng(7)
    rare = [words_of((rng.choice(90, 60, replace=False) + 5_000).tolist()) for _ in range(61)]
    assert tail_of(rare[0], [*rare[1:], *strangers[:140]]) is None
    assert tail_of(strangers[0], [*rare, *strangers[1:140]]) is not None


def test_strangers_without_words_tell_nothing(strangers: list[Words]) -> None:
    assert tail_of(strangers[0], [words_of([])] * 150) is None
