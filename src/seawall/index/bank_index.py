"""Which entries of all banks does this content meet? One index a signal type behind one front.

Entries are counted in as they come and keep their number; an addition is found and a withdrawal is gone at the next
look-up. Negative and seed entries are found like positive ones: what follows from them is decided in
`seawall.pipeline`. Left out: keeping the index on disk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from seawall.index.entry import BankEntry, Opinion
from seawall.index.exact import ExactIndex
from seawall.index.frames import FramesIndex
from seawall.index.hamming import HammingIndex
from seawall.index.hits import Hits, join_hits
from seawall.index.near_text import NearTextIndex
from seawall.index.picture import PictureIndex
from seawall.index.sound import SoundIndex
from seawall.index.term import TermIndex
from seawall.signals import SIGNAL_TYPES, Content, Matching, SignalColumn

__all__ = ["BankIndex", "Found", "SignalIndex"]


class SignalIndex(Protocol):
    """What the index of one signal type can do."""

    def __len__(self) -> int:
        """Count the values held."""

    def add(self, values: Sequence[str], numbers: NDArray[np.int64]) -> None:
        """Take in canonical values with their entry numbers; the next look-up finds them."""

    def look_up(self, column: SignalColumn) -> Hits:
        """Return the pairs of a signal of `column` and an entry that are near enough."""


_INDEX_OF: Final[dict[Matching, Callable[[], SignalIndex]]] = {
    Matching.EXACT: ExactIndex,
    Matching.TERM: TermIndex,
    Matching.HAMMING: HammingIndex,
    Matching.PICTURE: PictureIndex,
    Matching.NEAR_TEXT: NearTextIndex,
    Matching.FRAMES: FramesIndex,
    Matching.SOUND: SoundIndex,
}
"""Kind of matching → what makes an empty index for it."""

_NO_LIMIT: Final = np.iinfo(np.int32).max


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
        self._limits = np.zeros(0, dtype=np.int32)
        self._indexes: dict[str, SignalIndex] = {}
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
            self._hold(number, entry.limit)
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
        return [
            self.look_up_column(signal_type, SIGNAL_TYPES[signal_type].extract(content))
            for signal_type, index in self._indexes.items()
            if SIGNAL_TYPES[signal_type].APPLIES_TO is content.kind and len(index)
        ]

    def look_up_column(self, signal_type: str, column: SignalColumn) -> Found:
        """Return what signals of one type meet, for callers that took them from content before."""
        index = self._indexes.get(signal_type)
        hits = join_hits(()) if index is None else index.look_up(column)
        counts = self._held[hits.entries] & (hits.distances <= self._limits[hits.entries])
        return Found(signal_type=signal_type, column=column, hits=hits.chosen(counts))

    @property
    def signal_types(self) -> tuple[str, ...]:
        """Return the types of the entries taken in so far."""
        return tuple(self._indexes)

    def _hold(self, number: int, limit: int | None) -> None:
        if number >= len(self._held):
            more = max(1024, len(self._held))
            self._held = np.concatenate((self._held, np.zeros(more, dtype=np.bool_)))
            self._limits = np.concatenate((self._limits, np.full(more, _NO_LIMIT, dtype=np.int32)))
        self._held[number] = True
        if limit is not None:
            self._limits[number] = limit
