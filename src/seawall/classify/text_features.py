"""What of a text does the ranker look at? Counts of its n-grams in 2^20 hashed buckets, row by row (CSR).

Links, mail addresses and handles are blanked, the rest brought into the normal form, identity words masked
(`identity_words.py`), numbers left out; then character 2- to 5-grams within words, words, and pairs of words. Changing
any of this changes `FEATURE_VERSION`: a model is only ever read with the features that it was trained on. Left out:
weights, idf and length; those belong to the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.classify.identity_words import masked_phrases
from seawall.signals import NormalTexts, normalise_texts
from seawall.signals.slices import string_buffers

__all__ = [
    "BUCKETS",
    "FEATURE_VERSION",
    "FeatureRows",
    "LocatedNgrams",
    "feature_chunks",
    "feature_rows",
    "locate",
    "take_rows",
]

FEATURE_VERSION: Final = "1"
BUCKETS: Final = 1 << 22
_CHUNK_ROWS: Final = 2_048
_ROW_OCTETS: Final = 32_768  # as in the kernel


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRows:
    """Compressed rows: row `i` has the pairs `row_starts[i]` to `row_starts[i + 1]` of `buckets` and `counts`."""

    row_starts: NDArray[np.int64]
    buckets: NDArray[np.int32]
    counts: NDArray[np.int32]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.row_starts) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedNgrams:
    """Every n-gram of one text: its bucket and its place in the normal form, in octets of `normal.slices.data`."""

    normal: NormalTexts
    buckets: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def feature_rows(texts: pa.Array | pa.ChunkedArray, *, renamed_percent: int = 0, salt: int = 0) -> FeatureRows:
    """Return the n-gram counts of every text; null is an empty text, which has none.

    `renamed_percent` of all words (which, hangs on `salt`) count as words that nobody ever wrote: how a model is asked
    what it makes of wording that is new to it.
    """
    chunks = list(feature_chunks(texts, renamed_percent=renamed_percent, salt=salt))
    if not chunks:
        return FeatureRows(
            row_starts=np.zeros(1, np.int64), buckets=np.zeros(0, np.int32), counts=np.zeros(0, np.int32)
        )
    shifts = np.cumsum([0, *(len(chunk.buckets) for chunk in chunks)])
    starts = [chunk.row_starts[1:] + shift for chunk, shift in zip(chunks, shifts, strict=False)]
    return FeatureRows(
        row_starts=np.concatenate([np.zeros(1, np.int64), *starts]),
        buckets=np.concatenate([chunk.buckets for chunk in chunks]),
        counts=np.concatenate([chunk.counts for chunk in chunks]),
    )


def feature_chunks(
    texts: pa.Array | pa.ChunkedArray, *, renamed_percent: int = 0, salt: int = 0
) -> Iterator[FeatureRows]:
    """Yield the n-gram counts of 2,048 texts at a time, so that memory stays flat; see `feature_rows`."""
    from seawall.classify.feature_kernel import count_rows  # compiles: only when needed

    masked, renaming = masked_phrases(), np.array([renamed_percent, salt], np.int64)
    for start in range(0, len(texts), _CHUNK_ROWS):
        slices = _normal(texts.slice(start, _CHUNK_ROWS)).slices
        octets = np.minimum(slices.ends - slices.starts, _ROW_OCTETS) + 8
        room = 6 * int(octets.sum())
        buckets, counts = np.empty(room, np.int32), np.empty(room, np.int32)
        row_ends = np.empty(len(slices), np.int64)
        written = count_rows(
            slices.data, slices.starts, slices.ends, masked.table, masked.longest, renaming, BUCKETS, row_ends, buckets,
            counts,
        )  # fmt: skip
        yield FeatureRows(
            row_starts=np.concatenate([np.zeros(1, np.int64), row_ends]),
            buckets=buckets[:written].copy(),
            counts=counts[:written].copy(),
        )


def take_rows(rows: FeatureRows, places: NDArray[np.int64]) -> FeatureRows:
    """Return some of the rows, in the order of `places`."""
    lengths = np.diff(rows.row_starts)[places]
    row_starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    first = np.repeat(rows.row_starts[:-1][places] - row_starts[:-1], lengths)
    at = first + np.arange(int(row_starts[-1]))
    return FeatureRows(row_starts=row_starts, buckets=rows.buckets[at], counts=rows.counts[at])


def locate(text: str) -> LocatedNgrams:
    """Return where each n-gram of one text stands."""
    from seawall.classify.feature_kernel import locate_row  # compiles: only when needed

    masked = masked_phrases()
    normal = _normal(pa.array([text], pa.large_string()), keep_origins=True)
    start, end = int(normal.slices.starts[0]), int(normal.slices.ends[0])
    room = 6 * (min(end - start, _ROW_OCTETS) + 8)
    found = [np.empty(room, np.int64) for _ in range(3)]
    count = locate_row(normal.slices.data, start, end, masked.table, masked.longest, BUCKETS, *found)
    buckets, starts, ends = (column[:count] for column in found)
    return LocatedNgrams(normal=normal, buckets=buckets, starts=starts, ends=ends)


def _normal(texts: Any, *, keep_origins: bool = False) -> NormalTexts:
    from seawall.classify.masking_kernel import blank_addresses, blank_quotations  # compiles: only when needed

    data, offsets = string_buffers(texts)
    first, last = int(offsets[0]), int(offsets[-1])
    written = data[first:last].copy()
    offsets = offsets - first
    blank_addresses(written, offsets[:-1], offsets[1:])
    blank_quotations(written, offsets[:-1], offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(written)]
    blanked = pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, buffers)
    return normalise_texts(blanked, keep_origins=keep_origins)
