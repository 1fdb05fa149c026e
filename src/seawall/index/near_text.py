"""Which banked texts does this text repeat: whole, changed, inside a longer one, or a part of one?

Equal normal forms first (`exact.py`). Then skeletons (`seawall.signals.skeleton`): pieces lead from a post to banked
texts, and these are compared by the shingles, four letters each, that they share (thresholds: `near_text_rules.py`):
*near_text*, two whole texts that are much the same; *inside*, a banked text in a longer post; *part*, a passage of a
longer banked text. Banked texts are also held reversed, with each word reversed, and, when Arabic, as typed in Latin
letters. The distance is how many hundredths of the banked wording are missing.

A text of fewer than 12 letters is found whole and equal only. Left out: other languages, other words for one thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.exact import ExactIndex
from seawall.index.hits import Hits, Way, join_hits
from seawall.index.near_text_rules import LOOK_STRENGTH, NOTHING, STAGES, WAYS, WHOLE, judge
from seawall.index.near_text_segment import NearTextSegment
from seawall.index.segments import Segments
from seawall.index.tiers import NEAR
from seawall.signals import SignalColumn, Slices
from seawall.signals.skeleton import skeletons_of

__all__ = ["NearTextIndex"]

_ROWS_AT_ONCE: Final = 2048
_OCTETS_AT_ONCE: Final = 4 << 20
_LEADING: Final = np.array([0xC0, 0xE0, 0xF0], np.uint8)  # first octets of longer letters
_DETAILS: Final = {"near_text": "{} % of its wording", "inside": "{} % of it", "part": "a passage, {} % of it"}


class NearTextIndex:
    """Texts of one signal type, found equal, near, inside a longer text, or in part."""

    def __init__(self) -> None:
        """Begin empty."""
        self._equal = ExactIndex()
        self._segments = Segments(NearTextSegment)

    def __len__(self) -> int:
        """Count the values held."""
        return len(self._equal)

    @property
    def crowded(self) -> int:
        """Count the pieces that more banked texts share than are compared through one: boilerplate."""
        return sum(segment.crowded for segment in self._segments.built)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in normal forms with their entry numbers."""
        self._equal.add(values, numbers)
        self._segments.add(values, numbers)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return the nearest hit of each text of `column` with each entry that it repeats."""
        if not len(column) or not len(self):
            return join_hits(())
        found = [self._equal.look_up(column)]
        for places in _portions(column.values):
            values = column.values
            part = Slices(data=values.data, starts=values.starts[places], ends=values.ends[places])
            posts = skeletons_of(part)
            for segment in self._segments.built:
                compared = segment.compare(posts)
                if len(compared):
                    found.append(_hits(segment, compared, column, places))
        hits = join_hits(found)
        return hits.chosen(hits.first_of_each())


def _portions(values: Slices) -> Iterator[NDArray[np.int64]]:
    """Yield the numbers of values, as many at a time as fit into a processor's cache."""
    octets = np.cumsum(values.ends - values.starts)
    first = 0
    while first < len(values):
        done = int(octets[first - 1]) if first else 0
        until = int(np.searchsorted(octets, done + _OCTETS_AT_ONCE, side="right"))
        until = min(max(until, first + 1), first + _ROWS_AT_ONCE)
        yield np.arange(first, until, dtype=np.int64)
        first = until


def _hits(
    segment: NearTextSegment, compared: NDArray[np.int64], column: SignalColumn, places: NDArray[np.int64]
) -> Hits:
    """Return the comparisons that are near enough as hits, one for each entry of a banked text."""
    first, sums = _texts(compared, segment.facts)
    text = segment.facts[first[:, 1], 0].astype(np.int64)
    stage, missing, tier = judge(sums, segment.facts[first[:, 1], 3].astype(np.int64), segment.letter_counts[text])
    near = np.flatnonzero(stage != NOTHING)
    counts = np.diff(segment.number_starts)[text[near]]
    each = np.repeat(near, counts)
    within = np.arange(len(each)) - np.repeat(np.cumsum(counts) - counts, counts)
    entries = segment.numbers[segment.number_starts[text[each]] + within]
    place = places[first[each, 0]]
    base = column.values.starts[place]
    ends = base + sums[each, 5]
    whole = stage[each] == WHOLE
    way = segment.facts[first[each, 1], 1]
    return Hits.of(
        rows=column.rows[place],
        entries=entries,
        places=place,
        starts=np.where(whole, -1, base + sums[each, 4]),
        ends=np.where(whole, -1, ends + _octets_of_letter(column.values.data, ends)),
        distances=missing[each],
        tiers=tier[each],
        ways=[
            _way(*told)
            for told in zip(
                stage[each].tolist(), way.tolist(), missing[each].tolist(), tier[each].tolist(), strict=True
            )
        ],
    )


def _texts(compared: NDArray[np.int64], facts: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return one comparison for each post, text and way of writing, and its figures with all blocks added up."""
    rows, units, likeness = compared[:, 0], compared[:, 1], compared[:, 2] + compared[:, 3] - compared[:, 10]
    compared = compared[np.lexsort((-likeness, units, rows))]
    rows, units = compared[:, 0], compared[:, 1]
    compared = compared[_begins(rows, units)]
    rows, units = compared[:, 0], compared[:, 1]
    begins = np.flatnonzero(_begins(rows, facts[units, 0], facts[units, 1]))
    sums = np.add.reduceat(compared[:, 2:], begins)
    sums[:, 3] = np.maximum.reduceat(compared[:, 5], begins)
    sums[:, 4] = np.minimum.reduceat(compared[:, 6], begins)
    sums[:, 5] = np.maximum.reduceat(compared[:, 7], begins)
    return compared[begins], sums


def _begins(*columns: NDArray[np.int64] | NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say of each place whether any of the sorted columns has another value than at the place before."""
    begins = np.ones(len(columns[0]), dtype=np.bool_)
    begins[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return begins


def _octets_of_letter(data: NDArray[np.uint8], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many octets the letters that begin at `at` have."""
    return np.searchsorted(_LEADING, data[at], side="right").astype(np.int64) + 1


@lru_cache(maxsize=4096)
def _way(stage: int, way: int, missing: int, tier: int) -> Way:
    name = STAGES[stage]
    return Way(
        stage=name,
        transform=WAYS[way],
        detail=_DETAILS[name].format(100 - missing),
        strength=round((1 - missing / 200) * (1.0 if tier == NEAR else LOOK_STRENGTH), 3),
    )
