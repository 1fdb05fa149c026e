"""How is this page built? Stretches of eight neighbouring tags, whatever stands between them, as keys.

A tag is its name, its depth up to nine, and the names (not the values) of its attributes; scripts, styles and comments
are passed over. Of a page the 256 smallest keys are kept (a bottom-k sketch), of its text the first 2,000,000
characters and the first 20,000 tags. Read with patterns that can't step back, since a page comes from whoever wants to
stay unfound: `html.parser` takes 26 s for 40,000 characters of "<a <a <a …" (Python 3.11.7, November 2026), this 0.1 s
for two million.

Left out: repairing what is malformed, styles, words, pictures; fetching the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from seawall.identity.portrait import Key, Keys
from seawall.identity.traits.key_hash import key_of, keys_of

__all__ = ["MOST_STRETCHES", "certificate_key", "page_structure"]

MOST_STRETCHES: Final = 256
"""Stretches kept of a page: those of the smallest keys."""

_STRETCH: Final = 8
_MOST_CHARACTERS: Final = 2_000_000
_MOST_TAGS: Final = 20_000
_MOST_OF_TAG: Final = 4_096
_DEEPEST: Final = 9
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,40}+)")
_ATTRIBUTE: Final = re.compile(r"""(?>[^\s"'>=/]{1,80}+)(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s"'>]*+))?""")
_PASSED_OVER: Final = frozenset({"script", "style", "template", "noscript", "svg", "textarea"})
_NEVER_CLOSED: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_FINGERPRINT: Final = re.compile(
    r"(?:(?:sha|md|spki|pin)[a-z0-9-]*[:=])?(?P<digits>(?:[0-9a-f]{2}:?){16,64})", re.ASCII
)


def page_structure(html: str) -> Keys:
    """Return the keys of a page's stretches; none for a page of fewer than eight tags.

    >>> len(page_structure("<p>" * 7)), len(page_structure("<p>" * 20))
    (0, 10)
    """
    tags = list(_tags(html[:_MOST_CHARACTERS]))
    stretches = {" ".join(tags[place : place + _STRETCH]) for place in range(len(tags) - _STRETCH + 1)}
    return keys_of(stretches)[:MOST_STRETCHES]


def certificate_key(fingerprint: str) -> Key | None:
    """Return the key of a certificate's or public key's fingerprint in hexadecimal digits; None where it is none.

    >>> certificate_key("SHA256:" + "AB" * 32) == certificate_key(":".join(["ab"] * 32))
    True
    """
    match = _FINGERPRINT.fullmatch(fingerprint.strip().lower())
    return key_of("fingerprint:" + match["digits"].replace(":", "")) if match else None


def _tags(html: str) -> Iterator[str]:
    depth, count, at = 0, 0, 0
    while count < _MOST_TAGS and (match := _next_tag(html, at)) is not None:
        closing, name = match[1], match[2].lower()
        at = match.end()
        if closing:
            depth = max(0, depth - 1)
            continue
        end, attributes = _attributes(html, at)
        at = end
        yield " ".join([f"{min(depth, _DEEPEST)}{name}", *attributes]).replace(" ", ".")
        count += 1
        if name in _PASSED_OVER:
            at = _after(html, f"</{name}", at)
        elif name not in _NEVER_CLOSED:
            depth += 1


def _next_tag(html: str, at: int) -> re.Match[str] | None:
    """Return the next tag that stands in no comment."""
    while True:
        begun = html.find("<", at)
        if begun < 0:
            return None
        if html.startswith("<!--", begun):
            at = _after(html, "-->", begun + 4)
            continue
        match = _TAG.match(html, begun)
        if match is not None:
            return match
        at = begun + 1


def _after(html: str, mark: str, at: int) -> int:
    """Return where the next `mark` ends, in any letter case; the end of the page where none stands."""
    match = re.compile(re.escape(mark), re.IGNORECASE).search(html, at)
    return match.end() if match else len(html)


def _attributes(html: str, at: int) -> tuple[int, list[str]]:
    """Return where a tag ends and the names of its attributes in order, each once."""
    names: set[str] = set()
    limit = min(len(html), at + _MOST_OF_TAG)
    while at < limit and html[at] not in "<>":
        match = _ATTRIBUTE.match(html, at, limit)
        if match is None:
            at += 1
            continue
        names.add(match[0].partition("=")[0].strip().lower()[:40])
        at = match.end()
    return at, sorted(names)
