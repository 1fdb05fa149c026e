"""How are the parts of a comparison's sentence shown in the reader's language? Times, languages, lists, names.

`PARTS` says what may stand in the place of each part; those of `PART_WORDS` are made of English words themselves and
are put into the reader's language first. A part that fits nothing here stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext, gettext_noop, ngettext, pgettext, pgettext_lazy

from seawall.desk.engine_sentences import ngettext_noop
from seawall.desk.written_numbers import rewritten

__all__ = ["PARTS", "PART_WORDS", "isolated"]

_UNITS: Final = {
    "minute": ngettext_noop("%(count)s minute", "%(count)s minutes"),
    "hour": ngettext_noop("%(count)s hour", "%(count)s hours"),
    "day": ngettext_noop("%(count)s day", "%(count)s days"),
    "month": ngettext_noop("%(count)s month", "%(count)s months"),
    "year": ngettext_noop("%(count)s year", "%(count)s years"),
}
_WHILES: Final = (gettext_noop("less than a minute"), gettext_noop("a minute"))
_DURATION: Final = re.compile(r"(\d+) (minute|hour|day|month|year)s")
_POINTS: Final = {
    "wallet": gettext_noop("the wallet %(value)s"),
    "e-mail address": gettext_noop("the e-mail address %(value)s"),
    "telephone number": gettext_noop("the telephone number %(value)s"),
    "bank account": gettext_noop("the bank account %(value)s"),
    "invite": gettext_noop("the invite %(value)s"),
}
_SAME_POINT: Final = gettext_noop("the same contact point")
_POINT: Final = re.compile(rf"the ({'|'.join(_POINTS)}) (.+)", re.DOTALL)
_MORE: Final = re.compile(r"(.+) and ([\d,]+) more", re.DOTALL)
_SHARE: Final = re.compile(r"(.+) (\d+)%")
_LANGUAGES: Final[dict[str, Promise]] = {
    "Latin script": pgettext_lazy("a language of posts", "Latin script"),
    "Cyrillic script": pgettext_lazy("a language of posts", "Cyrillic script"),
    "Arabic script": pgettext_lazy("a language of posts", "Arabic script"),
    "Greek": pgettext_lazy("a language of posts", "Greek"),
    "Hebrew": pgettext_lazy("a language of posts", "Hebrew"),
    "Devanagari script": pgettext_lazy("a language of posts", "Devanagari script"),
    "Han or kana": pgettext_lazy("a language of posts", "Han or kana"),
    "Korean": pgettext_lazy("a language of posts", "Korean"),
    "other script": pgettext_lazy("a language of posts", "other script"),
    "English": pgettext_lazy("a language of posts", "English"),
    "Spanish": pgettext_lazy("a language of posts", "Spanish"),
    "Arabic": pgettext_lazy("a language of posts", "Arabic"),
    "Russian": pgettext_lazy("a language of posts", "Russian"),
    "Ukrainian": pgettext_lazy("a language of posts", "Ukrainian"),
    "German": pgettext_lazy("a language of posts", "German"),
    "French": pgettext_lazy("a language of posts", "French"),
    "Italian": pgettext_lazy("a language of posts", "Italian"),
    "Portuguese": pgettext_lazy("a language of posts", "Portuguese"),
    "Turkish": pgettext_lazy("a language of posts", "Turkish"),
    "Persian": pgettext_lazy("a language of posts", "Persian"),
    "Urdu": pgettext_lazy("a language of posts", "Urdu"),
    "Indonesian": pgettext_lazy("a language of posts", "Indonesian"),
    "Polish": pgettext_lazy("a language of posts", "Polish"),
    "Dutch": pgettext_lazy("a language of posts", "Dutch"),
}
"""The names of `seawall.identity.traits.languages.NAMES`; a test compares them."""

_LENGTH: Final = r"less than a minute|a minute|\d+ (?:minute|hour|day|month|year)s"

PARTS: Final = {
    **dict.fromkeys(("quote", "other", "left", "right"), r".*?"),
    **dict.fromkeys(("duration", "later"), _LENGTH),
    **dict.fromkeys(("handle", "names"), r".+?"),
    "quotes": r"“.+?”",
    "named": r"(?:: .+?)?",
    "number": r"[\d.]+",
    "point": rf"(?:{_SAME_POINT}|the (?:{'|'.join(_POINTS)}) ).*?",
}
"""What may stand in the place of each part that only comparisons write."""


def isolated(part: str) -> str:
    """Keep what stands in another script from turning the order of an Arabic sentence (Unicode's isolates)."""
    if not part or not get_language_bidi():
        return part
    space = part[: len(part) - len(part.lstrip())]
    return f"{space}\u2068{part.lstrip()}\u2069"


def _duration(written: str) -> str:
    """Return a length of time.

    >>> _duration("58 minutes"), _duration("a minute")
    ('58 minutes', 'a minute')
    """
    match = _DURATION.fullmatch(written)
    if match is None:
        return gettext(written) if written in _WHILES else written
    one, many = _UNITS[match[2]]
    return ngettext(one, many, int(match[1])) % {"count": match[1]}


def _names(written: str) -> str:
    """Return names, "and so many more" where it says so."""
    match = _MORE.fullmatch(written)
    if match is None:
        return isolated(written)
    return gettext("%(names)s and %(count)s more") % {"names": isolated(match[1]), "count": rewritten(match[2])}


def _named(written: str) -> str:
    return f": {_names(written.removeprefix(': '))}" if written else ""


def _quotes(written: str) -> str:
    quotes = (gettext("“%(quote)s”") % {"quote": isolated(one)} for one in written[1:-1].split("”, “"))
    return pgettext("between the parts of a list", ", ").join(quotes)


def _point(written: str) -> str:
    match = _MORE.fullmatch(written)
    if match is not None:
        return gettext("%(names)s and %(count)s more") % {"names": _point(match[1]), "count": rewritten(match[2])}
    if written == _SAME_POINT:
        return gettext(_SAME_POINT)
    kind = _POINT.fullmatch(written)
    return gettext(_POINTS[kind[1]]) % {"value": isolated(kind[2])} if kind else isolated(written)


def _languages(written: str) -> str:
    """Return shares of languages.

    >>> _languages("English 60%, Arabic 40%")
    'English 60%, Arabic 40%'
    """
    return pgettext("between the parts of a list", ", ").join(_language(share) for share in written.split(", "))


def _language(written: str) -> str:
    match = _SHARE.fullmatch(written)
    if match is None:
        return written
    return gettext("%(language)s %(share)s%%") % {"language": _LANGUAGES.get(match[1], match[1]), "share": match[2]}


PART_WORDS: Final[dict[str, Callable[[str], str]]] = {
    "duration": _duration,
    "later": _duration,
    "names": _names,
    "named": _named,
    "quotes": _quotes,
    "point": _point,
    "left": _languages,
    "right": _languages,
}
"""How parts that are made of English words are shown."""
