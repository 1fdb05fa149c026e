"""What is this person called here? Handles, display names and the ways a handle comes back after a closing.

Names are put together from invented syllables and everyday nouns; given names repeat as they do in life. No handle occurs
twice on a platform: a number is added when one is taken.
"""

from __future__ import annotations

from typing import Final

__all__ = ["display_name", "fresh_handle", "handle_variant", "unique"]

_NOUNS: Final = (
    "tide", "pier", "gull", "rope", "fern", "plum", "kettle", "lantern", "moss", "pebble", "harbour", "cedar", "drift", "clover",
    "sparrow", "copper", "willow", "anchor", "barley", "comet", "dune", "ember", "fig", "garnet", "heron", "iris", "juniper",
    "kite", "lemon", "maple", "noon", "olive", "poppy", "quill", "reef", "saffron", "thyme", "velvet", "wave", "yarrow",
)  # fmt: skip
_MOVEMENT_NOUNS: Final = ("lamp", "keeper", "wick", "beam", "tower", "grey", "watch", "coast", "fog", "light")
_GIVEN: Final = (
    "amira", "tom", "nadia", "joel", "marta", "sam", "leila", "oskar", "hana", "danny", "ines", "kofi", "mina", "yara",
    "elsie", "bruno", "farah", "nico", "salma", "karim", "dora", "felix", "zeina", "hugo", "rami", "grace", "tariq",
    "adel", "clara", "samir", "noor", "lucia", "mateo", "carmen", "iker", "nuria", "pablo", "diego", "rocio", "elena",
    "omar", "vera", "julian", "layla", "walid", "rana", "hussam", "maher", "abir", "reem", "nabil", "jad", "basil",
)  # fmt: skip
_SYLLABLES: Final = {
    "en": "mar wen ton bury holm ley brook den field wick ham stow ridge gate well".split(),  # noqa: SIM905
    "es": "mar ven to riz ales mon te que ra zal do vi lla no sar".split(),  # noqa: SIM905
    "ar": "مر وان دي سال نو را شم كا زي هان با تم لو فا قي".split(),  # noqa: SIM905
}
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
    nouns = _NOUNS + _MOVEMENT_NOUNS * (3 if movement else 1)
    given, noun = _GIVEN[digits.below(len(_GIVEN))], nouns[digits.below(len(nouns))]
    other, year = _NOUNS[digits.below(len(_NOUNS))], 3 + digits.below(97)
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
    syllables = _SYLLABLES[language]
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
