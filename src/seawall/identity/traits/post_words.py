"""Which words does an account use? A key of 32 bits for each word of its own posts, a second one where it came again.

Words as they stand, function words among them: how common each is, is counted among those who write alike
(`word_tail.py`). Of an account with many words those of the smallest keys are kept (a bottom-k sketch), so that what
two accounts share of them is an estimate of what they share. Left out: what others wrote (`own_posts.py`), addresses,
names and hashtags, which have keys of their own (`post_keys.py`).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.ragged import Ragged
from seawall.signals.slices import Slices

__all__ = ["AGAIN", "EMPTY_WORDS", "MOST_WORDS", "Words", "count_words", "own_word_keys"]

Words = NDArray[np.uint32]  # ascending, each once

EMPTY_WORDS: Words = np.zeros(0, dtype=np.uint32)

MOST_WORDS: Final = 224
"""Words kept of an account: those of the smallest keys, and with each of them the key that says it came again."""

AGAIN: Final = np.uint32(1)
"""The bit of a key that says: this word stands in two posts and more."""


def own_word_keys(posts: Slices, owners: NDArray[Any], count: int) -> Ragged:
    """Return the keys of the words of each account's posts.

    Args:
        posts: own words of posts, those of one account behind each other.
        owners: the account of each post, ascending from 0 on.
        count: how many accounts there are.
    """
    from seawall.identity.traits.post_words_kernel import word_sketches  # compiles: only when needed

    room = int((posts.ends - posts.starts).sum()) + len(owners)
    who, keys = np.empty(room, np.int32), np.empty(room, np.uint32)
    whose = np.ascontiguousarray(owners, np.int32)
    found = word_sketches(posts.data, posts.starts, posts.ends, whose, MOST_WORDS, who, keys)
    return Ragged.sorted(who[:found], keys[:found].copy(), count)


def count_words(keys: Words) -> int:
    """Count the words; the other keys say that one of them came again."""
    return int(np.count_nonzero((keys & AGAIN) == 0))
