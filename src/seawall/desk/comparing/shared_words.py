"""Which words do two texts share? Both texts in pieces, shared ones marked, whatever their spelling.

Words are compared in the normal form and, like lines of two versions of a page, in their order (Ratcliff and Obershelp,
as in Python's `difflib`). Left out: why an engine matched them; it may have looked at less, or at letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from seawall.desk.observations.highlight import Piece
from seawall.signals import normalise

__all__ = ["shared_words"]

_WORD: Final = re.compile(r"\S+")
_MAX_WORDS: Final = 1_500


def shared_words(observed: str, banked: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the pieces of both texts.

    >>> [piece.text for piece in shared_words("so THE LAMPS return", "the lamps go")[0] if piece.is_match]
    ['THE LAMPS']
    """
    left, right = list(_WORD.finditer(observed))[:_MAX_WORDS], list(_WORD.finditer(banked))[:_MAX_WORDS]
    matcher = SequenceMatcher(
        a=[normalise(word.group()) for word in left], b=[normalise(word.group()) for word in right], autojunk=False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    spans_left = [(left[block.a].start(), left[block.a + block.size - 1].end()) for block in blocks]
    spans_right = [(right[block.b].start(), right[block.b + block.size - 1].end()) for block in blocks]
    return tuple(_pieces(observed, spans_left)), tuple(_pieces(banked, spans_right))


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        if at < start:
            yield Piece(text=text[at:start], is_match=False)
        yield Piece(text=text[start:end], is_match=True)
        at = end
    if at < len(text):
        yield Piece(text=text[at:], is_match=False)
