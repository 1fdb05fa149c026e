"""How common is a thing? What many accounts share says little about any two of them.

A comparison asks in how many accounts of the bank a key stands. The bank's key index answers (`key_index.py`); tests
and small runs use `CountedPopulation`. What weighs is how many strangers hold it: an actor who was closed three hundred
times has made no name common, so accounts of the bank that are kin of the closed one count little.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from seawall.identity.portrait import Key, KeyKind, Keys, Portrait
from seawall.identity.traits.style_tail import StyleTail
from seawall.identity.traits.word_tail import WordTail

__all__ = [
    "CountedPopulation",
    "Population",
    "StyledPopulation",
    "kin_holders",
    "rarity_bits",
    "strangers",
    "style_tail",
    "word_tail",
]


class Population(Protocol):
    """The accounts that a thing may be common among."""

    def account_count(self) -> int:
        """Return how many accounts there are."""

    def holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many of them hold the key; 0 where none does."""


class StyledPopulation(Population, Protocol):
    """A population that counts many keys at once, and can tell how near its own come to a style, and to words."""

    def holders_of(self, kind: KeyKind, keys: Keys) -> list[int]:
        """Return how many of them hold each of several keys."""

    def kin_of(self, closed: Portrait) -> NDArray[np.uint32]:
        """Return the numbers of those that are kin of a closed account."""

    def holders_among(self, ordinals: NDArray[np.uint32], kind: KeyKind, key: Key) -> int:
        """Return how many of some of them, by their numbers, hold the key."""

    def style_tail(self, portrait: Portrait, but: NDArray[np.uint32]) -> StyleTail | None:
        """Return how near strangers, all `but` some by their numbers, come; None where too few of them have a style."""

    def word_tail(self, portrait: Portrait, but: NDArray[np.uint32]) -> WordTail | None:
        """Return how near those come who write alike, all `but` some; None where they are too few."""


def style_tail(population: Population, portrait: Portrait) -> StyleTail | None:
    """Return how near strangers come to a style, where the population can tell."""
    asked: Callable[[Portrait], StyleTail | None] | None = getattr(population, "style_tail", None)
    return asked(portrait) if asked is not None else None


def word_tail(population: Population, portrait: Portrait) -> WordTail | None:
    """Return how near those come to a choice of words who write alike, where the population can tell."""
    asked: Callable[[Portrait], WordTail | None] | None = getattr(population, "word_tail", None)
    return asked(portrait) if asked is not None else None


_ANOTHERS: Final = 64
"""One of so many kin is taken for somebody else's."""


def kin_holders(population: Population, kind: KeyKind, key: Key) -> int:
    """Return how many holders of a key are kin of the closed account compared, where the population can tell."""
    asked: Callable[[KeyKind, Key], int] | None = getattr(population, "kin_holders", None)
    return asked(kind, key) if asked is not None else 0


def strangers(population: Population, kind: KeyKind, key: Key) -> int:
    """Return how many hold the key, the closed account among them, with one for every 64 of its kin."""
    kin = kin_holders(population, kind, key)
    return population.holders(kind, key) - kin + kin // _ANOTHERS


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
    """Return how surprising it is that a stranger holds the key: log2 of (accounts + 1) / (strangers + 1), in bits.

    >>> rarity_bits(CountedPopulation(), KeyKind.URL, 7)
    0.0
    """
    return math.log2((population.account_count() + 1) / (strangers(population, kind, key) + 1))
