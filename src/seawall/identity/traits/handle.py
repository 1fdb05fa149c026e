"""What is left of a handle when everything is taken away that people put around a name that is taken? Its stem.

"real_Night.G4rdener_2" comes down to "night gardener": letter case, separators, look-alikes and leet, counters at
either end (figures, roman, words), affixes ("real", "backup", "v2", "_ar", "الجديد") and repeated letters go. What was
taken is kept beside it. Tables: `name_tables.py`. Display names are read the same way (`names.py`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from msgspec import Struct

from seawall.identity.traits.commonness import SOUND_BITS, letter_bits
from seawall.identity.traits.handle_words import HandleWords, handle_words
from seawall.identity.traits.letters import Letters, joined_letters, letters_of
from seawall.identity.traits.transliteration import skeleton_of, sounds_of, written_once

__all__ = ["HandleForms", "handle_forms", "spans_of", "spelt", "spoken"]

_LONGEST: Final = 256  # characters that are read; no platform allows half as many
_VOWEL: Final = "a"
_VOWEL_BITS: Final = 0.3


class HandleForms(Struct, frozen=True, kw_only=True, gc=False):  # made in a tenth of a dataclass's time
    """A handle taken apart.

    `plain` is the handle in the normal form without separators; `words` the words of the stem as they are shown; `stem`
    the same joined, repeated letters once; `numbers` all figures; `counter` the number it was counted on with; `about`
    words that say somebody else speaks ("fan", "not", "parody"). `skeletons` has one or two readings, "" left out.
    """

    plain: str
    words: tuple[str, ...]
    stem: str
    counter: int | None
    numbers: tuple[str, ...]
    affixes: tuple[str, ...]
    about: tuple[str, ...]
    skeletons: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Return the stem as a reader is shown it."""
        return " ".join(self.words)

    @property
    def is_latin(self) -> bool:
        """Say whether the stem is in ASCII letters."""
        return self.stem.isascii()


def handle_forms(handle: str) -> HandleForms:
    """Return a handle taken apart; one without any letter or figure has an empty stem.

    >>> forms = handle_forms("real_Night.G4rdener_2")
    >>> forms.shown, forms.counter, forms.affixes
    ('night gardener', 2, ('real',))
    """
    return _forms(handle[:_LONGEST])


@lru_cache(maxsize=1 << 16)
def _forms(handle: str) -> HandleForms:
    read = handle_words(handle)
    return HandleForms(
        plain=read.plain,
        words=read.words,
        stem=written_once("".join(read.words)),
        counter=read.counter,
        numbers=read.numbers,
        affixes=read.affixes,
        about=read.about,
        skeletons=_skeletons(read),
    )


@lru_cache(maxsize=1 << 16)
def spelt(words: tuple[str, ...]) -> Letters:
    """Return the letters of a stem's words, repeated ones once, for the pair model."""
    text = "".join(words)
    return joined_letters([letters_of(text, sounds_of(text), [bits for word in words for bits in letter_bits(word)])])


@lru_cache(maxsize=1 << 14)
def spoken(words: tuple[str, ...]) -> Letters:
    """Return the sounds of a stem's words for the pair model, in which scripts meet: consonants, and "a" between."""
    classes = skeleton_of(words, vowels=True)
    own = sum(sum(letter_bits(word)) for word in words)
    plain = sum(SOUND_BITS for letter in classes if letter != _VOWEL)
    share = min(1.0, own / plain) if plain else 0.0
    sounds = [0 if letter == _VOWEL else ord(letter) for letter in classes]
    bits = [(_VOWEL_BITS if letter == _VOWEL else SOUND_BITS) * share for letter in classes]
    return joined_letters([letters_of(classes, sounds, bits)])


def spans_of(words: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Return (word, start, end) of each word in the stem."""
    found, place, before = [], 0, ""
    for word in words:
        start = place - (before == word[:1])
        place += len(_once(before + word)) - (1 if before else 0)
        found.append((word, start, place))
        before = word[-1:]
    return found


def _once(joined: str) -> list[int]:
    """Return the places of letters that don't repeat the one before."""
    return [place for place, letter in enumerate(joined) if not place or joined[place - 1] != letter]


def _skeletons(read: HandleWords) -> tuple[str, ...]:
    first = skeleton_of(read.words)
    if not read.typed:
        return (first,) if first else ()
    return tuple(dict.fromkeys(made for made in (first, skeleton_of(read.typed, arabizi=True)) if made))
