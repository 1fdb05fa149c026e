"""What do two spellings of one text have in common? The one normal form that every text signal is compared in.

Lower case; accents, Arabic vowel signs, tatweel and invisible characters gone; alef, hamza carrier, ya, ta marbuta and
their Persian and Urdu look-alikes folded; all digits ASCII; letters of other scripts that stand for Latin ones inside a
word made Latin; everything else a single space. Words that differ in meaning stay apart: "año" is not "ano", a Russian
word is not a Latin one, standalone hamza stays. `data/folds.toml` is the table and lists words that must not merge;
docs/signals.md tells the rules in full. Applying it twice changes nothing more.

Left out: word splitting, stemming, leet, transliteration.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.signals.normal_form_plain import fold_code_point, normalise_with_origins
from seawall.signals.normal_form_table import normal_form_table
from seawall.signals.slices import Slices, string_buffers

__all__ = ["NormalTexts", "normalise", "normalise_octets", "normalise_texts"]

_SPARE: Final = 16_384  # octets that the loop wants to see free before it writes a word
_USUAL_GROWTH, _UTMOST_GROWTH = 1.25, 12.0  # U+FDFA: 3 octets become 33


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalTexts:
    """The normal forms of a column, each framed by one space on either side in `slices.data`.

    `origin[octet]` is the character of the original text that an octet came from; absent unless asked for.
    """

    slices: Slices
    origin: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.slices)

    def behind(self, first: int) -> NormalTexts:
        """Return the rows from `first` on."""
        left = Slices(data=self.slices.data, starts=self.slices.starts[first:], ends=self.slices.ends[first:])
        return NormalTexts(slices=left, origin=self.origin)

    def original_span(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return (start, end) in the characters of `text` for the octets `start` to `end` of the buffer.

        Marks that belong to the last letter are taken in. Raises ValueError where origins were not kept.
        """
        if self.origin is None:
            raise ValueError("these texts were normalised without origins")
        first, last = int(self.origin[start]), int(self.origin[end - 1]) + 1
        while last < len(text) and unicodedata.combining(text[last]):
            last += 1
        return first, last


def normalise(text: str) -> str:
    """Return the normal form of one text.

    >>> normalise("The LAMPS   return…"), normalise("الفَنَارُ الرّماديّ"), normalise("Año 2٠٢٦")
    ('the lamps return', 'الفنار الرمادي', 'año 2026')
    """
    if text.isascii():
        return " ".join(text.translate(_ascii_letters()).split())
    return normalise_with_origins(text)[0]


@cache
def _ascii_letters() -> dict[int, str]:
    """Return what each ASCII character becomes, which hangs on nothing around it."""
    return {code: "".join(map(chr, fold_code_point(code))) for code in range(128)}


def normalise_texts(column: pa.Array | pa.ChunkedArray, *, keep_origins: bool = False) -> NormalTexts:
    """Return the normal form of each text of an Arrow string column; null and "" both give an empty one."""
    return normalise_octets(*string_buffers(column), keep_origins=keep_origins)


def normalise_octets(data: NDArray[np.uint8], offsets: NDArray[np.int64], *, keep_origins: bool = False) -> NormalTexts:
    """Return the normal form of each text of a buffer of UTF-8, from `offsets[row]` to `offsets[row + 1]`."""
    octets = int(offsets[-1] - offsets[0])
    for growth in (_USUAL_GROWTH, _UTMOST_GROWTH):
        capacity = int(octets * growth) + 2 * (len(offsets) - 1) + _SPARE
        done = _run(data, offsets, capacity, keep_origins=keep_origins)
        if done is not None:
            return done
    raise AssertionError("a text grew more than the table allows")


def _run(data: Any, offsets: Any, capacity: int, *, keep_origins: bool) -> NormalTexts | None:
    from seawall.signals.normal_form_kernel import normalise_rows  # compiles: only when needed

    table, rows = normal_form_table(), len(offsets) - 1
    out = np.empty(capacity, np.uint8)
    starts, ends = np.empty(rows, np.int64), np.empty(rows, np.int64)
    origin = np.empty(capacity if keep_origins else 0, np.int32)
    written = normalise_rows(
        data, offsets, table.index, table.blocks, table.sequences, table.sequence_starts, table.lookalikes,
        table.compose, out, starts, ends, origin,
    )  # fmt: skip
    if written < 0:
        return None
    slices = Slices(data=out[:written], starts=starts, ends=ends)
    return NormalTexts(slices=slices, origin=origin[:written] if keep_origins else None)
