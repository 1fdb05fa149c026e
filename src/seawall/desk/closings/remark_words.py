"""How does a reader read a remark on a row in Arabic or Spanish? By its pattern; an unknown one stays as written.

Remarks are stored in plain English, as the reader of the file and this bank made them: they are the record.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext, gettext_noop, pgettext

from seawall.desk.sentence_patterns import SentencePatterns
from seawall.desk.written_numbers import rewritten

__all__ = ["remark_words"]

_LACKED: Final = {
    "a decision": gettext_noop("a decision"),
    "a ground": gettext_noop("a ground"),
    "a closing date": gettext_noop("a closing date"),
    "an expiry": gettext_noop("an expiry"),
}

_PATTERNS: Final = (
    gettext_noop("It lacks %(lacked)s"),
    gettext_noop("The closing date is in the future"),
    gettext_noop("It expires before it was closed"),
    gettext_noop("The closing has expired"),
    gettext_noop("It expires more than ten years from now"),
    gettext_noop("There is no platform"),
    gettext_noop("There is no account"),
    gettext_noop("The account's name is longer than %(count)s characters"),
    gettext_noop("The kind is %(value)s, none of %(known)s"),
    gettext_noop("It stands here already as %(value)s"),
    gettext_noop("Created in the future: the date is not used"),
    gettext_noop("Created after it was closed: the date is not used"),
    gettext_noop("An older profile of an account that stands here again"),
    gettext_noop("The field %(field)s is longer than %(count)s characters"),
    gettext_noop("The field %(field)s has %(count)s characters: only the first %(least)s are looked at"),
    gettext_noop("The field %(field)s is not used: %(value)s"),
)

_WRITTEN: Final = (
    # how the reader of the plain tables writes it → as it is shown
    (re.compile(r"(\w+) (is longer than|has [\d,]+ characters)(.*)", re.DOTALL), r"the field \1 \2\3"),
    (re.compile(r"(\w+): (.+); it is not used", re.DOTALL), r"the field \1 is not used: \2"),
)

_FORMS: Final = SentencePatterns(
    {
        "lacked": r"[a-z ]+",
        "count": r"[\d,]+",
        "least": r"[\d,]+",
        "field": r"\w+",
        "value": r".+?",
        "known": r".+",
    }
)


def remark_words(reason: str) -> str:
    """Return a remark in the reader's language, as a sentence.

    >>> remark_words("it lacks a decision and an expiry")
    'It lacks a decision, an expiry.'
    """
    sentence = reason
    for written, shown in _WRITTEN:
        if written.fullmatch(reason):
            sentence = written.sub(shown, reason)
    sentence = sentence[:1].upper() + sentence[1:]
    for pattern in _PATTERNS:
        parts = _FORMS.parts_of(pattern, sentence)
        if parts is not None:
            return f"{gettext(pattern) % _shown(parts)}."
    return f"{sentence}."


def _shown(parts: dict[str, str]) -> dict[str, str]:
    if "lacked" in parts:
        lacked = [gettext(_LACKED.get(one, one)) for one in parts["lacked"].split(" and ")]
        parts["lacked"] = pgettext("between the parts of a list", ", ").join(lacked)
    return {
        name: f"\u2068{part}\u2069" if name in {"value", "field", "known"} else rewritten(part)
        for name, part in parts.items()
    }
