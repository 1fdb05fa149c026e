"""Which entries of all banks does this content meet? One index a signal type behind one front.

Entries are counted in as they come and keep their number; an addition is found and a withdrawal is gone at the next
look-up. Negative and seed entries are found like positive ones: what follows from them is decided in
`seawall.pipeline`. Left out: keeping the index on disk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from seawall.index.entry import BankEntry, Opinion
from seawall.index.exact import ExactIndex
from seawall.index.hits import Hits
from seawall.index.term import TermIndex
from seawall.signals import SIGNAL_TYPES, Content, Matching, SignalColumn

__all__ = ["BankIndex", "Found"]

_INDEX_OF: Final[dict[Matching, type[ExactIndex | TermIndex]]] = {Matching.EXACT: ExactIndex, Matching.TERM: TermIndex}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits of one signal type in one chunk of content, with the signals that were looked up."""

    signal_type: str
    column: SignalColumn
    hits: Hits


class BankIndex:
    """Entries of any number of banks, ready to be looked up."""

    def __init__(self, entries: Iterable[BankEntry] = ()) -> None:
        """Take in `entries`; withdrawn ones are passed over."""
        self.entries: list[BankEntry] = []
        self._numbers: dict[tuple[str, str], int] = {}  # of the entries held, by bank and id
        self._held = np.zeros(0, dtype=np.bool_)
        self._indexes: dict[str, ExactIndex | TermIndex] = {}
        self.add(entries)

    def __len__(self) -> int:
        """Count the entries held."""
        return int(np.count_nonzero(self._held))

    def add(self, entries: Iterable[BankEntry]) -> None:
        """Take in entries; the next look-up finds them. An entry of a bank and id that is held replaces it."""
        by_type: dict[str, list[int]] = defaultdict(list)
        for entry in entries:
            self.withdraw(entry.bank, entry.entry_id)
            if entry.opinion is Opinion.WITHDRAWN:
                continue
            number = len(self.entries)
            self.entries.append(entry)
            self._numbers[entry.bank, entry.entry_id] = number
            self._hold(number)
            by_type[entry.signal_type].append(number)
        for signal_type, numbers in by_type.items():
            if signal_type not in self._indexes:
                self._indexes[signal_type] = _INDEX_OF[SIGNAL_TYPES[signal_type].MATCHING]()
            self._indexes[signal_type].add(
                [self.entries[number].value for number in numbers], np.array(numbers, dtype=np.int64)
            )

    def withdraw(self, bank: str, entry_id: str) -> bool:
        """Stop finding an entry, from the next look-up on; says whether it was held."""
        number = self._numbers.pop((bank, entry_id), None)
        if number is not None:
            self._held[number] = False
        return number is not None

    def look_up(self, content: Content) -> list[Found]:
        """Return what the content meets, a part for each signal type that applies to it and has entries."""
        found = []
        for signal_type, index in self._indexes.items():
            kind = SIGNAL_TYPES[signal_type]
            if kind.APPLIES_TO is content.kind and len(index):
                column = kind.extract(content)
                hits = index.look_up(column)
                held = hits.chosen(self._held[hits.entries])
                found.append(Found(signal_type=signal_type, column=column, hits=held))
        return found

    def _hold(self, number: int) -> None:
        if number >= len(self._held):
            self._held = np.concatenate((self._held, np.zeros(max(1024, len(self._held)), dtype=np.bool_)))
        self._held[number] = True
