"""Values out of records of any shape: text, counts, identifiers; what has the wrong type is a reason to reject.

Absent is None: an empty text, a negative count and a missing key are the same here.
"""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, Final

from seawall.intake.observed import UnfitRecordError

__all__ = ["count_of", "html_to_text", "list_of", "text_of"]

_MAX_COUNT: Final = (1 << 63) - 1
_BREAKS: Final = frozenset({"br", "p", "div", "li", "blockquote", "h1", "h2", "h3", "pre"})
_HIDDEN: Final = frozenset({"script", "style"})


def text_of(record: Mapping[str, Any], name: str) -> str | None:
    """Return the text under `name`; a whole number is written as text, since some sources write ids so."""
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise UnfitRecordError(f"{name} is {type(value).__name__}, not text")
    return value or None


def count_of(record: Mapping[str, Any], name: str, *, most: int = _MAX_COUNT) -> int | None:
    """Return the count under `name`, or None where there is none that can be meant."""
    value = record.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= most else None


def list_of(value: Any) -> list[Any]:
    """Return a list as it is, None as an empty list, and a single value as a list of it."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BREAKS and self.parts:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def html_to_text(html: str) -> str:
    r"""Return the text that a reader of this HTML sees; paragraphs and breaks become line feeds.

    >>> html_to_text('<p>The lamps &amp; boats<br>return</p><p><a href="https://pier.example/a">https://pier.example/a</a></p>')
    'The lamps & boats\nreturn\nhttps://pier.example/a'
    """
    if "<" not in html and "&" not in html:
        return html.strip()
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts).strip()
