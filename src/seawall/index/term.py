"""Which terms stand in these texts? Aho–Corasick over the normal form of a whole column in one call.

Rows lie framed by spaces in one buffer (`NormalTexts`), so a pattern with its spaces is a word-boundary match and none
reaches over two rows; patterns that particles or endings may be attached to are checked by a compiled loop. Overlapping
matches are all reported. Rebuilding 100,000 terms takes between one and two seconds, adding one a millisecond
(`segments.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation
from numpy.typing import NDArray

from seawall.index.arabic_endings import ARTICLE, NUMBER, POSSESSION, Endings
from seawall.index.hits import Hits, join_hits
from seawall.index.segments import Segments
from seawall.index.tiers import LOOK
from seawall.index.word_boundary import DEFINITE, INDEFINITE, BoundPattern, bound_patterns, is_plain_term
from seawall.signals import SignalColumn

__all__ = ["TermIndex"]

_IS_PHRASE, _HAS_ARTICLE = 2, 1
_ARTICLE: Final = ARTICLE.encode()


class TermIndex:
    """Terms, found at word boundaries of normalised texts."""

    def __init__(self) -> None:
        """Begin empty."""
        self._segments = Segments(_TermSegment)

    def __len__(self) -> int:
        """Count the terms held."""
        return len(self._segments)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in terms (canonical values) with their entry numbers."""
        self._segments.add(values, numbers)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return every place where a term stands in the texts of `column`, one signal a row."""
        if not len(column) or not len(self):
            return join_hits(())
        return join_hits([segment.look_up(column) for segment in self._segments.built])


class _TermSegment:
    """An unchanging part: an automaton, and for each pattern the bounds of the terms that it may mean."""

    def __init__(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        places: dict[bytes, int] = {}  # of patterns, in the order of the automaton
        plain: list[int] = []  # most terms: words between spaces, to which no rule applies
        plain_numbers: list[int] = []
        bound: list[BoundPattern] = []
        bound_places: list[int] = []
        bound_numbers: list[int] = []
        for value, number in zip(values, numbers.tolist(), strict=True):
            if is_plain_term(value):
                plain.append(places.setdefault(b" %b " % value.encode(), len(places)))
                plain_numbers.append(number)
                continue
            for one in bound_patterns(value):
                bound.append(one)
                bound_places.append(places.setdefault(one.octets, len(places)))
                bound_numbers.append(number)
        self._automaton = BytesAhoCorasick(list(places), implementation=Implementation.ContiguousNFA)
        meant = np.array(plain + bound_places, dtype=np.int64)
        order = np.argsort(meant, kind="stable")
        self._first = np.concatenate(([0], np.cumsum(np.bincount(meant, minlength=len(places))))).astype(np.int64)
        self._numbers = np.array(plain_numbers + bound_numbers, dtype=np.int64)[order]
        spaces = [1] * len(plain)
        self._leads = np.array(spaces + [one.lead for one in bound], np.int64)[order]
        self._tails = np.array(spaces + [one.tail for one in bound], np.int64)[order]
        nothing = bytes(len(plain))  # octets: three times as fast to make as an array of a list of enum members
        self._particles, self._endings, self._articles = (
            np.frombuffer(nothing + bytes(rule), np.uint8)[order]
            for rule in (
                [one.particles for one in bound], [one.endings for one in bound], [_article_code(one) for one in bound],
            )
        )  # fmt: skip
        self._is_bound = (self._particles | self._endings) > 0
        back = np.argsort(order, kind="stable")
        self._apart = {int(back[len(plain) + at]): one.apart for at, one in enumerate(bound) if one.apart}

    def look_up(self, column: SignalColumn) -> Hits:
        """Return the hits of one column."""
        buffer: Any = column.values.data  # numpy arrays are buffers, which numpy's types don't say before Python 3.12
        found = self._automaton.find_matches_as_indexes(buffer, overlapping=True)
        if not found:
            return join_hits(())
        matches = np.array(found, dtype=np.int64)
        pattern = matches[:, 0]
        first, counts = self._first[pattern], self._first[pattern + 1] - self._first[pattern]
        again = np.repeat(np.arange(len(matches)), counts)
        meaning = first[again] + np.arange(len(again)) - np.repeat(np.cumsum(counts) - counts, counts)
        starts, ends = matches[again, 1] + self._leads[meaning], matches[again, 2] - self._tails[meaning]
        if self._is_bound[meaning].any():
            meaning, starts, ends = self._between_boundaries(column.values.data, meaning, starts, ends)
        places = np.searchsorted(column.values.starts, starts, side="right").astype(np.int64) - 1
        return Hits.of(
            rows=column.rows[places],
            entries=self._numbers[meaning],
            places=places,
            starts=starts,
            ends=ends,
            tiers=LOOK,
        )

    def _between_boundaries(
        self, data: NDArray[np.uint8], meaning: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the matches whose words begin and end as their terms allow, widened to whole words."""
        from seawall.index.term_kernel import bounded  # compiles: only when needed

        bound = np.flatnonzero(self._is_bound[meaning])
        which = meaning[bound]
        kept = np.empty(len(bound), np.bool_)
        wide_starts, wide_ends = starts[bound], ends[bound]
        bounded(
            data, wide_starts, wide_ends, self._particles[which], self._endings[which], self._articles[which],
            *_keys(), kept,
        )  # fmt: skip
        for place, one in enumerate(which.tolist()) if self._apart else ():
            if kept[place] and one in self._apart:
                kept[place] = _last_word(data, starts[bound[place]], wide_ends[place]) not in self._apart[one]
        starts[bound], ends[bound] = wide_starts, wide_ends
        chosen = np.ones(len(meaning), np.bool_)
        chosen[bound] = kept
        return meaning[chosen], starts[chosen], ends[chosen]


def _article_code(pattern: BoundPattern) -> int:
    if pattern.has_article:
        return _HAS_ARTICLE
    return _IS_PHRASE if pattern.is_phrase else 0


def _last_word(data: NDArray[np.uint8], start: int, end: int) -> bytes:
    """Return the last word of a match, without article; of a single word what the pattern itself began with."""
    found = data[start:end].tobytes()
    return found[found.rfind(b" ") + 1 :].removeprefix(_ARTICLE)


@cache
def _keys() -> tuple[NDArray[np.uint64], ...]:
    """Return particles and endings as the loop packs them."""
    plain, feminine = Endings.PLAIN, Endings.FEMININE
    groups: tuple[Iterable[str], ...] = (
        DEFINITE, INDEFINITE, NUMBER[plain], POSSESSION[plain], NUMBER[feminine], POSSESSION[feminine],
    )  # fmt: skip
    return tuple(np.array([int.from_bytes(one.encode(), "big") for one in group], np.uint64) for group in groups)
