"""Where may a term begin and end? At word boundaries of the normal form, with what Arabic and Chinese script ask for.

Latin, Cyrillic, Greek and most scripts: a space (or the text's edge) on both sides. Scripts written without spaces
(Han, kana, Thai, Lao, Khmer, Myanmar): anywhere. Arabic: writers attach particles to the front of a word, so a term
whose first word is Arabic and has at least three letters besides its article is also found behind

    و ف (and, so)   ب ل ك (in, for, like)   ال (the), and their combinations in this order; ل with ال is written لل.

A term that itself begins with ال is found only where the article stands: "الفنار" matches والفنار, بالفنار and للفنار,
never فنار alone. A term without it is found with and without. Particles only in front of the first word; suffixes
are not undone. Source: Wright, A Grammar of the Arabic Language, §§ 366–369.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["BoundPattern", "bound_pattern", "term_starts_at_word"]

_ARTICLE: Final = "ال"
_CONJUNCTIONS: Final = ("", "و", "ف")
_DEFINITE: Final = frozenset(conjunction + rest for conjunction in _CONJUNCTIONS for rest in ("ال", "بال", "كال", "لل"))
_INDEFINITE: Final = frozenset(
    conjunction + particle for conjunction in _CONJUNCTIONS for particle in ("", "ب", "ل", "ك")
)
_ANY: Final = _DEFINITE | _INDEFINITE
_MIN_STEM: Final = 3
_UNSPACED: Final = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPattern:
    """What to search for in framed normal forms, and what may stand between the word's start and the pattern.

    `octets` is the pattern; `lead` and `tail` count its framing spaces; `prefixes` is None where the pattern itself
    begins at the boundary.
    """

    octets: bytes
    lead: int
    tail: int
    prefixes: frozenset[bytes] | None


def bound_pattern(term: str) -> BoundPattern:
    """Return what to search for to find `term` (a normal form) at its boundaries.

    >>> bound_pattern("grey lighthouse").octets
    b' grey lighthouse '
    """
    tail = "" if _is_unspaced(term[-1]) else " "
    stem, prefixes = _stem(term)
    if prefixes is None:
        lead = "" if _is_unspaced(term[0]) else " "
        return BoundPattern(octets=f"{lead}{term}{tail}".encode(), lead=len(lead), tail=len(tail), prefixes=None)
    return BoundPattern(
        octets=f"{stem}{tail}".encode(),
        lead=0,
        tail=len(tail),
        prefixes=frozenset(prefix.encode() for prefix in prefixes),
    )


def term_starts_at_word(term: str, word: str) -> bool:
    """Say whether `word` is the first word of `term`, or that with particles attached: the rule in plain words."""
    first = term.split(" ", 1)[0]
    stem, prefixes = _stem(first)
    if prefixes is None:
        return word == first
    return word.endswith(stem) and word.removesuffix(stem) in prefixes


def _stem(term: str) -> tuple[str, frozenset[str] | None]:
    """Return the term without article and the prefixes that may stand before it; None for no tolerance."""
    first = term.split(" ", 1)[0]
    if not all("\u0620" <= letter <= "\u06ff" and not letter.isdecimal() for letter in first):
        return term, None
    if first.startswith(_ARTICLE) and len(first) - len(_ARTICLE) >= _MIN_STEM:
        return term.removeprefix(_ARTICLE), _DEFINITE
    return (term, _ANY) if len(first) >= _MIN_STEM else (term, None)


def _is_unspaced(letter: str) -> bool:
    return any(low <= ord(letter) <= high for low, high in _UNSPACED)
