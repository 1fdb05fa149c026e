"""How common is a thing? What many accounts share says little about any two of them.

A comparison asks in how many accounts of the bank a key stands. The bank's key index answers (`key_index.py`); tests
and small runs use `CountedPopulation`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from seawall.identity.portrait import Key, KeyKind, Portrait
from seawall.identity.traits.style_tail import StyleTail

__all__ = ["CountedPopulation", "Population", "StyledPopulation", "rarity_bits", "style_tail"]


class Population(Protocol):
    """The accounts that a thing may be common among."""

    def account_count(self) -> int:
        """Return how many accounts there are."""

    def holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many of them hold the key; 0 where none does."""


class StyledPopulation(Population, Protocol):
    """A population that can tell how near its own come to a style."""

    def style_tail(self, portrait: Portrait) -> StyleTail | None:
        """Return how near strangers come; None where too few of them have a style."""


def style_tail(population: Population, portrait: Portrait) -> StyleTail | None:
    """Return how near strangers come to a style, where the population can tell."""
    asked: Callable[[Portrait], StyleTail | None] | None = getattr(population, "style_tail", None)
    return asked(portrait) if asked is not None else None


class CountedPopulation:
    """A population counted from portraits."""

    def __init__(self, portraits: Iterable[Portrait] = ()) -> None:
        """Count the keys of all portraits."""
        self._holders: Counter[tuple[KeyKind, Key]] = Counter()
        self._accounts = 0
        for portrait in portraits:
            self._accounts += 1
            self._holders.update((kind, int(key)) for kind, keys in portrait.keys.items() for key in keys)

    def account_count(self) -> int:
        """Return how many accounts were counted."""
        return self._accounts

    def holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many of them hold the key."""
        return self._holders[kind, key]


def rarity_bits(population: Population, kind: KeyKind, key: Key) -> float:
    """Return how surprising it is that a random account holds the key, in bits: log2 of (accounts + 1) / (holders + 1).

    >>> rarity_bits(CountedPopulation(), KeyKind.URL, 7)
    0.0
    """
    return math.log2((population.account_count() + 1) / (population.holders(kind, key) + 1))
