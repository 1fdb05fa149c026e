"""Which parts of a text does the reader see, and which of them are marked as what matched?

The text stays as it was written: it is cut into segments, never rewritten. A long text is shown around its first marked
span; the rest is a page of its own. Characters that turn the order of a text or that nobody can see are counted, so
that a reader knows that the text may not look as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["SHOWN_CHARACTERS", "MarkedText", "Segment", "hidden_characters", "mark_text"]

SHOWN_CHARACTERS: Final = 1500
_BEFORE: Final = 300
_BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ZERO_WIDTH: Final = frozenset("\u200b\u2060\ufeff\u00ad\u180e")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of the text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """What is shown of a text: its segments, and how many characters before and after were left out."""

    segments: tuple[Segment, ...]
    left_out_before: int
    left_out_after: int
    hidden: int

    @property
    def is_cut(self) -> bool:
        """Say whether something was left out."""
        return bool(self.left_out_before or self.left_out_after)


def mark_text(
    text: str, spans: Iterable[Sequence[int]], *, shown_characters: int | None = SHOWN_CHARACTERS
) -> MarkedText:
    """Cut `text` at `spans` (half-open, in characters; they may overlap) and to at most `shown_characters`.

    >>> [(part.text, part.marked) for part in mark_text("the lamps return", [(4, 9)]).segments]
    [('the ', False), ('lamps', True), (' return', False)]
    """
    merged = _merged(spans, len(text))
    start, end = _window(merged, len(text), shown_characters)
    segments = []
    at = start
    for span_start, span_end in merged:
        left, right = max(span_start, start), min(span_end, end)
        if left >= right:
            continue
        if at < left:
            segments.append(Segment(text=text[at:left], marked=False))
        segments.append(Segment(text=text[left:right], marked=True))
        at = right
    if at < end:
        segments.append(Segment(text=text[at:end], marked=False))
    return MarkedText(
        segments=tuple(segments),
        left_out_before=start,
        left_out_after=len(text) - end,
        hidden=hidden_characters(text[start:end]),
    )


def hidden_characters(text: str) -> int:
    r"""Count characters that turn the order of the text or take no room.

    >>> hidden_characters("plain"), hidden_characters("\u202egniht a"), hidden_characters("a\u200bb")
    (0, 1, 1)
    """
    if text.isascii():
        return 0
    return sum(one in _BIDI_CONTROLS or one in _ZERO_WIDTH for one in text)


def _merged(spans: Iterable[Sequence[int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, one[0]), min(length, one[1])) for one in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _window(spans: list[tuple[int, int]], length: int, shown: int | None) -> tuple[int, int]:
    if shown is None or length <= shown:
        return 0, length
    first = spans[0][0] if spans else 0
    start = min(max(0, first - _BEFORE), length - shown)
    return start, start + shown
