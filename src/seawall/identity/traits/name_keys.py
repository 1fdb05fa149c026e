"""By which keys is an account found again through its names? Few, rare ones: what is common generates no candidate.

Of a handle: its stem, its words without order, and its consonant skeletons (`KeyKind.HANDLE`); runs of three letters,
words and long numbers (`KeyKind.HANDLE_GRAM`). Of a display name: the whole, its words, and beside these the stem and
skeletons as if it were a handle, so that a handle made of an old display name is found. Skeletons are written in
capital letters, words in order have spaces between them, so that no two of these are one text. Short stems have no key.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.portrait import KeyKind, Keys
from seawall.identity.traits.bio import bio_forms, bio_words, phrases_of
from seawall.identity.traits.handle import HandleForms, handle_forms
from seawall.identity.traits.key_hash import keys_of
from seawall.identity.traits.names import name_forms

__all__ = ["bio_keys", "bio_texts", "handle_keys", "handle_texts", "name_keys", "name_texts"]

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
    return {kind: keys_of(texts) for kind, texts in handle_texts(handle).items()}


def name_keys(name: str) -> dict[KeyKind, Keys]:
    """Return the keys of a display name by kind; one of only emoji has none."""
    return {kind: keys_of(texts) for kind, texts in name_texts(name).items()}


def bio_keys(bio: str) -> dict[KeyKind, Keys]:
    """Return the keys of a bio's phrases."""
    return {KeyKind.BIO_PHRASE: bio_forms(bio).keys}


def handle_texts(handle: str) -> dict[KeyKind, set[str]]:
    """Return what stands behind the keys of a handle, for hashing many at once."""
    forms = handle_forms(handle)
    return {KeyKind.HANDLE: _wholes(forms), KeyKind.HANDLE_GRAM: _grams(forms)}


def name_texts(name: str) -> dict[KeyKind, set[str]]:
    """Return what stands behind the keys of a display name."""
    forms = name_forms(name)
    if not forms.words:
        return {kind: set() for kind in (KeyKind.HANDLE, KeyKind.NAME, KeyKind.NAME_WORD)}
    return {
        KeyKind.HANDLE: _wholes(forms.forms),
        KeyKind.NAME: {forms.folded, forms.sorted_words},
        KeyKind.NAME_WORD: {word for word in forms.words if len(word) >= _SHORTEST_WORD},
    }


def bio_texts(bio: str) -> dict[KeyKind, set[str]]:
    """Return the phrases behind the keys of a bio."""
    return {KeyKind.BIO_PHRASE: set(phrases_of(bio_words(bio)))}


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
