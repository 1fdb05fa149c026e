"""Do the accounts choose the same words? By the words that both use, beside how others choose who write alike.

A word weighs by how few of those accounts of the bank use it that are nearest by style, a word of several posts a
second time; and how rare such nearness is, is told of the same accounts (`traits/word_tail.py`). They write the same
language in the same way, so that a faith, a place or a language is not what counts. Words of reshares and quotations,
names of accounts, hashtags and addresses are left out before (`traits/post_words.py`). Traps: teams hand out wordings;
who writes of a thing that nobody else in the bank writes of; copied posts carry their writer's words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.families import Family
from seawall.identity.population import CountedPopulation, Population, word_tail
from seawall.identity.portrait import Portrait
from seawall.identity.traits.word_tail import LEAST_NEAR, Beside, WordTail

__all__ = ["Vocabulary"]

_LEAST_POSTS: Final = 5
_LEAST_WORDS: Final = 12
_LEAST_BITS: Final = (14.0, 11.0, 8.0, 5.0, 2.0)


class Vocabulary:
    """The words that two accounts use."""

    NAME: Final = "vocabulary"
    TITLE: Final = "Choice of words"
    FAMILY: Final = Family.VOICE
    LEVELS: Final = ("one_in_16000", "one_in_2000", "one_in_250", "one_in_30", "one_in_4", "unlike")
    MOST_BITS: Final = 30.0  # what takes long is made last: see `comparison.Late`

    def can_agree(self, new: Portrait, closed: Portrait) -> bool:
        """Say whether both show posts and words enough."""
        posts = min(new.own_post_count, closed.own_post_count)
        return posts >= _LEAST_POSTS and min(len(new.words), len(closed.words)) >= _LEAST_WORDS

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how rare such nearness is; None under five posts, in two languages, or where the bank can't tell."""
        if not self.can_agree(new, closed):
            return None
        tail = word_tail(population, new)
        if tail is None or (told := tail.beside(closed.words)).near < LEAST_NEAR:
            return None
        bits = tail.bits(told.near)
        level = next((place for place, least in enumerate(_LEAST_BITS) if bits >= least), len(_LEAST_BITS))
        return Outcome(
            level=level,
            sentence=_sentence(told, bits),
            rarity_bits=bits,
            left=f"{new.own_post_count:,} posts",
            right=f"{closed.own_post_count:,} posts",
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return words that nobody else chooses so and words that many do, and a pair of which the bank can't tell."""
        words = np.arange(0, 2_400, 2, dtype=np.uint32)
        new = Portrait(account="new:1", post_count=30, own_post_count=30, words=words)
        closed = replace(new, account="old:1")
        crowd = replace(closed, words=words[::40].copy())
        among = WordTail(words=words, weights=np.ones(len(words)), edge_bits=1.0, edge=0.3, slope=0.05)
        return (
            ComparisonExample(new=new, closed=closed, level="one_in_16000", population=_Drawn(among)),
            ComparisonExample(new=new, closed=crowd, level="unlike", population=_Drawn(among)),
            ComparisonExample(new=new, closed=closed, level=None),
            ComparisonExample(new=replace(new, own_post_count=4), closed=closed, level=None),
        )


class _Drawn(CountedPopulation):
    """A population of which it is known how near those come who write alike."""

    def __init__(self, tail: WordTail) -> None:
        super().__init__()
        self._tail = tail

    def word_tail(self, portrait: Portrait) -> WordTail:
        return self._tail


def _sentence(found: Beside, bits: float) -> str:
    told = f"The closed account uses {found.shared:,} of {found.compared:,} words compared of the new one"
    if bits < _LEAST_BITS[-1]:
        return f"{told}, no more than others do who write alike."
    if bits >= _LEAST_BITS[0]:
        return f"{told}. By their rarity, fewer than one in 16,000 of those who write alike come as near."
    strangers = 2.0**bits
    shown = f"{strangers:,.0f}" if strangers < 100 else f"{round(strangers, -2 if strangers >= 1000 else -1):,.0f}"
    return f"{told}. By their rarity, about one in {shown} of those who write alike comes as near."
