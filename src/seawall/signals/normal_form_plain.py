"""What is the normal form of one text, letter by letter? The plain-Python twin of `normal_form_kernel.py`.

Slow (some 15,000 posts a second) and easy to read: the oracle of the tests, and the right tool for single texts such as
bank values, since it starts at once. Both read the same table.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from seawall.signals.normal_form_table import BLOCK, DROP, LOOKALIKES, SEQUENCE, UNCHANGED, normal_form_table

__all__ = ["fold_code_point", "normalise_with_origins"]

_WORD: Final = 1024  # as in the kernel
_MIXED_FROM, _MIXED_TO = ord("a"), ord("z")


def normalise_with_origins(text: str) -> tuple[str, list[int]]:
    """Return the normal form, and for each of its characters the place in `text` that it came from.

    >>> normalise_with_origins("¡La  Lámpara!")[0]
    'la lampara'
    """
    letters: list[str] = []
    origins: list[int] = []
    for word, places, apart in _words(text):
        if apart and letters:
            letters.append(" ")
            origins.append(places[0])
        letters.append(word)
        origins.extend(places)
    return "".join(letters), origins


def _words(text: str) -> Iterator[tuple[str, list[int], bool]]:
    """Yield (word, place of each letter, whether a space stands before it)."""
    word: list[tuple[int, int]] = []  # (letter, the Latin letter that it looks like, or 0)
    places: list[int] = []
    apart = True
    for place, character in enumerate(text):
        code = ord(character)
        folded = fold_code_point(code)
        if folded == () and word:
            whole = _compositions().get((word[-1][0], code))
            if whole is not None:
                word[-1] = (whole, 0)
        for letter in folded:
            if word and (letter == ord(" ") or len(word) == _WORD):
                yield _spell(word), places, apart
                word, places, apart = [], [], False
            if letter == ord(" "):
                apart = True
                continue
            word.append((letter, _latin_alike(code) or _latin_alike(letter) if letter < LOOKALIKES else 0))
            places.append(place)
    if word:
        yield _spell(word), places, apart


def _spell(word: list[tuple[int, int]]) -> str:
    """Write a word; letters that look Latin become Latin where a truly Latin one stands among them."""
    if any(_MIXED_FROM <= letter <= _MIXED_TO for letter, _ in word):
        return "".join(chr(alike or letter) for letter, alike in word)
    return "".join(chr(letter) for letter, _ in word)


@lru_cache(maxsize=65_536)
def fold_code_point(code: int) -> tuple[int, ...]:
    """Return the code points that one code point becomes, whatever stands around it."""
    table = normal_form_table()
    value = int(table.blocks[int(table.index[code // BLOCK]) * BLOCK + code % BLOCK])
    if value == UNCHANGED:
        return (code,)
    if value == DROP:
        return ()
    if value & SEQUENCE:
        first, last = table.sequence_starts[value & ~SEQUENCE :][:2]
        return tuple(int(letter) for letter in table.sequences[first:last])
    return (value,)


@lru_cache(maxsize=LOOKALIKES)
def _latin_alike(code: int) -> int:
    if code >= LOOKALIKES or _MIXED_FROM <= code <= _MIXED_TO:
        return 0
    return int(normal_form_table().lookalikes[code])


@cache
def _compositions() -> dict[tuple[int, int], int]:
    return {(int(base), int(mark)): int(whole) for base, mark, whole in normal_form_table().compose}
