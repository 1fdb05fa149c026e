"""How much does a name say by itself? Bits of each letter in the cheapest reading as common words and single letters.

A bank of a thousand accounts can't tell that "ahmed" is common; this guard can. A name is read as common words, each at
the bits of `data/common_words.toml` spread over its letters, and as letters at the bits that a letter of a name has
behind others. Words of faith, people and place have none. Left out: counting in a bank, which
`seawall.identity.population` does.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

from seawall.identity.traits.name_tables import common_bits

__all__ = ["SOUND_BITS", "letter_bits", "name_bits"]

_LETTER_BITS: Final = {
    letter: bits
    for letters, bits in (("aeio", 2.3), ("nrslt", 2.8), ("umdhkcy", 3.2), ("bgpvfjwz", 3.8), ("qx0123456789", 4.5))
    for letter in letters
}
_STRANGE_LETTER_BITS: Final = 3.6  # letters beyond ASCII: Arabic words are shorter
SOUND_BITS: Final = 2.6
_LONGEST_WORD: Final = 16
_SHORTEST_WORD: Final = 3  # as part of a longer word; words that stand apart may be shorter
_LONGEST_NAME: Final = 64
_JOINING_BITS: Final = 1.0


@lru_cache(maxsize=1 << 16)
def name_bits(name: str) -> float:
    """Return the bits of a name whose words are divided by single spaces.

    >>> name_bits("ahmed") < name_bits("zwqkvent"), name_bits("muslim")
    (True, 0.0)
    """
    return sum(sum(letter_bits(word)) for word in name[:_LONGEST_NAME].split())


@lru_cache(maxsize=1 << 16)
def letter_bits(word: str) -> tuple[float, ...]:
    """Return the bits of each letter of a word."""
    table = common_bits()
    known = table.get(word)
    if known is not None:
        return (known / len(word),) * len(word)
    inside: dict[int, list[int]] = {}  # where common words begin, by where they end
    for _, start, end in _common_inside().find_matches_as_indexes(word, overlapping=True):
        inside.setdefault(end, []).append(start)
    if not inside:  # single letters, added up and taken apart as below
        sums = list(accumulate((_LETTER_BITS.get(letter, _STRANGE_LETTER_BITS) for letter in word), initial=0.0))
        return tuple([after - before for before, after in pairwise(sums)])
    least = [0.0] * (len(word) + 1)
    starts = [0] * (len(word) + 1)
    for end in range(1, len(word) + 1):
        least[end] = least[end - 1] + _LETTER_BITS.get(word[end - 1], _STRANGE_LETTER_BITS)
        starts[end] = end - 1
        for start in sorted(inside.get(end, ())):
            if least[start] < least[end]:
                bits = table[word[start:end]]
                cost = least[start] + bits + (_JOINING_BITS if bits else 0.0)
                if cost < least[end]:
                    least[end], starts[end] = cost, start
    return _spread(least, starts)


@cache
def _common_inside() -> AhoCorasick:
    """Return what finds the common words that a longer word may be read as."""
    words = [word for word in common_bits() if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD]
    return AhoCorasick(words, implementation=Implementation.ContiguousNFA)


def _spread(least: list[float], starts: list[int]) -> tuple[float, ...]:
    found: list[float] = []
    end = len(least) - 1
    while end:
        start = starts[end]
        found.extend([(least[end] - least[start]) / (end - start)] * (end - start))
        end = start
    return tuple(reversed(found))
