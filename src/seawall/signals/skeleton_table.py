"""Which letters does the skeleton of a text keep, and which count as one? Small tables made of `data/folds.toml`.

Every letter of the normal form gets a code of one octet (`code_of` for code points below `CODED`, a digest of the code
point for the rest); `class_of[code]` is the class it is compared by, 0 for a weak letter. `kind_of` says to what script
rules a code belongs. Left out: how codes are put together (`skeleton.py`, `skeleton_kernel.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.normal_form_build import read_folds

__all__ = [
    "ARABIC", "CODED", "HASHED", "KEPT", "LATIN", "OTHER", "SCRIPTS", "TOOTH", "VOWEL", "WILD",
    "SkeletonTable", "skeleton_table",
]  # fmt: skip

CODED: Final = 0x800
HASHED: Final = 128  # codes from here on are digests of code points
OTHER, LATIN, ARABIC = 0, 1, 2  # kinds, and two bits beside the script:
SCRIPTS: Final = LATIN | ARABIC
WILD, KEPT = 4, 8  # stands for any letter of its class; counts as often as it is written
VOWEL: Final = 16  # what is dropped where vowels are
TOOTH: Final = 32  # of a class of which words have several letters in a row

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzñ"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkeletonTable:
    """The tables; `digit_codes[0]` are the codes of 0–9 among Latin letters, `[1]` among Arabic ones.

    `arabizi[n][code]` is the Latin code that an Arabic letter is typed as, in way n of writing it.
    """

    code_of: NDArray[np.uint8]
    class_of: NDArray[np.uint8]
    kind_of: NDArray[np.uint8]
    digit_codes: NDArray[np.uint8]
    arabizi: NDArray[np.uint8]


@cache
def skeleton_table() -> SkeletonTable:
    """Return the tables."""
    folds = read_folds()
    return _Building(folds["skeleton"], folds["lookalike"]).table()


class _Building:
    def __init__(self, rules: dict[str, Any], lookalikes: dict[str, str]) -> None:
        self._rules = rules
        self._code_of = np.zeros(CODED, np.uint8)
        self._class_of = np.arange(256, dtype=np.uint8)
        self._kind_of = np.zeros(256, np.uint8)
        self._used = 0
        self._lookalikes = lookalikes

    def table(self) -> SkeletonTable:
        for code_point in range(0x80, CODED):
            self._code_of[code_point] = HASHED | (code_point * 0x9E37 >> 4) & 0x7F
        for letter in _LETTERS:
            self._take(letter, LATIN)
        arabic = dict.fromkeys(
            letter for letter in "".join(self._rules["classes"]) + self._rules["weak_arabic"] if letter > "\u0600"
        )
        for letter in arabic:
            dotless = WILD if letter in self._rules["dotless"] else 0
            self._take(letter, ARABIC | dotless | (KEPT if letter in self._rules["tooth"] else 0))
        for letter in self._rules["vowels"]:
            self._kind_of[self._code_of[ord(letter)]] |= VOWEL
        for foreign, latin in self._lookalikes.items():
            if foreign.islower():
                self._code_of[ord(foreign)] = self._code_of[ord(latin)]
        for letter in self._rules["weak_cyrillic"]:
            self._code_of[ord(letter)] = self._code_of[ord("e")]
        self._make_classes()
        digits = np.array(
            [self._digits(self._rules["latin_digits"], LATIN), self._digits(self._rules["arabic_digits"], ARABIC)],
            dtype=np.uint8,
        )
        arabizi = np.array(
            [self._typed(self._rules["arabizi"][way], digits[0]) for way in ("with_digits", "without_digits")]
        )
        return SkeletonTable(
            code_of=self._code_of,
            class_of=self._class_of,
            kind_of=self._kind_of,
            digit_codes=digits,
            arabizi=arabizi,
        )

    def _new_code(self, kind: int) -> int:
        self._used += 1
        assert self._used < HASHED, "more letters in folds.toml than there are codes"
        self._kind_of[self._used] = kind
        return self._used

    def _take(self, letter: str, kind: int) -> None:
        self._code_of[ord(letter)] = self._new_code(kind)

    def _make_classes(self) -> None:
        for letters in self._rules["classes"]:
            tooth = TOOTH if self._rules["tooth"] in letters else 0
            for letter in letters:
                self._kind_of[self._code_of[ord(letter)]] |= tooth
                self._class_of[self._code_of[ord(letter)]] = self._code_of[ord(letters[0])]
        for letter in self._rules["weak"] + self._rules["weak_arabic"]:
            self._class_of[self._code_of[ord(letter)]] = 0

    def _digits(self, meanings: dict[str, str], kind: int) -> list[int]:
        codes = []
        for digit in "0123456789":
            meant = meanings[digit]
            code = self._new_code(kind | WILD | (0 if meant else VOWEL))
            self._class_of[code] = self._class_of[self._code_of[ord(meant)]] if meant else 0
            codes.append(code)
        return codes

    def _typed(self, letters: dict[str, str], digits: NDArray[np.uint8]) -> NDArray[np.uint8]:
        typed = np.arange(256, dtype=np.uint8)
        for arabic, latin in letters.items():
            typed[self._code_of[ord(arabic)]] = digits[int(latin)] if latin.isdecimal() else self._code_of[ord(latin)]
        return typed
