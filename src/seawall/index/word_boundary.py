"""Where may a term begin and end? At word boundaries of the normal form, with what Arabic and Chinese script ask for.

Latin, Cyrillic, Greek and most scripts: a space (or the text's edge) on both sides. Scripts written without spaces
(Han, kana, Thai, Lao, Khmer, Myanmar): anywhere. Arabic: writers attach particles to the front of a word, so a term
whose first word is Arabic and has at least three letters besides its article is also found behind

    و ف (and, so)   ب ل ك (in, for, like)   ال (the), and their combinations in this order; ل with ال is written لل.

A term that itself begins with ال is found only where the article stands: "الفنار" matches والفنار, بالفنار and
للفنار, never فنار alone. A term without it is found with and without. Particles only in front of the first word;
endings of the last word by `arabic_endings.py`. A term may say its language: `en:` and `es:` add the plural
(`latin_plurals.py`), `fa:` and `ur:` have neither particles nor endings. Source: Wright, A Grammar of the Arabic
Language, §§ 366–369.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from seawall.index.arabic_endings import ARTICLE, NUMBER, POSSESSION, Endings, is_arabic_word, shape_of, words_apart
from seawall.index.latin_plurals import plural_of
from seawall.signals import split_term

__all__ = ["DEFINITE", "INDEFINITE", "BoundPattern", "Particles", "bound_patterns", "is_plain_term", "term_stands_at"]

_CONJUNCTIONS: Final = ("", "و", "ف")
DEFINITE: Final = frozenset(conjunction + rest for conjunction in _CONJUNCTIONS for rest in ("ال", "بال", "كال", "لل"))
"""Particles that end in the article."""
INDEFINITE: Final = frozenset(
    conjunction + particle for conjunction in _CONJUNCTIONS for particle in ("", "ب", "ل", "ك")
)
"""Particles without the article, and none at all."""
_MIN_STEM: Final = 3
_WITHOUT_RULES: Final = frozenset({"fa", "ur"})
_FIRST_UNSPACED: Final = "\u0e00"
_UNSPACED: Final = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)  # fmt: skip


class Particles(IntEnum):
    """Which particles must or may stand before a pattern."""

    NONE = 0
    DEFINITE = 1
    ANY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPattern:
    """What to search for in framed normal forms, and what may stand between it and the boundaries of words.

    `octets` is the pattern; `lead` and `tail` count its framing spaces. Of a phrase, `has_article` says that its last
    word has one. `apart` are words, without article, that the last word must not be.
    """

    octets: bytes
    lead: int
    tail: int
    particles: Particles = Particles.NONE
    endings: Endings = Endings.NONE
    is_phrase: bool = False
    has_article: bool = False
    apart: frozenset[bytes] = frozenset()


def is_plain_term(term: str) -> bool:
    """Say whether a canonical term is one of plain words between spaces: no rule applies to it."""
    return term.isascii() and ":" not in term


def bound_patterns(term: str) -> tuple[BoundPattern, ...]:
    """Return what to search for to find `term` (a normal form, with or without language) at its boundaries.

    >>> [pattern.octets for pattern in bound_patterns("en:lamp room")]
    [b' lamp room ', b' lamp rooms ']
    """
    if is_plain_term(term):
        return (BoundPattern(octets=b" %b " % term.encode(), lead=1, tail=1),)
    language, normal = split_term(term)
    patterns = (_bound(normal, inflects=language not in _WITHOUT_RULES),)
    plural = plural_of(normal, language) if language else None
    return patterns if plural is None else (*patterns, _bound(plural, inflects=False))


def term_stands_at(term: str, words: Sequence[str], at: int) -> bool:
    """Say whether `term` stands in `words` from place `at` on: the rule in plain words, for scripts with spaces."""
    language, normal = split_term(term)
    plural = plural_of(normal, language) if language else None
    if plural is not None and plural.split(" ") == list(words[at : at + plural.count(" ") + 1]):
        return True
    wanted = normal.split(" ")
    found = list(words[at : at + len(wanted)])
    if len(found) < len(wanted) or found[1:-1] != wanted[1:-1]:
        return False
    if language in _WITHOUT_RULES:
        return found == wanted
    if len(wanted) == 1:
        return any(
            _ends_as(wanted[0], stem, has_article=particle in DEFINITE)
            for particle, stem in _readings(wanted[0], found[0])
        )
    begins = any(stem == _without_particles(wanted[0])[0] for _, stem in _readings(wanted[0], found[0]))
    has_article = wanted[-1].startswith(ARTICLE) and len(wanted[-1]) - len(ARTICLE) >= _MIN_STEM
    return begins and _ends_as(wanted[-1], found[-1], has_article=has_article, is_first=False)


def _readings(wanted: str, word: str) -> list[tuple[str, str]]:
    """Return the ways in which `word` is particles and a rest, as far as the first word of a term allows them."""
    _, particles = _without_particles(wanted)
    if particles is Particles.NONE:
        return [("", word)]
    allowed = DEFINITE if particles is Particles.DEFINITE else DEFINITE | INDEFINITE
    return [(word[:cut], word[cut:]) for cut in range(len(word)) if word[:cut] in allowed]


def _ends_as(wanted: str, word: str, *, has_article: bool, is_first: bool = True) -> bool:
    """Say whether `word`, without particles where it is the first, is the word `wanted` or one of its forms."""
    stem, endings = shape_of(wanted)
    if is_first:
        stem = stem.removeprefix(ARTICLE) if _without_particles(wanted)[1] is Particles.DEFINITE else stem
    if endings is Endings.NONE:
        return word == stem
    allowed = NUMBER[endings] if has_article else (*NUMBER[endings], *POSSESSION[endings])
    bare = word if is_first else word.removeprefix(ARTICLE)
    return word.startswith(stem) and word[len(stem) :] in allowed and bare not in words_apart(wanted)


def _bound(term: str, *, inflects: bool) -> BoundPattern:
    tail = "" if _is_unspaced(term[-1]) else " "
    lead = "" if _is_unspaced(term[0]) else " "
    first, _, rest = term.partition(" ")
    last = term[term.rfind(" ") + 1 :]
    if not inflects or not (is_arabic_word(first) or is_arabic_word(last)):
        return BoundPattern(octets=f"{lead}{term}{tail}".encode(), lead=len(lead), tail=len(tail))
    stem, particles = _without_particles(first)
    if particles is not Particles.NONE:
        lead = ""
    shape, endings = shape_of(last)
    if endings is not Endings.NONE:
        tail = ""
    body = f"{stem} {rest}" if rest else stem
    return BoundPattern(
        octets=f"{lead}{body[: len(body) - (len(last) - len(shape))]}{tail}".encode(),
        lead=len(lead),
        tail=len(tail),
        particles=particles,
        endings=endings,
        is_phrase=bool(rest),
        has_article=bool(rest) and last.startswith(ARTICLE) and len(last) - len(ARTICLE) >= _MIN_STEM,
        apart=_encoded(words_apart(last)) if endings is not Endings.NONE else frozenset(),
    )


def _encoded(words: frozenset[str]) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words) if words else frozenset()


def _without_particles(first: str) -> tuple[str, Particles]:
    """Return the first word of a term without its article, and which particles may stand before that."""
    if not is_arabic_word(first):
        return first, Particles.NONE
    if first.startswith(ARTICLE) and len(first) - len(ARTICLE) >= _MIN_STEM:
        return first.removeprefix(ARTICLE), Particles.DEFINITE
    return first, Particles.ANY if len(first) >= _MIN_STEM else Particles.NONE


def _is_unspaced(letter: str) -> bool:
    return letter >= _FIRST_UNSPACED and any(low <= ord(letter) <= high for low, high in _UNSPACED)
