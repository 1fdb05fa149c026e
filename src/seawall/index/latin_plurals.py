"""What is the plural of a listed English or Spanish term? Only for terms that say their language (`en:…`, `es:…`).

English: the last word gets s, es (after s, x, z, ch, sh) or ies (for y after a consonant); since the normal form has
no apostrophes, "lamp's" is "lamps". Spanish: every word gets s after a vowel, es after a consonant, ces for z. Only
words of four letters or more. Without a language nothing is added: "arms" is not "arm", "news" not "new". Left out:
irregular plurals, verbs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

__all__ = ["plural_of"]

_MIN_WORD: Final = 4
_WORD: Final = re.compile(r"[a-zñ]+")
_SIBILANT: Final = re.compile(r".*(?:s|x|z|ch|sh)")
_CONSONANT_Y: Final = re.compile(r".*[^aeiou]y")


def plural_of(term: str, language: str) -> str | None:
    """Return the plural of a term's normal form; None where the language has none here or a word is too short.

    >>> plural_of("grey lighthouse", "en"), plural_of("faro gris", "es"), plural_of("arm", "en")
    ('grey lighthouses', 'faros grises', None)
    """
    spell = _PLURALS.get(language)
    if spell is None:
        return None
    words = term.split(" ")
    changed = words if language == "es" else words[-1:]
    if not all(len(word) >= _MIN_WORD and _WORD.fullmatch(word) for word in changed):
        return None
    return " ".join([*words[: len(words) - len(changed)], *map(spell, changed)])


def _english(word: str) -> str:
    if _CONSONANT_Y.fullmatch(word):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.fullmatch(word) else "s")


def _spanish(word: str) -> str:
    if word.endswith("z"):
        return word[:-1] + "ces"
    return word + ("s" if word[-1] in "aeiou" else "es")


_PLURALS: Final = MappingProxyType[str, Callable[[str], str]]({"en": _english, "es": _spanish})
