"""Which wordings does a bio hold? Every three neighbouring words, folded, as 64-bit keys.

Addresses and names of accounts are no wording and are left to other traits. Work is bounded: of a long bio the first
2,000 characters are read. Left out: how rare a phrase is (`seawall.identity.population`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from seawall.identity.portrait import Keys
from seawall.identity.traits.key_hash import keys_of
from seawall.signals import normalise

__all__ = ["PHRASE_WORDS", "BioForms", "bio_forms", "bio_words", "phrases_of"]

PHRASE_WORDS: Final = 3
_LONGEST: Final = 2_000
_NO_WORDING: Final = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|\S+@\S+\.\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BioForms:
    """A bio's words in the normal form, in order, and its phrases: in order of their first words, and as a set."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    distinct: frozenset[str]

    @property
    def keys(self) -> Keys:
        """Return the keys of the phrases ascending, each once."""
        return keys_of(self.distinct)

    def phrase(self, place: int, words: int = PHRASE_WORDS) -> str:
        """Return so many words from a place on."""
        return " ".join(self.words[place : place + words])


def bio_forms(bio: str) -> BioForms:
    """Return the wordings of a bio; one of less than three words has no phrase.

    >>> len(bio_forms("keeper of small lamps, see https://quay.example").phrases)
    3
    """
    return _forms(bio[:_LONGEST])


def bio_words(bio: str) -> tuple[str, ...]:
    """Return the words of a bio in the normal form, without addresses and names of accounts."""
    return tuple(normalise(_NO_WORDING.sub(" ", bio[:_LONGEST])).split())


def phrases_of(words: tuple[str, ...]) -> list[str]:
    """Return every three neighbouring words."""
    return [" ".join(words[at : at + PHRASE_WORDS]) for at in range(len(words) - PHRASE_WORDS + 1)]


@lru_cache(maxsize=1 << 12)
def _forms(bio: str) -> BioForms:
    words = bio_words(bio)
    phrases = tuple(phrases_of(words))
    return BioForms(words=words, phrases=phrases, distinct=frozenset(phrases))
