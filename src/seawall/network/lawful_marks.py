"""Does a shared thing say what it is: an agency's report, a campaign, an offer? By the marks of `lawful_marks.toml`.

Texts come in their normal form from traces and as written from plain tables; both are compared in normal form, tags as
written. A mark can be put on by anybody, so it never stands alone for an alternative that asks for more (`lawful.py`).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from seawall.signals import normalise

__all__ = ["MARKS", "has_mark", "is_shortener"]

MARKS: Final = ("credit", "disclosed", "offer")


def has_mark(mark: str, name: str) -> bool:
    """Return whether a text, or a sequence of hashtags, carries a mark.

    >>> has_mark("credit", "the harbour council meets on thursday coast news agency")
    True
    >>> has_mark("disclosed", "#CleanHarbour #ad")
    True
    """
    words, tags = _patterns()[mark]
    return bool(words.search(f" {normalise(name)} ") or (tags and tags.search(name)))


def is_shortener(host: str) -> bool:
    """Return whether a site only leads elsewhere: then many addresses of it are no common source."""
    return host in _shorteners()


@cache
def _shorteners() -> frozenset[str]:
    return frozenset(_told()["short"]["hosts"].split())


def _told() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("lawful_marks.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    told = _told()
    found = {}
    for mark in MARKS:
        words = "|".join(_as_pattern(one) for one in _listed(told[mark]["words"]))
        tags = "|".join(re.escape(one) for one in _listed(told[mark]["tags"]))
        tagged = re.compile(rf"[#＃](?:{tags})(?!\w)", re.IGNORECASE) if tags else None
        found[mark] = (re.compile(rf" (?:{words}) "), tagged)
    return found


def _listed(written: str) -> list[str]:
    return [one.strip() for line in written.splitlines() for one in line.split("|") if one.strip()]


def _as_pattern(words: str) -> str:
    """Return a pattern for words in normal form; a number may stand at their end."""
    stem = words.removesuffix(r"\d+").strip()
    return re.escape(normalise(stem)) + (r" \d+" if words.endswith(r"\d+") else "")
