"""How is the table of the text normal form made? From Unicode's data and `data/folds.toml`, by whoever changes those.

`python -m seawall.signals.normal_form_build` writes `data/normal_form.npz`. The table is shipped instead of being made
at start: that saves two seconds, and a normal form that is stored in a bank must not change with the Python version.

For each code point: NFKD, case folding and `folds.toml` again and again until nothing changes; decimal digits become
ASCII, marks that only decorate vanish (vowel signs of Indic scripts are letters and stay), everything that is neither
letter, digit nor mark becomes a space. Left out: anything that needs to see more than one character, except the two
marks under `compose`.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

from seawall.signals.normal_form_table import BLOCK, DROP, LOOKALIKES, SEQUENCE, UNCHANGED, NormalFormTable

__all__ = ["build_table", "read_folds", "write_table"]

_CODE_POINTS: Final = 0x110000
_SPACE: Final = " "
_WHITE_CONTROLS: Final = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_HANGUL: Final = range(0xAC00, 0xD7A4)
_VARIATION: Final = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x1810)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folds:
    one_to_one: dict[str, str]
    drop: frozenset[str]
    whole: frozenset[str]


def read_folds() -> dict[str, Any]:
    """Return `folds.toml` as it stands."""
    return tomllib.loads(files("seawall.signals").joinpath("data/folds.toml").read_text("utf-8"))


def build_table() -> NormalFormTable:
    """Return the table for this Python's Unicode version."""
    written = read_folds()
    alphabets = {
        chr(start + place): chr(ord("a") + place) for start in written["alphabets"]["starts"] for place in range(26)
    }
    folds = _Folds(
        one_to_one={**written["arabic"], **written["latin"], **alphabets},
        drop=frozenset(written["drop"]),
        whole=frozenset(rule["whole"] for rule in written["compose"]),
    )
    values = np.empty(_CODE_POINTS, dtype=np.uint32)
    sequences: dict[str, int] = {}
    for code in range(_CODE_POINTS):
        folded = _fold(chr(code), folds)
        if not folded:
            values[code] = DROP
        elif folded == chr(code):
            values[code] = UNCHANGED
        elif len(folded) == 1:
            values[code] = ord(folded)
        else:
            values[code] = SEQUENCE | sequences.setdefault(folded, len(sequences))
    blocks, index = np.unique(values.reshape(-1, BLOCK), axis=0, return_inverse=True)
    lengths = np.array([len(folded) for folded in sequences], dtype=np.int32)
    return NormalFormTable(
        index=index.reshape(-1).astype(np.uint16),
        blocks=blocks.reshape(-1),
        sequences=np.array([ord(letter) for folded in sequences for letter in folded], dtype=np.uint32),
        sequence_starts=np.concatenate((np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32))),
        lookalikes=_lookalikes(written["lookalike"]),
        compose=np.array(
            [[ord(rule["base"]), ord(rule["mark"]), ord(rule["whole"])] for rule in written["compose"]], dtype=np.uint32
        ),
    )


def _lookalikes(pairs: dict[str, str]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    found = np.zeros(LOOKALIKES, dtype=np.uint32)
    for foreign, latin in pairs.items():
        found[ord(foreign)] = ord(latin)
        upper = foreign.upper()
        if len(upper) == 1 and upper not in pairs:
            found[ord(upper)] = ord(latin)
    return found


def _fold(character: str, folds: _Folds) -> str:
    """Return what `character` becomes, folded until nothing changes."""
    seen = character
    while True:
        folded = "".join(_fold_once(letter, folds) for letter in seen)
        if folded == seen:
            return folded
        seen = folded


def _fold_once(letter: str, folds: _Folds) -> str:
    if letter in folds.drop or _vanishes(letter):
        return ""
    lower = letter.casefold()
    if lower in folds.whole:
        return lower
    if letter in folds.one_to_one:
        return folds.one_to_one[letter]
    if ord(letter) in _HANGUL:
        return letter
    apart = unicodedata.normalize("NFKD", letter)
    if letter not in (apart, _SPACE):
        return apart
    if lower != letter:
        return lower
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return _SPACE if unicodedata.category(letter)[0] in "ZPSC" and not _unassigned(letter) else letter


def _vanishes(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Cc":
        return letter not in _WHITE_CONTROLS
    if category in {"Cf", "Me"} or ord(letter) in _VARIATION:
        return True
    # combining class: 1 overlays, 10–36 Hebrew, Arabic and Syriac vowels, 200 and more attached above or below
    place = unicodedata.combining(letter)
    return category == "Mn" and (place == 1 or 10 <= place <= 36 or place >= 200)


def _unassigned(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cn", "Co"}


def write_table(path: Path) -> None:
    """Write the table to `path` as a compressed npz file, without pickle."""
    table = build_table()
    np.savez_compressed(path, allow_pickle=False, **table.arrays())


if __name__ == "__main__":
    write_table(Path(__file__).parent / "data" / "normal_form.npz")
