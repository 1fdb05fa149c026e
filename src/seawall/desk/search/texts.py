"""Which posts say this? Every text compared in the normal form: whole texts that are equal, and texts that contain it.

The comparison is the one of the signal `text`, plus "contains" anywhere in the normal form. It stops at a deadline and
says how far it came; the newest hits are kept. Speed (2 cores, November 2026): about 1 million posts a second.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa

from seawall.bulk import load_query
from seawall.desk.observations.corpus_view import CorpusView
from seawall.signals import NormalTexts, normalise_texts

__all__ = ["TextHit", "TextHits", "find_texts", "spans_in"]

_BEFORE_ALL: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHit:
    """A post whose text is the asked one (`is_whole`), or contains it."""

    key: bytes
    posted_at: datetime | None
    is_whole: bool

    @property
    def rank(self) -> tuple[bool, datetime, bytes]:
        """Return the order: whole texts first, then the newest."""
        return (self.is_whole, self.posted_at or _BEFORE_ALL, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHits:
    """The best hits, how many there are in what was looked at, and how far the look went."""

    hits: tuple[TextHit, ...]
    count: int
    looked: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Say whether every post was looked at."""
        return self.looked >= self.total


def find_texts(view: CorpusView, normal: str, *, limit: int, deadline: float) -> TextHits:
    """Return the posts whose normal form contains `normal`, until `deadline` (of the monotonic clock)."""
    best: list[TextHit] = []
    count = looked = 0
    needle = normal.encode("utf-8")
    is_complete = True
    for batch in view.engine.read(load_query("seawall.desk.search", "post_texts")):
        found = list(_hits(batch, needle))
        count += len(found)
        looked += batch.num_rows
        best = heapq.nlargest(limit, [*best, *found], key=lambda hit: hit.rank)
        if time.monotonic() > deadline:
            is_complete = False
            break
    total = view.row_count("posts")
    return TextHits(hits=tuple(best), count=count, looked=total if is_complete else looked, total=total)


def _hits(batch: pa.RecordBatch, needle: bytes) -> Iterator[TextHit]:
    texts = normalise_texts(batch.column("text"))
    rows = _rows_with(texts, needle)
    if not len(rows):
        return
    lengths = texts.slices.ends[rows] - texts.slices.starts[rows]
    chosen = batch.select(["key", "posted_at"]).take(pa.array(rows))
    for row, length in zip(chosen.to_pylist(), lengths.tolist(), strict=True):
        yield TextHit(key=row["key"], posted_at=row["posted_at"], is_whole=length == len(needle))


def _rows_with(texts: NormalTexts, needle: bytes) -> Any:
    """Return the rows that hold the needle: one look a hit, then on to the next row."""
    content = texts.slices.data.tobytes()
    starts, ends = texts.slices.starts, texts.slices.ends
    rows: list[int] = []
    at = content.find(needle)
    while at >= 0:
        row = int(np.searchsorted(starts, at, side="right")) - 1
        rows.append(row)
        at = content.find(needle, int(ends[row]))
    return np.array(rows, dtype=np.int64)


def spans_in(text: str, normal: str) -> list[tuple[int, int]]:
    """Return where in `text`, as written, the normal form `normal` stands, in characters."""
    texts = normalise_texts(pa.array([text]), keep_origins=True)
    content, needle = texts.slices.data.tobytes(), normal.encode("utf-8")
    first, last = int(texts.slices.starts[0]), int(texts.slices.ends[0])
    spans = []
    at = content.find(needle, first, last)
    while needle and at >= 0:
        spans.append(texts.original_span(text, at, at + len(needle)))
        at = content.find(needle, at + len(needle), last)
    return spans
