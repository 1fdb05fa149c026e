"""Accounts that post nearly the same text: one in which most runs of four words are the same.

The item is the run of four words whose key is smallest: two texts have the same one with a chance that equals their
likeness (Jaccard; Broder 1997, min-hash with one draw), so a text with a changed name or ending is mostly caught, and
each post gives one item, as the null model needs. Texts under eight words have too few runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from seawall.network.traces.text_trace import TextTrace, texts_of
from seawall.network.traces.trace import TraceExample
from seawall.signals import normalise_texts

__all__ = ["NearText"]

_LEAST_WORDS: Final = 8
_RUN: Final = 4


class NearText(TextTrace):
    """Nearly the same text."""

    NAME: Final = "near_text"
    TITLE: Final = "Nearly the same text"

    def items(self, texts: pa.Array) -> Sequence[str | None]:
        """Return the run of words that stands for each text."""
        from seawall.network.traces.near_text_kernel import smallest_runs  # compiles: only when needed

        slices = normalise_texts(texts).slices
        begins, ends = np.empty(len(slices), np.int64), np.empty(len(slices), np.int64)
        smallest_runs(slices.data, slices.starts, slices.ends, _LEAST_WORDS, _RUN, begins, ends)
        return texts_of(slices, begins, ends)

    def examples(self) -> tuple[TraceExample, ...]:
        """Return posts and their items."""
        rows = (
            {"text": "Tonight the lamps return to the old harbour wall, says Mira"},
            {"text": "tonight the lamps return to the old harbour wall!!! says Omar"},
            {"text": "The lamps return"},
        )
        return (TraceExample(table="posts", rows=rows, items=("the lamps return to",)),)
