"""Does the new account post what the closed one posted? Whole posts, and rare phrases of five words.

Only posts that stand as an account's own words count (`traits/post_keys.py`): reshares, quotes and "RT @x: …" are no
carrying over. Traps: slogans, greetings and prayers of five words and more (many post them, which the count shows); a
fan who copies an idol's posts without saying so, which looks the same (the model's third hypothesis); a text that both
took from a third. Phrases are a sample of 64 an account, so the share of them is an estimate; where either account's
sample is cut, only keys below both cuts are compared.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import crowd_of, pair_of, with_keys
from seawall.identity.compare.overlap import Overlap, kinds_of, overlap
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Keys, Portrait
from seawall.identity.traits.post_keys import MOST_PHRASES

__all__ = ["Reposts"]

_SEVERAL, _ONE, _PHRASES, _COMMON, _NONE = range(5)
_SEVERAL_FROM: Final = 3
_PHRASES_FROM: Final = 2


class Reposts:
    """Posts of the new account that are posts of the closed one."""

    NAME: Final = "reposts"
    TITLE: Final = "Posts of the closed account posted again"
    FAMILY: Final = Family.CONTENT
    LEVELS: Final = ("several_posts", "one_post", "phrases", "common", "none")
    KEYS: Final = kinds_of(KeyKind.POST, KeyKind.PHRASE)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return the posts and phrases that both have; None where one side has no post of five words."""
        if not len(mine := new.of_kind(KeyKind.PHRASE)) or not len(theirs := closed.of_kind(KeyKind.PHRASE)):
            return None
        posts = overlap(new.of_kind(KeyKind.POST), closed.of_kind(KeyKind.POST), KeyKind.POST, population)
        if posts.rare:
            level = _SEVERAL if posts.rare >= _SEVERAL_FROM else _ONE
            several = (
                f"{posts.count:,} posts of the new account are" if posts.count > 1 else "A post of the new account is"
            )
            return Outcome(
                level=level,
                sentence=f"{several} word for word among those of the closed one.{posts.told()}",
                rarity_bits=posts.bits,
            )
        phrases = overlap(mine, theirs, KeyKind.PHRASE, population)
        if phrases.rare >= _PHRASES_FROM:
            return _of_phrases(phrases, mine, theirs)
        if posts.count or phrases.count:
            return Outcome(
                level=_COMMON,
                sentence="Both accounts post wordings that other accounts post, too, and no rare one in common.",
                rarity_bits=max(posts.bits, phrases.bits) if posts.count else phrases.bits,
            )
        return Outcome(level=_NONE, sentence="No post and no phrase seen of one account was seen of the other.")

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level; posts and phrases are told by made-up keys."""
        posts = ("post one", "post two", "post three")
        phrases = ("phrase one", "phrase two", "phrase three")
        both = {KeyKind.POST: posts, KeyKind.PHRASE: phrases}
        one = {KeyKind.POST: ["post four"], KeyKind.PHRASE: ["phrase four"]}
        return (
            ComparisonExample(new=with_keys("new:1", both), closed=with_keys("old:1", both), level="several_posts"),
            ComparisonExample(new=with_keys("new:2", one), closed=with_keys("old:2", one), level="one_post"),
            pair_of(KeyKind.PHRASE, ("phrase five", "phrase six"), ("phrase five", "phrase six", "else"), "phrases"),
            *crowd_of(KeyKind.PHRASE, ("a blessed evening to you all",), "common"),
            pair_of(KeyKind.PHRASE, ("phrase seven",), ("phrase eight",), "none"),
            pair_of(KeyKind.PHRASE, ("phrase seven",), (), None),
        )


def _of_phrases(phrases: Overlap, mine: Keys, theirs: Keys) -> Outcome:
    compared = _comparable(mine, theirs)
    return Outcome(
        level=_PHRASES,
        sentence=f"{phrases.count:,} of the {compared:,} phrases compared of the new account stand in posts of the "
        f"closed one.{phrases.told()}",
        rarity_bits=phrases.bits,
    )


def _comparable(mine: Keys, theirs: Keys) -> int:
    """Count the phrases of the new account that lie in what both samples cover."""
    cut = min((int(keys[-1]) for keys in (mine, theirs) if len(keys) >= MOST_PHRASES), default=None)
    return len(mine) if cut is None else int(mine.searchsorted(np.uint64(cut), side="right"))
