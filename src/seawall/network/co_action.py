"""Who was at the same item at nearly the same time, how often? Co-slots of pairs of accounts, under a cap.

Rows of one account on one item within the window are one *visit*. A *co-slot* is two visits of different accounts to
one item within the window, the later among the next `neighbours` visits after the earlier. So an item that everybody
uses costs N·k co-slots, never N²; what the cap leaves out is counted item by item. The cap keeps the nearest ones,
which tell most; the null model counts under the same cap (`null_model.py`).

Pairs are written, sorted and counted for a range of accounts at a time, so memory is bounded: more co-slots than fit
are found in several walks over the visits instead of being kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.slots import Ints, Slots

__all__ = [
    "MOST_PAIRS_HELD",
    "CoSlotCounts",
    "CoSlots",
    "Visits",
    "count_co_slots",
    "count_pairs",
    "find_co_slots",
    "make_visits",
]

MOST_PAIRS_HELD: Final = 1 << 26
"""So many co-slots are in memory at once (8 bytes each, twice while they are sorted)."""

Pairs = NDArray[np.uint64]
"""Two account numbers in one: the smaller one shifted left by 32, the larger one."""

Keep = Callable[[Pairs, NDArray[np.int32]], NDArray[np.bool_]]

_MICROSECONDS: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """The visits of one kind under one window, sorted by item and time.

    `place` is the slot that begins each; None where every slot is a visit.
    """

    slots: Slots
    window: int  # microseconds
    neighbours: int
    account: NDArray[np.int32]
    time: Ints
    place: Ints | None
    starts: Ints

    def __len__(self) -> int:
        return len(self.time)

    def rows_of(self, visits: Ints) -> Ints:
        """Return the row of the table that begins each of these visits."""
        return self.slots.row[visits if self.place is None else self.place[visits]]

    def items_of(self, visits: Ints) -> Ints:
        """Return the item of each of these visits."""
        return np.searchsorted(self.starts, visits, side="right").astype(np.int64) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSlotCounts:
    """How many co-slots there are: by stratum of the earlier visit, by account, by item kept and left out."""

    by_stratum: Ints
    by_account: Ints
    kept: Ints
    left_out: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSlots:
    """Single co-slots: the place of the pair in the pairs asked for, the earlier and the later visit."""

    pair: Ints
    early: Ints
    late: Ints


def make_visits(slots: Slots, window_seconds: float, neighbours: int) -> Visits:
    """Return the visits of these slots under a window."""
    from seawall.network.co_action_kernel import count_visits, mark_visits  # compiles: only when needed

    window = round(window_seconds * _MICROSECONDS)
    is_visit = np.zeros(len(slots), np.bool_)
    mark_visits(slots.starts, slots.time, slots.account, slots.account_count, window, is_visit)
    account, time, starts = slots.account, slots.time, slots.starts
    place: Ints | None = None
    if not is_visit.all():  # else nothing is copied
        account, time, place = account[is_visit], time[is_visit], np.flatnonzero(is_visit)
        starts = np.zeros_like(starts)
        count_visits(slots.starts, is_visit, starts)
    return Visits(
        slots=slots, window=window, neighbours=neighbours, account=account, time=time, place=place, starts=starts
    )


def count_co_slots(visits: Visits, stratum: NDArray[np.int32], stratum_count: int) -> CoSlotCounts:
    """Count the co-slots of all visits; `stratum` is each visit's."""
    from seawall.network.co_action_kernel import count_co_slots as count  # compiles: only when needed

    by_stratum = np.zeros(stratum_count, np.int64)
    by_account = np.zeros(visits.slots.account_count, np.int64)
    by_item = np.zeros((2, len(visits.starts) - 1), np.int64)
    count(
        visits.starts, visits.time, visits.account, visits.window, visits.neighbours, stratum,
        by_stratum, by_account, by_item,
    )  # fmt: skip
    return CoSlotCounts(by_stratum=by_stratum, by_account=by_account, kept=by_item[0], left_out=by_item[1])


def count_pairs(
    visits: Visits, counts: CoSlotCounts, *, least: int = 1, most_held: int = MOST_PAIRS_HELD, keep: Keep | None = None
) -> tuple[Pairs, NDArray[np.int32]]:
    """Return the pairs that share `least` co-slots and more, ascending, and how many each shares.

    Of each stretch of pairs that is held at once, those are kept that `keep` says.
    """
    from seawall.network.co_action_kernel import count_runs, write_pairs  # compiles: only when needed

    parts: list[tuple[Pairs, NDArray[np.int32]]] = []
    for first, beyond, bound in _ranges(counts, most_held):
        pairs = np.empty(bound, np.uint64)
        written = write_pairs(
            visits.starts, visits.time, visits.account, visits.window, visits.neighbours, first, beyond, pairs
        )
        pairs = pairs[:written]
        pairs.sort()
        found, shared = np.empty(written // least, np.uint64), np.empty(written // least, np.int32)
        number = count_runs(pairs, least, found, shared)
        kept = slice(number) if keep is None else np.flatnonzero(keep(found[:number], shared[:number]))
        parts.append((found[kept].copy(), shared[kept].copy()))
    if not parts:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    return np.concatenate([one for one, _ in parts]), np.concatenate([one for _, one in parts])


def find_co_slots(visits: Visits, pairs: Pairs) -> CoSlots:
    """Return each co-slot of these pairs (ascending), in order of item and time."""
    from seawall.network.co_action_kernel import find_co_slots as find  # compiles: only when needed

    small = (pairs >> np.uint64(32)).astype(np.int64)
    offsets = np.searchsorted(small, np.arange(visits.slots.account_count + 1)).astype(np.int64)
    wanted = np.zeros(visits.slots.account_count, np.bool_)
    wanted[small] = True
    wanted[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)] = True
    room = 0
    while True:  # first to count, then to write
        pair, early, late = (np.empty(room, np.int64) for _ in range(3))
        written = find(
            visits.starts, visits.time, visits.account, visits.window, visits.neighbours, pairs, offsets, wanted,
            pair, early, late,
        )  # fmt: skip
        if written == room:
            return CoSlots(pair=pair, early=early, late=late)
        room = written


def _ranges(counts: CoSlotCounts, most_held: int) -> Iterator[tuple[int, int, int]]:
    """Yield ranges of accounts with a bound of the co-slots whose smaller account is among them."""
    total = int(counts.kept.sum())
    account_count = len(counts.by_account)
    if not total:
        return
    if total <= most_held:
        yield 0, account_count, total
        return
    before = np.concatenate(([0], np.cumsum(counts.by_account)))
    first = 0
    while first < account_count:
        beyond = int(np.searchsorted(before, before[first] + most_held, side="right")) - 1
        beyond = max(first + 1, min(beyond, account_count))
        yield first, beyond, min(total, int(before[beyond] - before[first]))
        first = beyond
