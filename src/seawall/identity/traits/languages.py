"""In which languages and scripts does an account write? Shares of its posts.

Supporting evidence only: a language is shared by whole peoples and never makes a link. A post's language is the one
with most function words in it, two at least; else its script is all that is told.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.slices import Slices

__all__ = ["LANGUAGES", "NAMES", "SCRIPTS", "language_shares"]

SCRIPTS: Final = ("latin", "cyrillic", "arabic", "greek", "hebrew", "devanagari", "han_kana", "hangul", "other")
"""Scripts that posts are told by when their words don't tell a language."""
LANGUAGES: Final = (
    *SCRIPTS, "en", "es", "ar", "ru", "uk", "de", "fr", "it", "pt", "tr", "fa", "ur", "id", "pl", "nl",
)  # fmt: skip
"""The columns of `language_shares`."""
NAMES: Final = (
    "Latin script", "Cyrillic script", "Arabic script", "Greek", "Hebrew", "Devanagari script", "Han or kana", "Korean",
    "other script", "English", "Spanish", "Arabic", "Russian", "Ukrainian", "German", "French", "Italian", "Portuguese",
    "Turkish", "Persian", "Urdu", "Indonesian", "Polish", "Dutch",
)  # fmt: skip
"""The columns as people read them."""


def language_shares(texts: Any, owners: NDArray[np.int32], count: int) -> NDArray[np.float32]:
    """Return the share of each account's posts in each of `LANGUAGES`; zeros for an account without a written post.

    Args:
        texts: an Arrow column of strings, or `Slices`.
        owners: the account of each post, 0 to `count` - 1.
        count: how many accounts there are.
    """
    from seawall.identity.traits.languages_kernel import languages_of_posts  # compiles: only when needed

    posts = texts if isinstance(texts, Slices) else Slices.from_arrow(texts)
    hashes, spoken = _words()
    found = np.empty(len(posts), np.int64)
    languages_of_posts(posts.data, posts.starts, posts.ends, hashes, spoken, len(SCRIPTS), found)
    told = found >= 0
    cells = np.asarray(owners, np.int64)[told] * len(LANGUAGES) + found[told]
    counts = np.bincount(cells, minlength=count * len(LANGUAGES)).reshape(count, len(LANGUAGES)).astype(np.float32)
    sums = counts.sum(axis=1, keepdims=True)
    shares: NDArray[np.float32] = np.divide(counts, sums, out=counts, where=sums > 0)
    return shares


@cache
def _words() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the hashes of all function words, ascending, and for each the languages that have it, as bits."""
    from seawall.identity.traits.languages_kernel import hash_each  # compiles: only when needed

    lists = tomllib.loads(files(__package__).joinpath("data/function_words.toml").read_text(encoding="utf-8"))
    spoken: dict[int, int] = {}
    for place, language in enumerate(LANGUAGES[len(SCRIPTS) :]):
        words = Slices.of(sorted(set(lists[language]["words"].split())))
        for value in hash_each(words.data, words.starts, words.ends).tolist():
            spoken[value] = spoken.get(value, 0) | 1 << place
    hashes = np.array(sorted(spoken), np.uint64)
    return hashes, np.array([spoken[int(value)] for value in hashes], np.uint64)
