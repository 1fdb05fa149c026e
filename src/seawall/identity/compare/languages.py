"""Do the accounts write in the same languages and scripts? By the overlap of their shares of posts.

Supporting evidence only: a language belongs to whole peoples, so agreement never makes a link; a mix of several in the
same shares says a little more than one language does, and having none in common speaks against one hand.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait
from seawall.identity.traits.languages import LANGUAGES, NAMES

__all__ = ["Languages"]

_LEAST_POSTS: Final = 3
_SECOND: Final = 0.1
_TOLD: Final = 0.05
_SAME: Final = 0.75
_PARTLY: Final = 0.25


class Languages:
    """The languages in which two accounts write."""

    NAME: Final = "languages"
    TITLE: Final = "Languages"
    FAMILY: Final = Family.LANGUAGE
    LEVELS: Final = ("same_mix", "same_language", "partly", "different")
    FALLING: Final = (LEVELS,)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how far the shares overlap; None where a side has under three own posts or none with letters."""
        mine, theirs = new.languages, closed.languages
        if mine is None or theirs is None or min(new.own_post_count, closed.own_post_count) < _LEAST_POSTS:
            return None
        return _compared(mine.tobytes(), theirs.tobytes())

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        closed = _writer("old:1", {"en": 0.6, "ar": 0.4})
        pairs = (
            (_writer("new:1", {"en": 0.5, "ar": 0.5}), closed, "same_mix"),
            (_writer("new:1", {"es": 1.0}), _writer("old:1", {"es": 0.95, "en": 0.05}), "same_language"),
            (_writer("new:1", {"en": 1.0}), closed, "partly"),
            (_writer("new:1", {"ru": 1.0}), closed, "different"),
            (Portrait(account="new:1"), closed, None),
        )
        return tuple(ComparisonExample(new=new, closed=old, level=level) for new, old, level in pairs)


_SENTENCES: Final = (
    "Both accounts write in the same mix of languages: {left}; {right}.",
    "Both accounts write in the same language: {left}; {right}.",
    "The accounts share a part of their languages: {left}; {right}.",
    "The accounts write in different languages: {left}; {right}.",
)


@lru_cache(maxsize=1 << 12)
def _compared(mine: bytes, theirs: bytes) -> Outcome:
    """Return what two rows of shares have in common; most accounts write in one language, so few pairs are new."""
    ours, others = np.frombuffer(mine, np.float32).tolist(), np.frombuffer(theirs, np.float32).tolist()
    shared = [min(pair) for pair in zip(ours, others, strict=True)]
    level = _level(sum(shared), sum(one >= _SECOND for one in shared))
    left, right = _told(ours), _told(others)
    return Outcome(level=level, sentence=_SENTENCES[level].format(left=left, right=right), left=left, right=right)


def _level(overlap: float, shared: int) -> int:
    if overlap >= _SAME:
        return 0 if shared > 1 else 1
    return 2 if overlap >= _PARTLY else 3


def _told(shares: list[float]) -> str:
    most = sorted(((-share, place) for place, share in enumerate(shares) if share >= _TOLD))[:3]
    return ", ".join(f"{NAMES[place]} {-share:.0%}" for share, place in most)


def _writer(account: str, shares: dict[str, float]) -> Portrait:
    languages = np.zeros(len(LANGUAGES), np.float32)
    for language, share in shares.items():
        languages[LANGUAGES.index(language)] = share
    return Portrait(account=account, languages=languages, own_post_count=20)
