"""What is left of a display name? Its words without order, affixes, figures, emoji and flags; and its other spellings.

A name is read as a handle is (`handle.py`), so that "Omar Night-Gardener (backup) 🌙" and `night_gardener_omar` meet.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from msgspec import Struct

from seawall.identity.traits.handle import HandleForms, handle_forms
from seawall.identity.traits.transliteration import skeleton_of
from seawall.signals import normalise

__all__ = ["NameForms", "name_forms"]

_LONGEST: Final = 256


class NameForms(Struct, frozen=True, kw_only=True, gc=False):
    """A display name taken apart: `folded` in the normal form, its stem's words as a set, word → skeleton, the rest."""

    folded: str
    words: frozenset[str]
    sorted_words: str
    skeletons: tuple[str, ...]  # of each word that has two consonants at least, sorted
    forms: HandleForms


def name_forms(name: str) -> NameForms:
    """Return a display name taken apart; one of only emoji is "" and has no words.

    >>> sorted(name_forms("Omar  AL-Faruq 🌙 (backup)").words)
    ['al', 'faruq', 'omar']
    """
    return _forms(name[:_LONGEST])


@lru_cache(maxsize=1 << 16)
def _forms(name: str) -> NameForms:
    forms = handle_forms(name)
    made = (skeleton_of((word,)) for word in forms.words)
    return NameForms(
        folded=normalise(name).strip(),
        words=frozenset(forms.words),
        sorted_words=" ".join(sorted(forms.words)),
        skeletons=tuple(sorted(skeleton for skeleton in made if len(skeleton) >= 2)),
        forms=forms,
    )
