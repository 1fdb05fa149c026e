"""Accounts that post the same hashtags in the same order: three and more, as they stand, in their normal form.

One hashtag is a subject; the same three in the same order are copied, or typed by the same hand. Repeats in one post
count once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from seawall.network.traces.text_trace import TextTrace
from seawall.network.traces.trace import TraceExample
from seawall.signals import normalise

__all__ = ["HashtagSequence"]

_LEAST_TAGS: Final = 3
_HASHTAG: Final = re.compile(r"[#＃](\w+)")


class HashtagSequence(TextTrace):
    """Same sequence of hashtags."""

    NAME: Final = "hashtag_sequence"
    TITLE: Final = "Same sequence of hashtags"

    def items(self, texts: pa.Array) -> Sequence[str | None]:
        """Return the hashtags of each text that has enough."""
        return [_sequence(text) for text in texts.to_pylist()]

    def examples(self) -> tuple[TraceExample, ...]:
        """Return posts and their items."""
        rows = ({"text": "#FaroGris now #harbour #Lamps"}, {"text": "#harbour #lamps"})
        return (TraceExample(table="posts", rows=rows, items=("#farogris #harbour #lamps",)),)


def _sequence(text: str | None) -> str | None:
    found = _HASHTAG.findall(text or "")
    if len(found) < _LEAST_TAGS:
        return None
    tags = list(dict.fromkeys(tag for written in found if (tag := normalise(written))))
    return " ".join(f"#{tag}" for tag in tags) if len(tags) >= _LEAST_TAGS else None
