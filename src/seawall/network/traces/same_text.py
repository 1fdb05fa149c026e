"""Accounts that post the same text: its normal form (`seawall.signals`), five words at least.

Shorter texts are everybody's ("good morning, friends"). Addresses stay in: a text with another link is another text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from seawall.network.traces.text_trace import TextTrace, texts_of
from seawall.network.traces.trace import TraceExample
from seawall.signals import normalise_texts

__all__ = ["SameText"]

_LEAST_WORDS: Final = 5


class SameText(TextTrace):
    """Same text."""

    NAME: Final = "same_text"
    TITLE: Final = "Same text"

    def items(self, texts: pa.Array) -> Sequence[str | None]:
        """Return the normal form of each text that is long enough."""
        slices = normalise_texts(texts).slices
        spaces = np.concatenate(([0], np.cumsum(slices.data == ord(" "))))
        words = spaces[slices.ends] - spaces[slices.starts] + (slices.ends > slices.starts)
        return texts_of(slices, np.where(words >= _LEAST_WORDS, slices.starts, -1), slices.ends)

    def examples(self) -> tuple[TraceExample, ...]:
        """Return posts and their items."""
        rows = ({"text": "The LAMPS return to the harbour!"}, {"text": "Good morning"})
        return (TraceExample(table="posts", rows=rows, items=("the lamps return to the harbour",)),)
