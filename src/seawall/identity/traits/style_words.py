"""Which words may style look at letter by letter? Function words, of `data/function_words.toml`; all others are masked.

They carry grammar or habit of many languages, never what somebody writes about. Left out: how masking is done
(`style_kernel.py`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from seawall.signals.slices import Slices

__all__ = ["function_words", "word_table"]


@cache
def function_words() -> tuple[str, ...]:
    """Return the function words of all languages, in order, each once."""
    content = files(__package__).joinpath("data/function_words.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(content)
    return tuple(sorted({word for one in lists.values() for word in one["words"].split()}))


@cache
def word_table() -> NDArray[np.uint64]:
    """Return the hashes of the function words in an open-addressed table, as the kernel looks them up."""
    from seawall.identity.traits.style_kernel import hash_words  # compiles: only when needed

    slices = Slices.of(function_words())
    table: NDArray[np.uint64] = hash_words(slices.data, slices.starts, slices.ends)
    return table
