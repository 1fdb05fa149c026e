"""Which words does the ranker never see? Religion, ethnicity, language, sex, disability and places, with inflections.

`data/identity_words.toml` lists them in Arabic, English, Spanish and Kurdish; here each gets the prefixes and endings
of its language and is brought into the normal form. What comes out are 64-bit hashes in a table that the feature
kernel looks into: a masked word gives no n-gram, and no pair is made across it, so two texts that differ in such
words alone have the same features. Left out: telling a word's meanings apart ("polish", "jersey"); masking too much
costs little.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.signals import Slices, normalise_texts

__all__ = ["MaskedPhrases", "identity_phrases", "inflected", "masked_phrases"]

_ARABIC_DEFINITE: Final = tuple(joined + prefix for joined in ("", "و", "ف") for prefix in ("ال", "بال", "كال", "لل"))
_ARABIC_PLAIN: Final = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_ARABIC_ENDINGS: Final = ("", "ي", "ية", "ين", "ون", "ات", "ان", "يين", "يون", "يات", "يتان")
_ARABIC_OWNERS: Final = ("ا", "ه", "ها", "هم", "نا", "كم", "ك", "يا", "يتنا", "يتهم", "اتنا", "اتهم")
_ARABIC_AFTER_TA: Final = ("ي", "ه", "ها", "هم", "هن", "نا", "ك", "كم", "ان", "ين")
_ENGLISH_ENDINGS: Final = ("", "s", "es", "ness", "like", "ly", "hood", "ish", "ed", "ing")
_SPANISH_ENDINGS: Final = ("", "s", "es", "mente", "ito", "ita", "itos", "itas")
_KURMANJI_ENDINGS: Final = ("", "an", "ên", "ê", "a", "ek", "î", "yan", "yên", "yê", "ya", "tî", "ekî", "eke")
_SORANI_ENDINGS: Final = (
    *("", "ی", "ان", "یان", "ەکان", "ەکە", "ێک", "یەک", "ە"),
    *("ەکانی", "انی", "ەکەی", "یەکان", "یەکە", "ێکی", "ەتی", "یەتی"),
)
_SHORTEST_INFLECTED: Final = 3  # letters; of shorter words only themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedPhrases:
    """Hashes of phrases in an open-addressed table (0 is empty); `longest` is the most words that one has."""

    table: NDArray[np.uint64]
    longest: int


def inflected(word: str, language: str) -> Iterator[str]:
    """Yield a word and what it becomes in use, as written.

    >>> {"siria", "sirias", "sirio", "sirios"} <= set(inflected("sirio", "es"))
    True
    """
    if len(word) < _SHORTEST_INFLECTED:
        yield word
    elif language == "ar" or (language == "ku" and not word.isascii() and "\u0600" <= word[0] <= "\u06ff"):
        yield from _arabic(word) if language == "ar" else (word + ending for ending in _SORANI_ENDINGS)
    elif language == "ku":
        yield from (word + ending for ending in _KURMANJI_ENDINGS)
    elif language == "es":
        yield from _spanish(word)
    else:
        yield from (word + ending for ending in _ENGLISH_ENDINGS)
        if word.endswith("y"):
            yield word[:-1] + "ies"


def _arabic(word: str) -> Iterator[str]:
    bare = word.removeprefix("ال") if len(word) > _SHORTEST_INFLECTED + 2 else word
    stems, owned = [bare + ending for ending in _ARABIC_ENDINGS], [bare + ending for ending in _ARABIC_OWNERS]
    if bare.endswith("ة"):
        stems, owned = [bare, bare[:-1] + "ات"], [bare[:-1] + "ت" + ending for ending in _ARABIC_AFTER_TA]
    for before in _ARABIC_DEFINITE:
        yield from (before + stem for stem in stems)
    for before in _ARABIC_PLAIN:
        yield from (before + stem for stem in (*stems, *owned))


def _spanish(word: str) -> Iterator[str]:
    stems = {word}
    if word[-1] in "oa":
        stems |= {word[:-1] + "o", word[:-1] + "a", word[:-1] + "e"}
    plain = word.translate(str.maketrans("áéíóú", "aeiou"))
    if word[-1] in "nsl" and plain != word:
        stems |= {plain, plain + "a"}
    for stem in stems:
        yield from (stem + ending for ending in _SPANISH_ENDINGS)


@cache
def identity_phrases() -> frozenset[str]:
    """Return every masked phrase in the normal form, words divided by one space."""
    table: dict[str, Any] = tomllib.loads(
        files("seawall.classify").joinpath("data/identity_words.toml").read_text("utf-8")
    )
    phrases: set[str] = set()
    for group in table["words"]:
        for word in group["spelt"].split():
            if "-" in word:
                phrases.update({word.replace("-", " "), word.replace("-", "")})
            else:
                phrases.update(inflected(word, group["language"]))
    return frozenset(phrase for phrase in _normal_forms(sorted(phrases)) if phrase)


def _normal_forms(phrases: list[str]) -> list[str]:
    normal = normalise_texts(pa.array(phrases, pa.large_string())).slices
    return [normal.value(place) for place in range(len(normal))]


@cache
def masked_phrases() -> MaskedPhrases:
    """Return the masked phrases as the feature kernel wants them; made once a process."""
    from seawall.classify.feature_kernel import hash_phrases, place_hashes  # compiles: only when needed

    phrases = sorted(identity_phrases())
    slices = Slices.of(phrases)
    hashes = np.unique(hash_phrases(slices.data, slices.starts, slices.ends))
    size = 1 << int(2 * len(hashes)).bit_length()
    table = np.zeros(size, np.uint64)
    place_hashes(table, hashes)
    return MaskedPhrases(table=table, longest=max(phrase.count(" ") for phrase in phrases) + 1)
