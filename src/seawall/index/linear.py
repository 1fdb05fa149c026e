"""Which entries does one text meet? Every entry tried on every word, by the definitions: the oracle of the indexes.

Slow on purpose and free of any trick: plain-Python normal form, words as lists, comparison one by one. Tests ask it
whether the fast indexes are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seawall.index.entry import BankEntry, Opinion
from seawall.index.word_boundary import term_starts_at_word
from seawall.signals import canonical_url, find_urls, normalise

__all__ = ["text_meets"]


def text_meets(text: str, entries: Iterable[BankEntry]) -> Iterator[BankEntry]:
    """Yield the entries of types `url`, `text` and `term` that `text` meets; scripts without spaces are not covered."""
    normal = normalise(text)
    words = normal.split(" ") if normal else []
    addresses = {canonical_url(found.written) for found in find_urls(text)}
    for entry in entries:
        if entry.opinion is Opinion.WITHDRAWN:
            continue
        if (
            (entry.signal_type == "text" and normal == entry.value)
            or (entry.signal_type == "url" and entry.value in addresses)
            or (entry.signal_type == "term" and _stands_in(entry.value, words))
        ):
            yield entry


def _stands_in(term: str, words: list[str]) -> bool:
    wanted = term.split(" ")
    return any(
        term_starts_at_word(term, words[at]) and words[at + 1 : at + len(wanted)] == wanted[1:]
        for at in range(len(words) - len(wanted) + 1)
    )
