"""What does one column of a chunk have in common with the banks? Matches with their place in the text as written.

One match for each row and entry. What negative banks say about the text itself is worked out here, since it needs the
hits; the account's part is added in `chunk_findings.py`. Left out: score, sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.index import BankEntry, BankIndex, Found, Opinion
from seawall.pipeline.holding_back import NegativeBanks, of_term, of_text
from seawall.signals import SIGNAL_TYPES, Content, Matching, TextContent, normalise_texts

__all__ = ["Match", "match_content"]

EXCERPT_CHARACTERS: Final = 160
_AROUND: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row of content meets an entry. `start` and `end` are characters of the text; `held_back` the reason, if any."""

    row: int
    entry: BankEntry
    excerpt: str
    start: int | None
    end: int | None
    held_back: str | None


def match_content(content: Content, index: BankIndex, negatives: NegativeBanks) -> Iterator[Match]:
    """Yield the matches of a chunk of content with entries that are not negative."""
    found = index.look_up(content)
    against = _TextReasons(found, index.entries, negatives)
    for part in found:
        yield from _part_matches(content, part, index.entries, against)


class _TextReasons:
    """What negative banks say of each row, and of each address and term in it (rules 3 to 5)."""

    def __init__(self, found: Sequence[Found], entries: Sequence[BankEntry], negatives: NegativeBanks) -> None:
        self._negatives = negatives
        self._entry_reasons: dict[int, str | None] = {}
        self._entries = entries
        self.texts: dict[int, str] = {}
        self.addresses: dict[int, str] = {}
        self.terms: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        if not len(negatives):
            return
        for part in found:
            self._read_hits(part)
        if negatives.protects_addresses:
            self._read_addresses(found)

    def _read_hits(self, part: Found) -> None:
        hits = part.hits
        for row, number, start, end in zip(
            hits.rows.tolist(), hits.entries.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True
        ):
            entry = self._entries[number]
            if entry.opinion is Opinion.NEGATIVE:
                if part.signal_type == "text":
                    self.texts[row] = of_text(entry)
                elif part.signal_type == "term":
                    self.terms[row].append((start, end, of_term(entry)))

    def _read_addresses(self, found: Sequence[Found]) -> None:
        column = next((part.column for part in found if part.signal_type == "url"), None)
        met = np.concatenate([np.zeros(0, np.int64), *(part.hits.rows for part in found)])
        if column is None or not len(met):
            return
        for place in np.flatnonzero(np.isin(column.rows, met)).tolist():
            reason = self._negatives.of_address(column.values.value(place))
            if reason is not None:
                self.addresses[int(column.rows[place])] = reason

    def of(self, row: int, number: int, span: tuple[int, int] | None) -> str | None:
        """Return why this hit is held back, as far as its text tells; `span` is given for terms only."""
        if number not in self._entry_reasons:
            self._entry_reasons[number] = self._negatives.of_entry(self._entries[number])
        reason = self._entry_reasons[number] or self.texts.get(row)
        if reason is None and span is not None:
            reason = self.addresses.get(row) or self.inside(row, span)
        return reason

    def inside(self, row: int, span: tuple[int, int]) -> str | None:
        """Return the reason of the negative term that the span lies in."""
        if row not in self.terms:
            return None
        return next((reason for start, end, reason in self.terms[row] if start <= span[0] and span[1] <= end), None)


def _part_matches(
    content: Content, part: Found, entries: Sequence[BankEntry], against: _TextReasons
) -> Iterator[Match]:
    negative = np.array([entries[n].opinion is Opinion.NEGATIVE for n in part.hits.entries.tolist()], dtype=np.bool_)
    hits = part.hits.chosen(~negative)
    rather_not = None
    if part.signal_type == "term" and against.terms:
        spans = zip(hits.rows.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True)
        rather_not = np.array([against.inside(row, (start, end)) is not None for row, start, end in spans], np.bool_)
    chosen = hits.chosen(hits.first_of_each(rather_not))
    starts, ends = _spans(content, part, chosen.rows, chosen.places, chosen.starts, chosen.ends)
    texts = _texts(content, chosen.rows)
    is_term = part.signal_type == "term"
    for row, number, at, until, start, end in zip(
        chosen.rows.tolist(), chosen.entries.tolist(), chosen.starts.tolist(), chosen.ends.tolist(), starts, ends,
        strict=True,
    ):  # fmt: skip
        entry = entries[number]
        yield Match(
            row=row,
            entry=entry,
            excerpt=_excerpt(texts[row], start, end) if texts is not None else entry.value,
            start=start,
            end=end,
            held_back=against.of(row, number, (at, until) if is_term else None),
        )


def _texts(content: Content, rows: NDArray[np.int64]) -> dict[int, str] | None:
    if not isinstance(content, TextContent):
        return None
    wanted = np.unique(rows)
    return dict(zip(wanted.tolist(), content.texts.take(pa.array(wanted)).to_pylist(), strict=True))


def _spans(
    content: Content, part: Found, rows: NDArray[np.int64], places: NDArray[np.int64],
    starts: NDArray[np.int64], ends: NDArray[np.int64],
) -> tuple[list[int | None], list[int | None]]:  # fmt: skip
    """Return first character and end of each hit in the text as written; None where the whole row is meant."""
    if part.column.starts is not None and part.column.ends is not None:
        return part.column.starts[places].tolist(), part.column.ends[places].tolist()
    if SIGNAL_TYPES[part.signal_type].MATCHING is not Matching.TERM or not isinstance(content, TextContent):
        return [None] * len(rows), [None] * len(rows)
    wanted, which = np.unique(rows, return_inverse=True)
    again = normalise_texts(content.texts.take(pa.array(wanted)), keep_origins=True)
    assert again.origin is not None
    if not len(rows):
        return [], []
    shift = again.slices.starts[which] - part.column.values.starts[places]
    return again.origin[starts + shift].tolist(), (again.origin[ends + shift - 1] + 1).tolist()


def _excerpt(text: str, start: int | None, end: int | None) -> str:
    """Return the surroundings of a span, with ellipses where text was left out."""
    first = 0 if start is None else max(0, start - _AROUND)
    last = min(len(text), max(first + EXCERPT_CHARACTERS, min(end or 0, first + 2 * EXCERPT_CHARACTERS)))
    shown = text[first:last]
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"
