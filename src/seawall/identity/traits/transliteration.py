"""Which consonants does a name write, whatever the script? A skeleton that Arabic, Latin and Cyrillic names share.

"abu_omar" and "ابو عمر" are both BMR; "Khaled", "Khalid", "5aled" and "خالد" are KLD. Vowels, semivowels and breathings
go, as no two romanisations write them alike; consonants that romanisations mix up are one class; doubled ones count
once. The article "al-" goes where it begins a word. Digits have two readings, leet and Arabizi. The rules are data:
`transliteration.toml`. A skeleton says little by itself; how little, `commonness.py` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from seawall.identity.traits.name_tables import read_table

__all__ = ["skeleton_of", "sounds_of", "written_once"]

_ARTICLE: Final = re.compile(r"(?:ال|al|el)(?=..)")
_REPEATED: Final = re.compile(r"(.)\1+", re.DOTALL)
_LETTERS_OF: Final = ("arabic", "latin", "cyrillic")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    pair: re.Pattern[str]
    pairs: dict[str, str]
    leet: dict[int, str]
    arabizi: dict[int, str]
    sounds: dict[int, int]  # by letter, as `leet` writes it: the first class, 0 for none

    def write_pair(self, met: re.Match[str]) -> str:
        """Return the class of two letters."""
        return self.pairs[met[0]]


@cache
def _tables() -> _Tables:
    table = read_table("transliteration")
    letters: dict[str, str] = {}
    for script in _LETTERS_OF:
        letters |= table["letters"][script]
    pairs: dict[str, str] = table["pairs"]["latin"]
    leet = _by_code(letters | table["digits"]["leet"])
    return _Tables(
        pair=re.compile("|".join(sorted(pairs))),
        pairs=pairs,
        leet=leet,
        arabizi=_by_code(letters | table["digits"]["arabizi"]),
        sounds={code: ord(written[0]) if written else 0 for code, written in leet.items()},
    )


def _by_code(letters: dict[str, str]) -> dict[int, str]:
    return {ord(letter): written for letter, written in letters.items()}


def skeleton_of(words: tuple[str, ...], *, arabizi: bool = False, vowels: bool = False) -> str:
    """Return the consonant classes of words in the normal form, one capital letter each; with `vowels`, "a" for them.

    >>> skeleton_of(("abu", "omar")), skeleton_of(("ابو", "عمر")), skeleton_of(("5aled",), arabizi=True)
    ('BMR', 'BMR', 'KLD')
    """
    written = "".join([_classes_of(word, arabizi=arabizi, vowels=vowels) for word in words])
    return written_once(written)


def written_once(text: str) -> str:
    """Return a text with each repeated letter once.

    >>> written_once("aab"), written_once("ab")
    ('ab', 'ab')
    """
    return _REPEATED.sub(r"\1", text) if _REPEATED.search(text) else text


@lru_cache(maxsize=1 << 16)
def _classes_of(word: str, *, arabizi: bool, vowels: bool) -> str:
    """Return the classes of one word, repeated ones too."""
    tables = _tables()
    table = tables.arabizi if arabizi else tables.leet
    bare = _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word
    classes = tables.pair.sub(tables.write_pair, bare)
    if vowels:
        return "".join(_with_vowels(classes, table))
    return "".join([letter for letter in classes.translate(table) if "A" <= letter <= "Z"])


def _with_vowels(classes: str, table: dict[int, str]) -> Iterator[str]:
    for letter in classes:
        written = letter if "A" <= letter <= "Z" else table.get(ord(letter))
        if written is not None:
            yield from written or "a"


def sounds_of(text: str) -> list[int]:
    """Return the consonant class of each letter, as a number; 0 for weak letters, the letter's own for strange ones."""
    table = _tables().sounds
    return [table.get(code, code) for code in map(ord, text)]
