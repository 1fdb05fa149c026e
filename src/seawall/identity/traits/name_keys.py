"""By which keys is an account found again through its names? Few, rare ones: what is common generates no candidate.

Of a handle: its stem, its words without order, and its consonant skeletons (`KeyKind.HANDLE`); runs of three letters,
words and long numbers (`KeyKind.HANDLE_GRAM`). Of a display name: the whole, its words, and beside these the stem and
skeletons as if it were a handle, so that a handle made of an old display name is found. Skeletons are written in
capital letters, words in order have spaces between them, so that no two of these are one text. Short stems have no key.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.portrait import EMPTY_KEYS, KeyKind, Keys
from seawall.identity.traits.bio import bio_forms
from seawall.identity.traits.handle import HandleForms, handle_forms
from seawall.identity.traits.key_hash import keys_of
from seawall.identity.traits.names import name_forms

__all__ = ["bio_keys", "handle_keys", "name_keys"]

_SHORTEST_STEM: Final = 3
_SHORTEST_SKELETON: Final = 3
_SHORTEST_WORD: Final = 3
_SHORTEST_NUMBER: Final = 3
_GRAM: Final = 3
_SOUNDS: Final = 4


def handle_keys(handle: str) -> dict[KeyKind, Keys]:
    """Return the keys of a handle by kind; a handle without letters and figures has none.

    >>> [len(keys) for keys in handle_keys("night_gardener_2").values()]
    [3, 18]
    """
    forms = handle_forms(handle)
    return {KeyKind.HANDLE: keys_of(_wholes(forms)), KeyKind.HANDLE_GRAM: keys_of(_grams(forms))}


def name_keys(name: str) -> dict[KeyKind, Keys]:
    """Return the keys of a display name by kind; one of only emoji has none."""
    forms = name_forms(name)
    if not forms.words:
        return dict.fromkeys((KeyKind.HANDLE, KeyKind.NAME, KeyKind.NAME_WORD), EMPTY_KEYS)
    return {
        KeyKind.HANDLE: keys_of(_wholes(forms.forms)),
        KeyKind.NAME: keys_of((forms.folded, forms.sorted_words)),
        KeyKind.NAME_WORD: keys_of(word for word in forms.words if len(word) >= _SHORTEST_WORD),
    }


def bio_keys(bio: str) -> dict[KeyKind, Keys]:
    """Return the keys of a bio's phrases."""
    return {KeyKind.BIO_PHRASE: bio_forms(bio).keys}


def _wholes(forms: HandleForms) -> set[str]:
    texts = {made for made in forms.skeletons if len(made) >= _SHORTEST_SKELETON}
    if len(forms.stem) >= _SHORTEST_STEM:
        texts.add(forms.stem)
        if len(forms.words) > 1:
            texts.add(" ".join(sorted(forms.words)))
    return texts


def _grams(forms: HandleForms) -> set[str]:
    texts = {forms.stem[at : at + _GRAM] for at in range(len(forms.stem) - _GRAM + 1)}
    for made in forms.skeletons:
        texts.update(made[at : at + _SOUNDS] for at in range(len(made) - _SOUNDS + 1))
    if len(forms.words) > 1:
        texts.update(word for word in forms.words if len(word) > _GRAM)
    texts.update(number for number in forms.numbers if len(number) >= _SHORTEST_NUMBER)
    return texts
