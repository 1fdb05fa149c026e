"""How surprising is it that two names agree in this? The lower of what the letters say and what the bank counts.

A bank tells how many hold a stem, a word, three letters; where hardly anybody does, the wording itself tells how common
it can be (`traits.commonness`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np

from seawall.identity.population import Population, strangers
from seawall.identity.portrait import KeyKind, Keys
from seawall.identity.traits.handle import HandleForms, spans_of, spelt
from seawall.identity.traits.key_hash import key_of, slice_keys
from seawall.identity.traits.letters import UNIT, Letters
from seawall.signals.slices import Slices

__all__ = ["UTMOST_BITS", "agreement_bits", "weighed_letters"]

UTMOST_BITS: Final = 60.0
_ITSELF: Final = 1  # the closed account holds its own keys
_GRAM: Final = 3


def agreement_bits(population: Population, kind: KeyKind, text: str, own_bits: float) -> float:
    """Return the bits of agreeing in `text`, which says `own_bits` by itself; from 0 to 60."""
    bits = min(max(own_bits, 0.0), UTMOST_BITS)
    counted = _counted_bits(population, kind, text) if bits else None
    return bits if counted is None else min(bits, counted)


def weighed_letters(population: Population, forms: HandleForms) -> Letters:
    """Return the letters of a stem with the bits that they say in this population, for the pair model.

    Three letters that many hold say at most what their count says, words likewise. The last name asked about is kept: a
    new account meets many closed ones in turn.
    """
    asked: Callable[[], bytes] | None = getattr(population, "kin_mark", None)
    about = (population.account_count(), forms.words, b"" if asked is None else asked())
    kept = _last[0]
    if kept[0] is population and kept[1] == about:
        return kept[2]
    letters = _weighed(population, forms)
    _last[0] = (population, about, letters)
    return letters


_About = tuple[int, tuple[str, ...], bytes]  # accounts counted, words of the stem, kin that count little
_last: list[tuple[Population | None, _About, Letters]] = [(None, (0, (), b""), np.zeros((3, 0), np.int32))]


def _weighed(population: Population, forms: HandleForms) -> Letters:
    letters = spelt(forms.words).copy()
    length = letters.shape[1]
    bits = letters[2].astype(np.float64) / UNIT
    grams = [forms.stem[at : at + _GRAM] for at in range(length - _GRAM + 1)]
    words = [one for one in spans_of(forms.words) if len(one[0]) > _GRAM] if len(forms.words) > 1 else []
    told = _counted_together(population, KeyKind.HANDLE_GRAM, [*grams, *(word for word, _, _ in words)])
    share, count = [0.0] * length, [0] * length
    for at, counted in enumerate(told[: len(grams)]):
        each = math.inf if counted is None else counted / _GRAM
        for place in range(at, at + _GRAM):
            share[place] += each
            count[place] += 1
    bits = np.minimum(bits, np.array(share) / np.maximum(count, 1)) if length >= _GRAM else bits
    for (_, start, end), counted in zip(words, told[len(grams) :], strict=True):
        own = float(bits[start:end].sum())
        if counted is not None and counted < own:
            bits[start:end] *= counted / own
    letters[2] = (bits * UNIT).astype(np.int32)
    return letters


def _counted_bits(population: Population, kind: KeyKind, text: str) -> float | None:
    """Return the bits of a key that somebody beside the closed account holds; None where nobody does."""
    return _bits_of(strangers(population, kind, _key(text)), population.account_count())


def _counted_together(population: Population, kind: KeyKind, texts: list[str]) -> list[float | None]:
    """Return `_counted_bits` of several texts: quicker, where the population counts many keys at once."""
    asked: Callable[[KeyKind, Keys], list[int]] | None = getattr(population, "strangers_of", None)
    if asked is None or not texts:
        return [_counted_bits(population, kind, text) for text in texts]
    accounts = population.account_count()
    return [_bits_of(holders, accounts) for holders in asked(kind, slice_keys(Slices.of(texts)))]


def _bits_of(holders: int, accounts: int) -> float | None:
    return math.log2((accounts + 1) / (holders + 1)) if holders > _ITSELF else None


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> int:
    return key_of(text)
