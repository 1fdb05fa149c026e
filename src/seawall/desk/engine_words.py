"""How does a reviewer read an engine's sentence in Arabic or Spanish? By its pattern; an unknown one stays as written.

Engines write plain English sentences where they find a fact, and these are stored with the finding: they are the
record. This module only shows them in the reader's language, by the patterns of `engine_sentences.py` and, for what
comparisons of accounts write, of `identity_sentences.py`.
"""

from __future__ import annotations

import re
from typing import Final

from django import template
from django.utils.translation import gettext, gettext_noop, ngettext

from seawall.desk import identity_sentences, network_sentences
from seawall.desk.engine_sentences import COUNTED, PATTERNS, WHATS
from seawall.desk.identity_parts import PART_WORDS, PARTS, isolated
from seawall.desk.sentence_patterns import SentencePatterns
from seawall.desk.written_numbers import rewritten

__all__ = ["engine_words", "register"]

register = template.Library()

_CLOCK: Final = r"\d+:\d\d"
_NUMBERS: Final = {
    "speed": r"[\d.]+",
    "recall": r"[\d.]+",
    "cap": r"[\d.]+%",
    "number": PARTS["number"],
    **dict.fromkeys(("count", "accounts", "before", "share", "points", "posts", "words", "least"), r"[\d,]+"),
}
"""Parts that are numbers as English writes them: shown as the reader's language does."""

_PARTS: Final = {
    **PARTS,
    "what": r"[^“”]+?",
    "value": r".+?",
    "bank": r"[^”]*",
    "note": r"(?: \(.*\))?",
    "kind": r"\w+",
    "mine": rf"{_CLOCK}(?:–{_CLOCK})?",
    "theirs": rf"{_CLOCK}(?:–{_CLOCK})?",
    "cell": r"G?\d+",
    **_NUMBERS,
}
"""What may stand in the place of each changing part."""

_PATTERNS: Final = SentencePatterns(_PARTS)

_ALL: Final = (*PATTERNS, *identity_sentences.PATTERNS, *identity_sentences.RARITY, *network_sentences.PATTERNS)
_ALL_COUNTED: Final = (*COUNTED, *identity_sentences.COUNTED)
_WITH_RARITY: Final = re.compile(
    r"(?P<said>.+?\.)(?: (?P<rarity>(?:No other|[\d,]+) of the [\d,]+ accounts known (?:have|has|names?) [^.]+\.))?"
    r"(?: (?P<kin>Of these, [\d,]+ can be tied to the closed one by handle [^.]+\.))?",
    re.DOTALL,
)
"""A comparison's sentence, a second one, which says how many accounts share the thing, and whose kin they are."""

_LABELS: Final = {
    "Not raised: ": gettext_noop("Not raised: %(why)s"),
    "Withdrawn: ": gettext_noop("Withdrawn: %(why)s"),
}


@register.filter
def engine_words(sentence: str) -> str:
    """Return an engine's sentence in the reader's language.

    >>> engine_words("Raised: it is the same as known content.")
    'Raised: it is the same as known content.'
    """
    for label, words in _LABELS.items():
        if sentence.startswith(label):
            rest = sentence.removeprefix(label)
            return gettext(words) % {"why": _begin_small(_translated(_begin_large(rest)) or rest)}
    return _both_translated(sentence) or _translated(_begin_large(sentence)) or sentence


def _both_translated(sentence: str) -> str | None:
    match = _WITH_RARITY.fullmatch(sentence)
    if match is None:
        return None
    parts = [_translated(part) for part in match.groups() if part]
    return " ".join(part for part in parts if part) if all(parts) and len(parts) > 1 else None


def _translated(sentence: str) -> str | None:
    for pattern in _ALL:
        parts = _PATTERNS.parts_of(pattern, sentence)
        if parts is not None:
            return gettext(pattern) % _shown(parts)
    for one, many in _ALL_COUNTED:
        parts = _PATTERNS.parts_of(many, sentence)
        if parts is not None:
            return ngettext(one, many, int(parts["count"].replace(",", ""))) % _shown(parts)
    return None


def _shown(parts: dict[str, str]) -> dict[str, str]:
    what = parts.get("what")
    if what in WHATS:
        parts["what"] = gettext(what)
    return {name: _in_words(name, part) for name, part in parts.items()}


def _in_words(name: str, part: str) -> str:
    if name in PART_WORDS:
        return PART_WORDS[name](part)
    return isolated(rewritten(part) if name in _NUMBERS else part)


def _begin_large(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _begin_small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
