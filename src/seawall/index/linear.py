"""Which entries does one text meet? Every entry tried on every word, by the definitions: the oracle of the indexes.

Slow on purpose and free of any trick: plain-Python normal form, words as lists, comparison one by one; near texts by
`linear_text.py`. Tests ask it whether the fast indexes are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seawall.index.entry import BankEntry, Opinion
from seawall.index.linear_text import nearness
from seawall.index.word_boundary import term_stands_at
from seawall.signals import find_urls, normalise, url_levels

__all__ = ["text_meets"]


def text_meets(text: str, entries: Iterable[BankEntry]) -> Iterator[BankEntry]:
    """Yield the entries of types `url`, `text` and `term` that `text` meets; scripts without spaces are not covered."""
    normal = normalise(text)
    words = normal.split(" ") if normal else []
    addresses = {level.value for found in find_urls(text) for level in url_levels(found.written)}
    for entry in entries:
        if entry.opinion is Opinion.WITHDRAWN:
            continue
        if (
            (entry.signal_type == "text" and (normal == entry.value or nearness(normal, entry.value)))
            or (entry.signal_type == "url" and entry.value in addresses)
            or (entry.signal_type == "term" and _stands_in(entry.value, words))
        ):
            yield entry


def _stands_in(term: str, words: list[str]) -> bool:
    return any(term_stands_at(term, words, at) for at in range(len(words)))
