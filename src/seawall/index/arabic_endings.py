"""Which endings may an Arabic word have and stay the word of a term? An exact rule, and a list of other words.

In the normal form ة is ه. Of a word of four letters or more (without its article), S:

    number       S + ون ين ان ات
    possession   S, or S + ات, + ها هم هن نا كم كن; never with an article; S also + هما كما

Of a word of four letters or more that ends in ه, S + ه:

    number       S + ه, ات, تان, تين
    possession   S + ت, or S + ات, + ه ها هم هن نا كم كن ي ك; never with an article; S + ت also + هما كما

Not undone, since they make other words as often as forms: a bare ه (مدرس teacher, مدرسه school), ي (ارهاب terror,
ارهابي terrorist), ا (سوري Syrian, سوريا Syria), ك, and whatever changes inside the word (broken plurals). What the
rule would still take for a form and is none stands in `data/arabic_words_apart.toml`. Source: Wright, A Grammar of
the Arabic Language, §§ 185–189, 299–309.
"""

from __future__ import annotations

import re
import tomllib
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["ARTICLE", "NUMBER", "POSSESSION", "Endings", "is_arabic_word", "shape_of", "words_apart"]

ARTICLE: Final = "ال"

_ARABIC: Final = re.compile("[\u0620-\u065f\u066a-\u06ef\u06fa-\u06ff]+")
_MIN_STEM: Final = 4
_MIN_FEMININE: Final = 3
_POSSESSORS: Final = ("ها", "هم", "هن", "نا", "كم", "كن")
_OF_TWO: Final = ("هما", "كما")
_SHORT: Final = ("ه", "ي", "ك")
_NO_WORDS: Final[frozenset[str]] = frozenset()


class Endings(IntEnum):
    """Which endings a word may have."""

    NONE = 0
    PLAIN = 1
    FEMININE = 2


NUMBER: Final = {
    Endings.PLAIN: ("", "ون", "ين", "ان", "ات"),
    Endings.FEMININE: ("ه", "ات", "تان", "تين"),
}
"""Endings that stand with an article, too."""

POSSESSION: Final = {
    Endings.PLAIN: (*_POSSESSORS, *_OF_TWO, *(f"ات{one}" for one in (*_POSSESSORS, "ه"))),
    Endings.FEMININE: (
        *(f"ت{one}" for one in (*_POSSESSORS, *_OF_TWO, *_SHORT)),
        *(f"ات{one}" for one in (*_POSSESSORS, *_SHORT)),
    ),
}
"""Endings that stand only without an article."""


def is_arabic_word(word: str) -> bool:
    """Say whether a word of a normal form has Arabic letters only."""
    return _ARABIC.fullmatch(word) is not None


def shape_of(word: str) -> tuple[str, Endings]:
    """Return what of a word of a term stays before its endings, and which endings those may be.

    >>> shape_of("منظمه")[0], shape_of("الفنار")[1].name, shape_of("دم")[1].name
    ('منظم', 'PLAIN', 'NONE')
    """
    bare = word.removeprefix(ARTICLE) if len(word) - len(ARTICLE) >= _MIN_FEMININE else word
    uninflected = _table()["uninflected"]
    if word in uninflected or bare in uninflected or not is_arabic_word(word):
        return word, Endings.NONE
    if bare.endswith("ه") and len(bare) > _MIN_FEMININE:
        return word[:-1], Endings.FEMININE
    return word, Endings.PLAIN if len(bare) >= _MIN_STEM else Endings.NONE


def words_apart(word: str) -> frozenset[str]:
    """Return the words, without article, that are no forms of `word` although the rule would have them so."""
    apart: dict[str, frozenset[str]] = _table()["apart"]
    bare = word.removeprefix(ARTICLE)
    if bare not in apart and word not in apart:
        return _NO_WORDS
    return apart.get(bare, _NO_WORDS) | apart.get(word, _NO_WORDS)


@cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    written = tomllib.loads(files("seawall.index").joinpath("data/arabic_words_apart.toml").read_text("utf-8"))
    return {
        "uninflected": dict.fromkeys(written["uninflected"], frozenset()),
        "apart": {word: frozenset(others) for word, others in written["apart"].items()},
    }
