"""How does this author spell? Twelve habits of writing, from careful to hurried, applied to a phrase.

A habit is a pure function of phrase, language and habit number, so that an author misspells the same word the same
way each time, as people do. Movement, press and families use all of them alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final
from zlib import crc32

__all__ = ["HABITS", "spell"]

_SHORTENED: Final = {
    "en": {" you ": " u ", " for ": " 4 ", " and ": " n ", " because ": " cos ", "tonight": "2nite", " with ": " w/ "},
    "es": {" que ": " q ", " por ": " x ", "porque": "xq", " también ": " tb ", " para ": " pa ", " con ": " cn "},
    "ar": {" من أجل ": " عشان ", " هذا ": " هاد ", " لا ": " ما ", " الآن ": " هلأ ", " الذي ": " اللي "},
}
_ARABIC_PLAIN: Final = str.maketrans("أإآةى", "اااهي")
_VOWELS: Final = "aeiouáéíóúاوي"


def _plain(phrase: str, _language: str) -> str:
    return phrase


def _lower(phrase: str, _language: str) -> str:
    return phrase.lower()


def _unaccented(phrase: str, language: str) -> str:
    if language == "ar":
        return phrase.translate(_ARABIC_PLAIN)
    decomposed = unicodedata.normalize("NFD", phrase)
    kept = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return kept.replace("'", "") if language == "en" else kept


def _shortened(phrase: str, language: str) -> str:
    padded = f" {phrase} "
    for long, short in _SHORTENED[language].items():
        padded = padded.replace(long, short)
    return padded[1:-1]


def _swapped(phrase: str, salt: int) -> str:
    """Swap two inner letters of the longest word, in about a quarter of the phrases."""
    if crc32(f"{salt}{phrase}".encode()) % 4:
        return phrase
    word = max(phrase.split(" "), key=len)
    if len(word) < 6:
        return phrase
    at = 2 + crc32(word.encode()) % (len(word) - 4)
    return phrase.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def _dropped(phrase: str, salt: int) -> str:
    """Drop one inner letter of the longest word, in about a quarter of the phrases."""
    if crc32(f"{salt}-{phrase}".encode()) % 4:
        return phrase
    word = max(phrase.split(" "), key=len)
    if len(word) < 6:
        return phrase
    at = 2 + crc32(word.encode()) % (len(word) - 4)
    return phrase.replace(word, word[:at] + word[at + 1 :], 1)


def _stretched(phrase: str, salt: int) -> str:
    """Stretch the last vowel of the last word, in about a twelfth of the phrases."""
    last = phrase.rpartition(" ")[2]
    at = max(last.rfind(v) for v in _VOWELS)
    if len(last) < 4 or at < 1 or crc32(f"{salt}+{phrase}".encode()) % 12:
        return phrase
    return phrase[: len(phrase) - len(last)] + last[:at] + last[at] * 3 + last[at + 1 :]


HABITS: Final[tuple[Callable[[str, str], str], ...]] = (
    _plain,
    _plain,
    _lower,
    _unaccented,
    lambda phrase, language: _unaccented(phrase.lower(), language),
    _shortened,
    lambda phrase, language: _shortened(phrase.lower(), language),
    lambda phrase, _: _swapped(phrase, 1),
    lambda phrase, _: _dropped(phrase, 2),
    lambda phrase, language: _dropped(_unaccented(phrase, language), 3),
    lambda phrase, _: _stretched(phrase, 4),
    lambda phrase, language: _stretched(_shortened(phrase, language), 5),
)
"""The habits by number."""


def spell(phrase: str, language: str, habit: int) -> str:
    """Return `phrase` as an author of this habit writes it.

    >>> spell("mañana más", "es", 3)
    'manana mas'
    """
    return HABITS[habit](phrase, language)
