"""Which terms stand in these texts? Aho–Corasick over the normal form of a whole column in one call.

Rows lie framed by spaces in one buffer (`NormalTexts`), so a pattern with its spaces is a word-boundary match and none
reaches over two rows. Overlapping matches are all reported. Rebuilding 100,000 terms takes less than a second, adding
one a millisecond (`segments.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation
from numpy.typing import NDArray

from seawall.index.hits import Hits, join_hits
from seawall.index.segments import Segments
from seawall.index.tiers import LOOK
from seawall.index.word_boundary import BoundPattern, bound_pattern
from seawall.signals import SignalColumn

__all__ = ["TermIndex"]

_SPACE: Final = b" "
_LONGEST_PREFIX: Final = 16  # octets: the longest run of particles has 4 letters of 2 octets, and its space


class TermIndex:
    """Terms, found at word boundaries of normalised texts."""

    def __init__(self) -> None:
        """Begin empty."""
        self._segments = Segments(_TermSegment)

    def __len__(self) -> int:
        """Count the terms held."""
        return len(self._segments)

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in terms (normal forms) with their entry numbers."""
        self._segments.add(values, numbers)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return every place where a term stands in the texts of `column`, one signal a row."""
        if not len(column) or not len(self):
            return join_hits(())
        return join_hits([segment.look_up(column) for segment in self._segments.built])


class _TermSegment:
    """An unchanging part: an automaton and what its patterns mean."""

    def __init__(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        meanings: dict[bytes, list[tuple[BoundPattern, int]]] = defaultdict(list)
        for value, number in zip(values, numbers.tolist(), strict=True):
            pattern = bound_pattern(value)
            meanings[pattern.octets].append((pattern, number))
        self._meanings = list(meanings.values())
        self._automaton = BytesAhoCorasick(list(meanings), implementation=Implementation.ContiguousNFA)
        # most patterns mean one entry and carry their boundaries: those need no Python a match
        plain = [len(meant) == 1 and meant[0][0].prefixes is None for meant in self._meanings]
        self._plain = np.array(plain, dtype=np.bool_)
        self._numbers = np.array([meant[0][1] for meant in self._meanings], dtype=np.int64)
        self._leads = np.array([meant[0][0].lead for meant in self._meanings], dtype=np.int64)
        self._tails = np.array([meant[0][0].tail for meant in self._meanings], dtype=np.int64)

    def look_up(self, column: SignalColumn) -> Hits:
        """Return the hits of one column."""
        buffer: Any = column.values.data  # numpy arrays are buffers, which numpy's types don't say before Python 3.12
        found = self._automaton.find_matches_as_indexes(buffer, overlapping=True)
        if not found:
            return join_hits(())
        matches = np.array(found, dtype=np.int64)
        plain = self._plain[matches[:, 0]]
        easy = matches[plain]
        pattern = easy[:, 0]
        starts, ends = easy[:, 1] + self._leads[pattern], easy[:, 2] - self._tails[pattern]
        parts = [np.stack((self._numbers[pattern], starts, ends))]
        if not plain.all():
            parts.append(self._with_boundaries(column, matches[~plain]))
        numbers, starts, ends = np.concatenate(parts, axis=1)
        places = np.searchsorted(column.values.starts, starts, side="right").astype(np.int64) - 1
        return Hits.of(
            rows=column.rows[places], entries=numbers, places=places, starts=starts, ends=ends, tiers=LOOK
        )

    def _with_boundaries(self, column: SignalColumn, matches: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return (entry number, start, end) of the matches whose word begins as its term allows."""
        data = column.values.data
        kept: list[tuple[int, int, int]] = []
        for pattern, start, end in matches.tolist():
            before = data[max(0, start - _LONGEST_PREFIX) : start].tobytes()
            prefix = before[before.rfind(_SPACE) + 1 :]
            kept.extend(
                (number, start - len(prefix) if bound.prefixes else start + bound.lead, end - bound.tail)
                for bound, number in self._meanings[pattern]
                if bound.prefixes is None or prefix in bound.prefixes
            )
        return np.array(kept, dtype=np.int64).reshape(-1, 3).T
