"""How does a reviewer read an engine's sentence in Arabic or Spanish? By its pattern; an unknown one stays as written.

Engines write plain English sentences where they find a fact, and these are stored with the finding: they are the
record. This module only shows them in the reader's language. Each pattern below is such a sentence with its changing
parts named; its test makes every sentence that the pipeline can write and checks that none is missing here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from django import template
from django.utils.translation import get_language_bidi, gettext, gettext_noop

__all__ = ["PATTERNS", "WHATS", "engine_words", "register"]

register = template.Library()

WHATS: Final = (
    gettext_noop("The post"),
    gettext_noop("The attached file"),
    gettext_noop("The description of the attached file"),
    gettext_noop("The profile"),
    gettext_noop("The channel's page"),
    gettext_noop("The code in the attached picture"),
    gettext_noop("The writing in the attached picture"),
    gettext_noop("The attached document"),
    gettext_noop("The text in the attached file"),
)
"""What an engine looked at; anything else is shown as written."""

PATTERNS: Final = (
    gettext_noop("%(what)s carries a file that is, byte for byte, one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a file with the MD5 of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a file with the SHA-1 of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a picture that is much like one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a picture that shows much of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a video with scenes of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries sound that is part of a recording held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s has much the wording of a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s contains, apart from spelling, a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s is a part of a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names the payment address %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names an address of the site %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names an address under %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names an address of the channel %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("The post passes on the post %(value)s without a word of its own."),
    gettext_noop("%(what)s names the address %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s is, apart from spelling, a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s contains “%(value)s”, a term listed in the bank “%(bank)s”%(note)s."),
    gettext_noop("Raised: it is the same as known content."),
    gettext_noop("Raised: it is much like known content."),
    gettext_noop("Raised: it passes on known content."),
    gettext_noop("Raised: together with the other matches on it, this is enough to look at."),
    gettext_noop("Listed terms alone are used by people who report, condemn or study, too."),
    gettext_noop("The account stands in the bank “%(bank)s”%(note)s, whose posts are not raised."),
    gettext_noop("The same value stands in the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("The address %(value)s stands in the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("The whole text stands in the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("The file is like one of the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("It stands inside “%(value)s” of the bank “%(bank)s”%(note)s, which is not raised."),
    gettext_noop("It is near what the bank “%(bank)s”%(note)s protects."),
    gettext_noop("It comes from “%(bank)s”, and nobody here has looked yet at what it matches."),
    gettext_noop("Its entry is disputed: %(value)s"),
    gettext_noop("A reviewer set its entry aside: %(value)s"),
    gettext_noop(
        "Its entry is in quarantine: it matches %(count)s observations of %(accounts)s accounts, more than one in "
        "%(share)s."
    ),
    gettext_noop(
        "Its entry is in quarantine: it matches %(count)s observations of %(accounts)s accounts at first sight."
    ),
    gettext_noop(
        "Its entry is in quarantine: it suddenly matches %(count)s observations of %(accounts)s accounts, after "
        "%(before)s before."
    ),
    gettext_noop("The entry is a seed of the bank “%(bank)s”%(note)s: it helps finding and raises nothing by itself."),
)

_PARTS: Final = {
    "what": r"(?P<what>[^“”]+?)",
    "value": r"(?P<value>.+?)",
    "bank": r"(?P<bank>[^”]*)",
    "note": r"(?P<note>(?: \(.*\))?)",
    **{name: rf"(?P<{name}>[\d,]+)" for name in ("count", "accounts", "before", "share")},
}
_NOT_RAISED: Final = "Not raised: "


@register.filter
def engine_words(sentence: str) -> str:
    """Return an engine's sentence in the reader's language.

    >>> engine_words("Raised: it is the same as known content.")
    'Raised: it is the same as known content.'
    """
    if sentence.startswith(_NOT_RAISED):
        rest = sentence.removeprefix(_NOT_RAISED)
        return gettext("Not raised: %(why)s") % {"why": _begin_small(_translated(_begin_large(rest)))}
    return _translated(_begin_large(sentence))


def _translated(sentence: str) -> str:
    for pattern in PATTERNS:
        match = _expression(pattern).fullmatch(sentence)
        if match is not None:
            parts = match.groupdict()
            what = parts.get("what")
            if what in WHATS:
                parts["what"] = gettext(what)
            return gettext(pattern) % {name: _isolated(part) for name, part in parts.items()}
    return sentence


def _isolated(part: str) -> str:
    """Keep what stands in another script from turning the order of an Arabic sentence (Unicode's isolates)."""
    if not part or not get_language_bidi():
        return part
    space = part[: len(part) - len(part.lstrip())]
    return f"{space}\u2068{part.lstrip()}\u2069"


@lru_cache(maxsize=len(PATTERNS))
def _expression(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", pattern)
    return re.compile(
        "".join(_PARTS[piece] if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)), re.DOTALL
    )


def _begin_large(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _begin_small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
