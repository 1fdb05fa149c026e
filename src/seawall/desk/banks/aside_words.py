"""How does a reader read in Arabic or Spanish why something was not taken? By its pattern; an unknown one as written.

Reasons are stored in plain English, as the engines find them: they are the record. Values, names and what a library
said of a broken file stay as they are.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from seawall.desk.banks.aside_sentences import PATTERNS, SUBJECTS
from seawall.desk.banks.values import title_of_signal
from seawall.desk.identity_parts import isolated
from seawall.desk.sentence_patterns import SentencePatterns
from seawall.desk.written_numbers import rewritten
from seawall.signals import SIGNAL_TYPES

__all__ = ["aside_words"]

_NUMBERS: Final = ("count", "least", "most")

_PARTS: Final = {
    **dict.fromkeys(_NUMBERS, r"[\d,]+"),
    "number": r"-?\w+",
    "algorithm": r"[\w-]+",
    **dict.fromkeys(("value", "known", "program", "title", "why"), r".+?"),
}
"""What may stand in the place of each changing part."""

_PATTERNS: Final = SentencePatterns(_PARTS)

_LONGEST: Final = 2_000  # characters; matching takes far longer than the text is long


def aside_words(reason: str) -> str:
    """Return a reason in the reader's language, beginning with a capital letter.

    >>> aside_words("sound: no sound in it")
    'Sound: no sound in it'
    """
    subject, _, rest = reason.partition(": ")
    told = _translated(reason)
    if told is None and rest and subject in SUBJECTS:
        return gettext(SUBJECTS[subject]) % {"why": _begin_small(_translated(rest) or rest)}
    if told is None and rest and subject in SIGNAL_TYPES:
        return f"{title_of_signal(subject)}: {_begin_small(_translated(rest) or rest)}"
    return told or reason


def _translated(reason: str) -> str | None:
    if len(reason) > _LONGEST:
        return None
    sentence = reason[:1].upper() + reason[1:]
    for pattern in PATTERNS:
        parts = _PATTERNS.parts_of(pattern, sentence)
        if parts is not None:
            return gettext(pattern) % {
                name: isolated(rewritten(part) if name in _NUMBERS else part) for name, part in parts.items()
            }
    return None


def _begin_small(sentence: str) -> str:
    """Return a sentence as it goes on behind a colon; names and abbreviations keep their letters."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
