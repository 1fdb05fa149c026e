"""What do negative entries protect among the hits of one look-up? The same content, or a stretch of it.

A file that is like one of a negative bank is protected whole, by whichever of its signals was met; so is a text whose
whole wording is. Elsewhere (addresses, terms, payment identifiers) the same signal is protected, or whatever stands
inside the protected stretch. These are rules 2, 3, 5 and 7 of `seawall.pipeline.holding_back`, asked of hits alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from seawall.index import BankEntry, Found, Hits, Opinion
from seawall.signals import SIGNAL_TYPES, ContentKind

__all__ = ["Protection"]


class Protection:
    """The negative hits of one look-up, ready to be asked."""

    def __init__(
        self, found: Iterable[Found], entries: Sequence[BankEntry], *, matching: Callable[[str], bool]
    ) -> None:
        """Take hits of all signal types; `matching` says whether a bank is switched on."""
        self._rows: set[int] = set()
        self._signals: set[tuple[str, int]] = set()
        self._stretches: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for part in found:
            for place, number in enumerate(part.hits.entries.tolist()):
                entry = entries[number]
                if entry.opinion is Opinion.NEGATIVE and matching(entry.bank):
                    self._take(part, place)

    def covers(self, found: Found, place: int) -> bool:
        """Say whether a hit stands on something protected."""
        hits = found.hits
        row = int(hits.rows[place])
        if row in self._rows or (found.signal_type, int(hits.places[place])) in self._signals:
            return True
        start, end = _stretch(hits, place)
        return any(first <= start and end <= last for first, last in self._stretches.get((found.signal_type, row), ()))

    def _take(self, found: Found, place: int) -> None:
        hits = found.hits
        row, (start, end) = int(hits.rows[place]), _stretch(hits, place)
        kind = SIGNAL_TYPES[found.signal_type].APPLIES_TO
        if kind in {ContentKind.FILE, ContentKind.MEDIA} or (found.signal_type == "text" and start < 0):
            self._rows.add(row)
        elif start < 0:
            self._signals.add((found.signal_type, int(hits.places[place])))
        else:
            self._stretches[found.signal_type, row].append((start, end))


def _stretch(hits: Hits, place: int) -> tuple[int, int]:
    return int(hits.starts[place]), int(hits.ends[place])
