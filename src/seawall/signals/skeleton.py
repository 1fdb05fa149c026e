"""What is left of a text when it is written to hide? Its consonants, in classes: the coarse form of near-text search.

Taken from the normal form. Spaces go, so letters that are spread or words that are joined don't matter; vowels and
other weak letters go, so "l@mps", "lmps" and "l4mps" are one; letters that stand for each other (leet, Arabizi digits,
b and v, c, k and q, Arabic letters that differ in their dots) are one class; repeats count once. The rules are data:
`[skeleton]` in `data/folds.toml`. Far too coarse to mean anything by itself ("año" and "ano" are one): never used for
terms or equality, only to find what `seawall.index.near_text` then compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.signals.skeleton_table import ARABIC, CODED, HASHED, KEPT, SCRIPTS, TOOTH, skeleton_table
from seawall.signals.slices import Slices

__all__ = ["Letter", "Skeletons", "letters_of", "skeleton_letters", "skeletons_of"]

_DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of a normal form: its code, the octet where it stands, whether it begins a word."""

    code: int
    place: int
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeletons:
    """Codes and skeletons of a column: row `i` has `codes[code_starts[i]:code_starts[i + 1]]`, and letters likewise.

    `places` are octets from the start of the row; `skeleton_at` tells which code of its row a skeleton letter is.
    """

    codes: NDArray[np.uint8]
    places: NDArray[np.int32]
    firsts: NDArray[np.uint8]
    code_starts: NDArray[np.int64]
    letters: NDArray[np.uint8]
    letters_at: NDArray[np.int32]
    letter_starts: NDArray[np.int64]


def skeletons_of(normal: Slices) -> Skeletons:
    """Return the skeletons of normal forms, by the compiled loop."""
    from seawall.signals.skeleton_kernel import skeleton_rows  # compiles: only when needed

    table, rows = skeleton_table(), len(normal)
    room = int((normal.ends - normal.starts).sum())
    made = Skeletons(
        codes=np.empty(room, np.uint8),
        places=np.empty(room, np.int32),
        firsts=np.empty(room, np.uint8),
        code_starts=np.empty(rows + 1, np.int64),
        letters=np.empty(room, np.uint8),
        letters_at=np.empty(room, np.int32),
        letter_starts=np.empty(rows + 1, np.int64),
    )
    skeleton_rows(
        normal.data, normal.starts, normal.ends, table.code_of, table.class_of, table.kind_of, table.digit_codes,
        made.codes, made.places, made.firsts, made.code_starts, made.letters, made.letters_at, made.letter_starts,
    )  # fmt: skip
    return made


def letters_of(normal: str) -> list[Letter]:
    """Return the letters of a normal form with their codes, by the definition."""
    table = skeleton_table()
    letters: list[Letter] = []
    place = arabic = 0
    for word in normal.split(" "):
        first = True
        at = place
        for letter in word:
            if letter in _DIGITS:
                code = int(table.digit_codes[arabic][int(letter)])
            elif ord(letter) < CODED:
                code = int(table.code_of[ord(letter)])
                if code < HASHED:
                    arabic = int(bool(table.kind_of[code] & ARABIC))
            else:
                code = HASHED | (ord(letter) * 0x9E37 >> 4) & 0x7F
            if letter == "x" and not first and table.class_of[letters[-1].code]:
                code = int(table.code_of[ord("e")])  # "todxs": behind a consonant, x is no consonant
            if code and not (_is_third(code, letters, first=first) and not table.kind_of[code] & KEPT):
                letters.append(Letter(code=code, place=at, first=first))
                first = False
            at += len(letter.encode())
        place += len(word.encode()) + 1
    return letters


def _is_third(code: int, letters: list[Letter], *, first: bool) -> bool:
    """Say whether the two letters before, in the same word, are the same."""
    return not first and len(letters) > 1 and not letters[-1].first and letters[-1].code == letters[-2].code == code


def skeleton_letters(codes: list[int]) -> list[tuple[int, int]]:
    """Return (class, place among `codes`) of the letters that a skeleton keeps."""
    table = skeleton_table()
    kept: list[tuple[int, int]] = []
    before: int | None = None
    for place, code in enumerate(codes):
        if not table.class_of[code]:
            continue
        if before is None or not _repeats(code, before):
            kept.append((int(table.class_of[code]), place))
        before = code
    return kept


def _repeats(code: int, before: int) -> bool:
    table = skeleton_table()
    if table.kind_of[code] & SCRIPTS and not table.kind_of[code] & TOOTH:
        one_script = bool(table.kind_of[code] & table.kind_of[before] & SCRIPTS)
        return one_script and bool(table.class_of[code] == table.class_of[before])
    return code == before and not table.kind_of[code] & KEPT
