"""What is this person called here? Handles, display names and the ways a handle comes back after a closing.

Names are put together from invented syllables and everyday nouns; given names repeat as they do in life. No handle
occurs twice on a platform: a number is added when one is taken.
"""

from __future__ import annotations

from typing import Final

from seawall.testing.world.words import FAMILY_SYLLABLES, WORDS

__all__ = ["display_name", "fresh_handle", "handle_variant", "unique"]

_LEET: Final = str.maketrans("aeio", "4310")


class _Digits:
    """Successive small numbers out of 64 drawn bits."""

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def below(self, limit: int) -> int:
        self._bits, digit = divmod(self._bits, limit)
        return digit


def fresh_handle(bits: int, *, movement: bool) -> str:
    """Return a handle from 64 drawn bits."""
    digits = _Digits(bits)
    style = digits.below(6)
    everyday, names = WORDS["nouns"], WORDS["given"]
    nouns = everyday + WORDS["movement_nouns"] * (3 if movement else 1)
    given, noun = names[digits.below(len(names))], nouns[digits.below(len(nouns))]
    other, year = everyday[digits.below(len(everyday))], 3 + digits.below(97)
    forms = (
        f"{given}_{noun}", f"{noun}{other}{year}", f"{given}{year:02d}", f"the_{noun}_{other}", f"{given}.{other}",
        f"{noun}_{year}",
    )  # fmt: skip
    return forms[style]


def handle_variant(handle: str, bits: int) -> str:
    """Return the handle as somebody careless opens it again: counted on, with an affix, or in leet."""
    digits = _Digits(bits)
    number = 2 + digits.below(8)
    forms = (
        f"{handle}{number}", f"{handle}_{number}", f"real_{handle}", f"{handle}_backup", f"{handle}_new",
        handle.translate(_LEET), f"{handle}.", f"its_{handle}", f"{handle}__", handle.replace("_", ""),
    )  # fmt: skip
    made = forms[digits.below(len(forms))]
    return made if made != handle else f"{handle}_{number}"


def display_name(bits: int, language: str, given: list[str]) -> str:
    """Return a display name in the script of its language."""
    digits = _Digits(bits)
    first = given[digits.below(len(given))]
    syllables = FAMILY_SYLLABLES[language]
    family = "".join(syllables[digits.below(len(syllables))] for _ in range(2 + digits.below(2)))
    joined = f"{first} {family.capitalize()}" if language != "ar" else f"{first} ال{family}"
    return (joined, first, f"{first} {family[:1].upper()}.", joined, joined.lower())[digits.below(5)]


def unique(handle: str, taken: set[str]) -> str:
    """Return the handle, with a number where it is taken, and note it as taken."""
    number, free = 1, handle
    while free in taken:
        number += 1
        free = f"{handle}{number}"
    taken.add(free)
    return free
