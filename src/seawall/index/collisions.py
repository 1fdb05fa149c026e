"""Is a new entry near what a negative bank protects? Compared as content is: each signal by its own nearness.

An entry *collides* where its value meets a negative entry of the same signal type (an equal file, a picture or text
that is near, an address under a protected host), or where a term or text stands inside a protected text or term.
Whoever takes entries in holds a colliding one back and says why. Left out: what is done about it; the entry's own
limits, since the protected side decides how near is too near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from seawall.index.bank_index import BankIndex, Found
from seawall.index.entry import BankEntry, Opinion
from seawall.signals import SIGNAL_TYPES, ContentKind, SignalColumn, Slices, TextContent

__all__ = ["Collision", "ProtectedContent"]

_URL: Final = "url"
_TERM: Final = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """A new entry and the protected one that it is near; `distance` in the unit of the signal type's matching."""

    entry: BankEntry
    against: BankEntry
    distance: int

    @property
    def reason(self) -> str:
        """Return the sentence that people read."""
        if self.distance == 0:
            return f"The same value stands in {self.against.said_by}, whose content is not raised."
        return f"It is near what {self.against.said_by} protects."


class ProtectedContent:
    """What negative banks protect, ready to be compared with new entries."""

    def __init__(self, negatives: Iterable[BankEntry]) -> None:
        """Take the negative ones of `negatives`; accounts are passed over, since no other entry names one."""
        held = [
            entry
            for entry in negatives
            if entry.opinion is Opinion.NEGATIVE
            and SIGNAL_TYPES[entry.signal_type].APPLIES_TO is not ContentKind.ACCOUNT
        ]
        self._index = BankIndex(held)
        self._texts = [entry for entry in held if _is_wording(entry)]

    def __len__(self) -> int:
        """Count what is protected."""
        return len(self._index)

    def collisions(self, entries: Sequence[BankEntry]) -> Iterator[Collision]:
        """Yield one collision for each of `entries` that has any: the nearest, negative ones passed over."""
        speaking = [entry for entry in entries if entry.opinion is not Opinion.NEGATIVE]
        if not speaking or not len(self):
            return
        nearest: dict[int, Collision] = {}
        for number, against, distance in (*self._by_value(speaking), *self._inside(speaking)):
            known = nearest.get(number)
            if known is None or distance < known.distance:
                nearest[number] = Collision(entry=speaking[number], against=against, distance=distance)
        for number in sorted(nearest):
            yield nearest[number]

    def _by_value(self, entries: Sequence[BankEntry]) -> Iterator[tuple[int, BankEntry, int]]:
        """Look the new values up among the protected ones of the same type."""
        by_type: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            if entry.signal_type in self._index.signal_types:
                by_type[entry.signal_type].append(number)
        for signal_type, numbers in by_type.items():
            chosen = [entries[number] for number in numbers]
            for row, against, distance in self._meetings(self._look_up(signal_type, chosen)):
                if signal_type != _TERM or against.value == chosen[row].value:  # a longer term may say something else
                    yield numbers[row], against, distance

    def _look_up(self, signal_type: str, entries: Sequence[BankEntry]) -> Found:
        kind = SIGNAL_TYPES[signal_type]
        if kind.APPLIES_TO is ContentKind.TEXT:
            texts = [entry.value if signal_type == _URL else entry.written or entry.value for entry in entries]
            return self._index.look_up_column(signal_type, kind.extract(TextContent(texts)))
        column = SignalColumn(rows=np.arange(len(entries)), values=Slices.of([entry.value for entry in entries]))
        return self._index.look_up_column(signal_type, column)

    def _inside(self, entries: Sequence[BankEntry]) -> Iterator[tuple[int, BankEntry, int]]:
        """Look for the new terms and texts inside the protected wording."""
        numbers = [number for number, entry in enumerate(entries) if _is_wording(entry)]
        if not numbers or not self._texts:
            return
        # the ids are ours here: two new entries may have one id in different banks
        wanted = BankIndex(
            replace(entries[number], bank="new", entry_id=str(number), opinion=Opinion.POSITIVE) for number in numbers
        )
        for found in wanted.look_up(TextContent([entry.written or entry.value for entry in self._texts])):
            for row, entry, distance in zip(
                found.hits.rows.tolist(), found.hits.entries.tolist(), found.hits.distances.tolist(), strict=True
            ):
                against, new = self._texts[row], wanted.entries[entry]
                yield int(new.entry_id), against, 0 if new.value == against.value else max(1, distance)

    def _meetings(self, found: Found) -> Iterator[tuple[int, BankEntry, int]]:
        hits = found.hits
        for row, entry, distance in zip(
            hits.rows.tolist(), hits.entries.tolist(), hits.distances.tolist(), strict=True
        ):
            yield row, self._index.entries[entry], distance


def _is_wording(entry: BankEntry) -> bool:
    """Say whether the entry is words that may stand inside other words."""
    return SIGNAL_TYPES[entry.signal_type].APPLIES_TO is ContentKind.TEXT and entry.signal_type in {_TERM, "text"}
