"""Which part of a text is to be marked? A text in pieces that match and pieces that don't, for templates to escape.

Spans are half-open, in characters; overlapping ones are joined, ones outside the text are cut to it. Long texts are
shortened to the surroundings of the first match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Piece", "highlighted"]

AROUND: Final = 120
LONGEST: Final = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of text that matches, or does not."""

    text: str
    is_match: bool


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return the pieces of a text, shortened around its first match.

    >>> [(piece.text, piece.is_match) for piece in highlighted("the lamps return", [(4, 9)])]
    [('the ', False), ('lamps', True), (' return', False)]
    """
    marked = _joined(text, spans)
    first, last = 0, len(text)
    if last > LONGEST:
        begin = marked[0][0] if marked else 0
        first = max(0, begin - AROUND)
        last = min(len(text), first + LONGEST)
    pieces = list(_pieces(text, marked, first, last))
    if first > 0:
        pieces.insert(0, Piece(text="…", is_match=False))
    if last < len(text):
        pieces.append(Piece(text="…", is_match=False))
    return tuple(pieces)


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(len(text), end)) for start, end in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, marked: list[tuple[int, int]], first: int, last: int) -> Iterator[Piece]:
    at = first
    for span in marked:
        start, end = max(span[0], first), min(span[1], last)
        if start >= end:
            continue
        if at < start:
            yield Piece(text=text[at:start], is_match=False)
        yield Piece(text=text[start:end], is_match=True)
        at = end
    if at < last:
        yield Piece(text=text[at:last], is_match=False)
