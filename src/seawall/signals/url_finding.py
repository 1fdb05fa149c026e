"""Where in a text do URLs stand? Offsets into the text as written, with and without scheme, also disguised ones.

Found are `https://…`, `hxxp://…`, `tg://…`, and hosts without scheme whose ending is in the table: with a path
always, without one only for endings that are no everyday words; and a few hosts also where they are spelled out with
spaces or words ("t dot me slash lamp_room"). A URL that the source cut off with an ellipsis is not reported, since
nobody knows where it led. Left out: canonical form (`url_canonical.py`), e-mail addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seawall.signals.url_host import WRITTEN_DOT
from seawall.signals.url_rules import url_rules

__all__ = ["MAYBE_URL", "FoundURL", "find_url_spans", "find_urls", "trimmed_spans"]

_DOT_WORD: Final = "(?:dot|punto|نقطة)"
_SPACED_DOT: Final = (
    r"(?:\s{0,2}[.。．｡]\s{0,2}"
    rf"|\s{{0,2}}[\[({{]\s{{0,2}}(?:[.。．｡]|{_DOT_WORD})\s{{0,2}}[\])}}]\s{{0,2}}"
    rf"|\s{{1,2}}{_DOT_WORD}\s{{1,2}})"
)
_SPELLED_OUT: Final = "|".join(
    _SPACED_DOT.join(re.escape(label) for label in host.split(".")) for host in url_rules().spelled_out
)
MAYBE_URL: Final = (
    r"://|:\s?[/\\／]{2}|[:：][/\\／]{2}|[\])] ?//|\S[.。．｡]\S"
    rf"|(?i:[\[({{]\s?(?:[.。．｡]|{_DOT_WORD})\s?[\])}}])"
    rf"|(?i:tg:(?:resolve|join|privatepost)\?)|(?i:{_SPELLED_OUT})"
)
"""RE2 pattern: a text that does not match it holds no URL. Lets bulk work skip most texts."""

_END: Final = r"[^\s<>\"«»`]"
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u2060\ufeff"
_LABEL: Final = rf"[\w{_INVISIBLE}-]{{1,80}}+"
_WITH_SCHEME: Final = (
    r"(?P<scheme>(?<![A-Za-z])(?:h(?:tt|xx|xt|tx|\*\*)ps?|f[tx]p|tg|whatsapp|sgnl)"
    r"\s?[\[(]?[:：](?:[\])]?[/\\／]{2}|[/\\／]{2}[\])])"
    r"|(?<![A-Za-z])tg:(?=(?:resolve|join|privatepost)\?))"
    rf"(?:[^\s<>\"«»`/]{{1,200}}?\s[\[({{]\s?(?:\.|{_DOT_WORD})\s?[\])}}]\s"
    rf"|[^\s<>\"«»`/.]{{1,63}}\s[.。．｡]\s?)?{_END}+"
)
_SPELLED: Final = (
    rf"(?<![\w@.\-/])(?:{_SPELLED_OUT})"
    rf"(?:/|\s{{1,2}}/\s{{0,2}}|\s{{1,2}}(?:slash|barra)\s{{1,2}})(?=[\w+@]){_END}+"
)
_WITHOUT_SCHEME: Final = (
    rf"(?<![\w@.\-/])(?P<host>(?:{_LABEL}{WRITTEN_DOT}){{1,10}}(?P<ending>(?-i:[A-Za-z{_INVISIBLE}]{{2,30}}+)))"
    r"(?![\w@-]|[\[(]?[:：][/\\／\])])(?::\d{1,5}(?!\d))?"
    rf"(?P<path>[/?#／]{_END}*)?"
)
_URL: Final = re.compile(f"{_WITH_SCHEME}|{_SPELLED}|{_WITHOUT_SCHEME}", re.IGNORECASE)
_UNSEEN: Final = re.compile(f"[{_INVISIBLE}]+")
_TRAILING: Final = ".,;:!?'\"*_~)]}>،؛؟。、！？”’“‘|"
_CLOSERS: Final = {")": "(", "]": "[", "}": "{"}
_NEXT_SCHEME: Final = re.compile(r"(?<=[A-Za-z0-9_/-])(?<![=/])https?://", re.IGNORECASE)
_CUT: Final = ("…", "...")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundURL:
    """A URL in a text: `text[start:end] == written`."""

    start: int
    end: int
    written: str


def find_urls(text: str) -> list[FoundURL]:
    """Return the URLs of a text from left to right, as written.

    >>> [found.written for found in find_urls("See lamps[.]example/a, (https://t.me/lamproom). Not e.g. this, it.is")]
    ['lamps[.]example/a', 'https://t.me/lamproom']
    """
    return [FoundURL(start=start, end=end, written=text[start:end]) for start, end in find_url_spans(text)]


def find_url_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each URL: the quick form of `find_urls` for bulk work."""
    at = 0
    while (match := _URL.search(text, at)) is not None:
        if match["host"] is not None and not _is_host(match):
            at = match.end("host")  # what looked like its path may hold an address
            continue
        at = match.end()
        yield from trimmed_spans(text, match.start(), match.end())


def _is_host(match: re.Match[str]) -> bool:
    rules, ending, host = url_rules(), _UNSEEN.sub("", match["ending"]).lower(), match["host"]
    if ending in rules.plain_endings:
        return True
    disguised = host.lower().startswith("www.") or any(mark in host for mark in "[({")
    return ending in rules.path_endings and (match["path"] is not None or disguised)


def trimmed_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split run-together addresses ("…/ahttps://…"), and trim the punctuation of the sentence around each."""
    cuts = []
    if text.find("://", start + 8, end) >= 0:
        cuts = [found.start() for found in _NEXT_SCHEME.finditer(text, start + 8, end)]
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        written = text[left:right]
        if written.endswith(_CUT):
            continue
        trimmed = left + _trimmed_length(written)
        if not written[: trimmed - left].endswith(("/", "\\")) or "." in written:
            yield left, trimmed


def _trimmed_length(written: str) -> int:
    length = len(written)
    while length and written[length - 1] in _TRAILING:
        opener = _CLOSERS.get(written[length - 1])
        if opener and written.count(opener, 0, length) >= written.count(written[length - 1], 0, length):
            break
        length -= 1
    return length
