"""What does one column of a chunk have in common with the banks? Matches with their place in the text as written.

One match for each row and entry. What negative banks say about the text itself is worked out here, since it needs the
hits; the account's part is added in `chunk_findings.py`. Left out: score, sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.index import BankEntry, BankIndex, Found, Hits, Opinion, Tier, Way
from seawall.pipeline.holding_back import NegativeBanks, of_file, of_term, of_text
from seawall.signals import SIGNAL_TYPES, Content, ContentKind, TextContent, normalise_texts
from seawall.signals.url_levels import CHANNEL, DOMAIN, HOST, PATH

__all__ = ["Match", "match_content", "matches_of"]

EXCERPT_CHARACTERS: Final = 160
_AROUND: Final = 60
_STAGE_OF_LEVEL: Final[dict[str | None, str]] = {HOST: "host", DOMAIN: "host", PATH: "path", CHANNEL: "channel"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row of content meets an entry.

    `start` and `end` are characters of the text; `distance` is in the unit of the signal type's matching; `way` says
    how the two met where they are not simply equal; `location` where in its file the signal stood; `held_back` why it
    is not raised, if there is a reason.
    """

    row: int
    entry: BankEntry
    excerpt: str
    start: int | None
    end: int | None
    held_back: str | None
    tier: Tier
    distance: int = 0
    way: Way | None = None
    location: str | None = None

    @property
    def stage(self) -> str:
        """Return how the two met."""
        return SIGNAL_TYPES[self.entry.signal_type].MATCHING.value if self.way is None else self.way.stage


def match_content(content: Content, index: BankIndex, negatives: NegativeBanks) -> Iterator[Match]:
    """Yield the matches of a chunk of content with entries that are not negative."""
    yield from matches_of(content, index.look_up(content), index, negatives)


def matches_of(content: Content, found: Sequence[Found], index: BankIndex, negatives: NegativeBanks) -> Iterator[Match]:
    """Yield the matches of hits that were looked up before."""
    against = _Reasons(found, index.entries, negatives)
    for part in found:
        yield from _part_matches(content, part, index.entries, against)


class _Reasons:
    """What negative banks say of each row, and of each address and term in it (rules 3 to 5, and 7)."""

    def __init__(self, found: Sequence[Found], entries: Sequence[BankEntry], negatives: NegativeBanks) -> None:
        self._negatives = negatives
        self._entry_reasons: dict[int, str | None] = {}
        self._entries = entries
        self.rows: dict[int, str] = {}
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
        is_file = SIGNAL_TYPES[part.signal_type].APPLIES_TO is ContentKind.FILE
        for place, (row, number) in enumerate(zip(hits.rows.tolist(), hits.entries.tolist(), strict=True)):
            entry = self._entries[number]
            if entry.opinion is not Opinion.NEGATIVE:
                continue
            start, end = int(hits.starts[place]), int(hits.ends[place])
            if part.signal_type == "term" or (part.signal_type == "text" and start >= 0):
                self.terms[row].append((start, end, of_term(entry)))
            elif hits.tier(place) is not Tier.LOOK:
                if part.signal_type == "text":
                    self.rows[row] = of_text(entry)
                elif is_file:
                    self.rows[row] = of_file(entry)

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
        reason = self._entry_reasons[number] or self.rows.get(row)
        if reason is None and span is not None:
            reason = self.addresses.get(row) or self.inside(row, span)
        return reason

    def inside(self, row: int, span: tuple[int, int]) -> str | None:
        """Return the reason of the negative term that the span lies in."""
        if row not in self.terms:
            return None
        return next((reason for start, end, reason in self.terms[row] if start <= span[0] and span[1] <= end), None)


def _part_matches(content: Content, part: Found, entries: Sequence[BankEntry], against: _Reasons) -> Iterator[Match]:
    negative = np.array([entries[n].opinion is Opinion.NEGATIVE for n in part.hits.entries.tolist()], dtype=np.bool_)
    hits = part.hits.chosen(~negative)
    rather_not = None
    if part.signal_type == "term" and against.terms:
        spans = zip(hits.rows.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True)
        rather_not = np.array([against.inside(row, (start, end)) is not None for row, start, end in spans], np.bool_)
    chosen = hits.chosen(hits.first_of_each(rather_not))
    starts, ends = _spans(content, part, chosen)
    texts = _texts(content, chosen.rows)
    is_term = part.signal_type == "term"
    for one in range(len(chosen)):
        row, number, place = int(chosen.rows[one]), int(chosen.entries[one]), int(chosen.places[one])
        entry, start, end = entries[number], starts[one], ends[one]
        span = (int(chosen.starts[one]), int(chosen.ends[one]))
        yield Match(
            row=row,
            entry=entry,
            excerpt=_excerpt(texts[row], start, end) if texts is not None else _shown_value(part, place),
            start=start,
            end=end,
            held_back=against.of(row, number, span if is_term else None),
            tier=chosen.tier(one),
            distance=int(chosen.distances[one]),
            way=_way(part, place, chosen.ways[one]),
            location=part.column.locations[place] if part.column.locations is not None else None,
        )


def _way(part: Found, place: int, way: Way | None) -> Way | None:
    """Return how it was met, with what was done to the content where the index doesn't say so itself."""
    mark = part.column.marks[place] if part.column.marks is not None else None
    if mark in _STAGE_OF_LEVEL:
        return Way(stage=_STAGE_OF_LEVEL[mark])
    if way is None or way.transform is not None or mark is None:
        return way if way is not None or mark is None else Way(stage=part.signal_type, transform=mark)
    return replace(way, transform=mark)


def _shown_value(part: Found, place: int) -> str:
    value = part.column.values.octets(place)[: EXCERPT_CHARACTERS + 1].decode("utf-8", "ignore")
    return value if len(value) <= EXCERPT_CHARACTERS else value[: EXCERPT_CHARACTERS - 1] + "…"


def _texts(content: Content, rows: NDArray[np.int64]) -> dict[int, str] | None:
    if not isinstance(content, TextContent):
        return None
    wanted = np.unique(rows)
    return dict(zip(wanted.tolist(), content.texts.take(pa.array(wanted)).to_pylist(), strict=True))


def _spans(content: Content, part: Found, hits: Hits) -> tuple[list[int | None], list[int | None]]:
    """Return first character and end of each hit in the text as written; None where the whole row is meant."""
    if part.column.starts is not None and part.column.ends is not None:
        return part.column.starts[hits.places].tolist(), part.column.ends[hits.places].tolist()
    firsts: list[int | None] = [None] * len(hits)
    lasts = firsts.copy()
    inner = np.flatnonzero(hits.starts >= 0)
    if not isinstance(content, TextContent) or not len(inner):
        return firsts, lasts
    wanted, which = np.unique(hits.rows[inner], return_inverse=True)
    again = normalise_texts(content.texts.take(pa.array(wanted)), keep_origins=True)
    assert again.origin is not None
    shift = again.slices.starts[which] - part.column.values.starts[hits.places[inner]]
    for one, start, end in zip(
        inner.tolist(),
        again.origin[hits.starts[inner] + shift].tolist(),
        (again.origin[hits.ends[inner] + shift - 1] + 1).tolist(),
        strict=True,
    ):
        firsts[one], lasts[one] = start, end
    return firsts, lasts


def _excerpt(text: str, start: int | None, end: int | None) -> str:
    """Return the surroundings of a span, with ellipses where text was left out."""
    first = 0 if start is None else max(0, start - _AROUND)
    last = min(len(text), max(first + EXCERPT_CHARACTERS, min(end or 0, first + 2 * EXCERPT_CHARACTERS)))
    shown = text[first:last]
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"
