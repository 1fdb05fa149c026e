"""Several runs as one: is a key in any of them, and when are they merged?

Runs are merged geometrically (a log-structured merge tree, O'Neil et al. 1996): four runs of one size class become one,
so a store of n keys has some 3·log₄(n) runs and each key is rewritten log₄(n) times. All work is done in slices; memory
does not depend on n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from seawall.corpus.manifest import StoredFile
from seawall.corpus.records import Numbers, count_up_to, first_of_key, sort_records
from seawall.corpus.runs import Run

__all__ = ["RunSet", "add_counts", "drop_doubles", "runs_to_merge"]

FAN: Final = 4
_SMALLEST_CLASS_RECORDS: Final = 1 << 12

Reduce = Callable[[Numbers], Numbers]


class RunSet:
    """Runs opened together; use it as a context manager."""

    def __init__(self, folder: Path, entries: Sequence[StoredFile]) -> None:
        """Open every run of `entries`."""
        with ExitStack() as stack:
            self._runs = tuple(stack.enter_context(Run(folder, entry)) for entry in entries)
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def contains(self, keys: Numbers) -> npt.NDArray[np.bool_]:
        """Say of each sorted, distinct key whether any run holds it."""
        found = np.zeros(len(keys), dtype=bool)
        for run in self._largest_first():
            asked = np.flatnonzero(~found)
            if not len(asked):
                break
            found[asked] = run.find(keys[asked])[0]
        return found

    def totals(self, keys: Numbers) -> Numbers:
        """Return the sum of each sorted, distinct key's values; runs of counts hold a key at most once each."""
        sums = np.zeros(len(keys), dtype=np.uint64)
        for run in self._runs:
            sums += run.find(keys)[1]
        return sums

    def least_values(self, keys: Numbers) -> tuple[npt.NDArray[np.bool_], Numbers]:
        """Return, for each sorted, distinct key, whether any run holds it, and the least of its values."""
        found = np.zeros(len(keys), dtype=bool)
        least = np.full(len(keys), np.iinfo(np.uint64).max, dtype=np.uint64)
        for run in self._runs:
            here, values = run.find(keys)
            least[here] = np.minimum(least[here], values[here])
            found |= here
        return found, least

    def merged(self, reduce: Reduce) -> Iterator[Numbers]:
        """Walk the records of all runs in order; `reduce` folds records of one key into what is kept."""
        walks = [_Walk(run.slices()) for run in self._runs]
        pending: Numbers | None = None
        while live := [walk for walk in walks if walk.fill()]:
            bound = min((walk.last() for walk in live), key=lambda record: tuple(map(int, record)))
            ready = sort_records(np.concatenate([walk.take_up_to(bound) for walk in live]))
            if pending is not None:
                ready = np.concatenate([pending, ready])
            # the last key may go on in the next slices, so its records wait for them
            cut = int(np.flatnonzero(first_of_key(ready))[-1])
            done, pending = ready[:cut], ready[cut:]
            if len(done):
                yield reduce(done)
        if pending is not None:
            yield reduce(pending)

    def _largest_first(self) -> list[Run]:
        return sorted(self._runs, key=lambda run: -run.entry.rows)


class _Walk:
    """One run on its way through a merge: the slice at hand and those to come."""

    def __init__(self, slices: Iterator[Numbers]) -> None:
        self._slices = slices
        self._at_hand: Numbers = np.empty((0, 3), dtype=np.uint64)

    def fill(self) -> bool:
        """Fetch the next slice when this one is used up; say whether there is anything left."""
        if not len(self._at_hand):
            self._at_hand = next(self._slices, self._at_hand)
        return len(self._at_hand) > 0

    def last(self) -> Numbers:
        record: Numbers = self._at_hand[-1]
        return record

    def take_up_to(self, bound: Numbers) -> Numbers:
        count = count_up_to(self._at_hand, bound)
        taken, self._at_hand = self._at_hand[:count], self._at_hand[count:]
        return taken


def drop_doubles(ordered: Numbers) -> Numbers:
    """Keep one of records that are alike in key and value."""
    keep = first_of_key(ordered)
    keep[1:] |= ordered[1:, 2] != ordered[:-1, 2]
    return ordered[keep]


def add_counts(ordered: Numbers) -> Numbers:
    """Fold the records of one key into one that holds the sum of their values."""
    starts = np.flatnonzero(first_of_key(ordered))
    folded = ordered[starts].copy()
    folded[:, 2] = np.add.reduceat(ordered[:, 2], starts)
    return folded


def runs_to_merge(entries: Sequence[StoredFile]) -> tuple[StoredFile, ...]:
    """Return the runs that should become one now: the smallest size class that is full, or none."""
    classes: dict[int, list[StoredFile]] = {}
    for entry in entries:
        classes.setdefault(_size_class(entry.rows), []).append(entry)
    for _, members in sorted(classes.items()):
        if len(members) >= FAN:
            return tuple(members)
    return ()


def _size_class(rows: int) -> int:
    size, limit = 0, _SMALLEST_CLASS_RECORDS
    while rows > limit:
        size, limit = size + 1, limit * FAN
    return size
