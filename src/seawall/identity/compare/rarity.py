"""How surprising is it that two names agree in this? The lower of what the letters say and what the bank counts.

A bank tells how many hold a stem, a word, three letters; where hardly anybody does, the wording itself tells how common
it can be (`traits.commonness`).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np

from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind
from seawall.identity.traits.handle import HandleForms, spans_of, spelt
from seawall.identity.traits.key_hash import key_of
from seawall.identity.traits.letters import UNIT, Letters

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
    kept = _last[0]
    if kept[0] is population and kept[1] == population.account_count() and kept[2] == forms.words:
        return kept[3]
    letters = _weighed(population, forms)
    _last[0] = (population, population.account_count(), forms.words, letters)
    return letters


_last: list[tuple[Population | None, int, tuple[str, ...], Letters]] = [(None, 0, (), np.zeros((3, 0), np.int32))]


def _weighed(population: Population, forms: HandleForms) -> Letters:
    letters = spelt(forms.words).copy()
    length = letters.shape[1]
    bits = letters[2].astype(np.float64) / UNIT
    share, count = [0.0] * length, [0] * length
    for at in range(length - _GRAM + 1):
        counted = _counted_bits(population, KeyKind.HANDLE_GRAM, forms.stem[at : at + _GRAM])
        told = math.inf if counted is None else counted / _GRAM
        for place in range(at, at + _GRAM):
            share[place] += told
            count[place] += 1
    bits = np.minimum(bits, np.array(share) / np.maximum(count, 1)) if length >= _GRAM else bits
    if len(forms.words) > 1:
        for word, start, end in spans_of(forms.words):
            own = float(bits[start:end].sum())
            counted = _counted_bits(population, KeyKind.HANDLE_GRAM, word) if len(word) > _GRAM and own else None
            if counted is not None and counted < own:
                bits[start:end] *= counted / own
    letters[2] = (bits * UNIT).astype(np.int32)
    return letters


def _counted_bits(population: Population, kind: KeyKind, text: str) -> float | None:
    """Return the bits of a key that somebody beside the closed account holds; None where nobody does."""
    holders = population.holders(kind, _key(text))
    return math.log2((population.account_count() + 1) / (holders + 1)) if holders > _ITSELF else None


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> int:
    return key_of(text)
