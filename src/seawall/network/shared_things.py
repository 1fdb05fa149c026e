"""What did members of a cell do at the same time? Every thing that enough of them used at once, whichever trace it is.

The evidence of a tie holds the trace in which it surprises most; a reviewer wants to see all of it: the text with its
address, its hashtags, its picture. A *happening* is one thing that at least two members, and three tenths of them,
used one after the other within the longest window; the same thing on another day is another happening. Happenings that
begin within five minutes of each other are one *moment*.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.cells import Cell
from seawall.network.search import CellSearch
from seawall.network.slots import Ints, Slots

__all__ = ["SharedThings", "rows_of", "shared_things"]

_LEAST_SHARE: Final = 0.3
_MICROSECONDS: Final = 1_000_000
_MOMENT: Final = 300 * _MICROSECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedThings:
    """Happenings in order of their begin, and the visits of members to them.

    By happening: `kind` and `number` of the thing in the slot set, `begin` (microseconds), `first` (the account),
    `members`, `moment` (numbered from 0), `is_repeat`: the same thing had happened before. By visit, in order of
    happening and time: `happening`, `account`, `lag` since its begin.
    """

    kind: Ints
    number: Ints
    begin: Ints
    first: Ints
    members: Ints
    moment: Ints
    is_repeat: NDArray[np.bool_]
    happening: Ints
    account: Ints
    lag: Ints

    def __len__(self) -> int:
        return len(self.begin)

    @property
    def moment_begins(self) -> Ints:
        """Return when each moment began."""
        return self.begin[np.flatnonzero(np.diff(self.moment, prepend=-1))]


def shared_things(search: CellSearch, cell: Cell) -> SharedThings:
    """Return what members did at the same time."""
    window = int(max(search.options.windows_seconds) * _MICROSECONDS)
    least = max(2, math.ceil(_LEAST_SHARE * len(cell.members)))
    parts = [_of_kind(kind, slots, cell.members, window, least) for kind, slots in enumerate(search.slots)]
    bounds = np.cumsum([0, *(part[0].shape[1] for part in parts)])
    happenings = np.concatenate([part[0] for part in parts], axis=1)
    visits = np.concatenate([part[1] + [[bound], [0], [0]] for part, bound in zip(parts, bounds, strict=False)], axis=1)
    order = np.lexsort((happenings[1], happenings[0], happenings[2]))
    place = np.argsort(order)
    kind, number, begin, first, members = happenings[:, order]
    visits[0] = place[visits[0]]
    visits = visits[:, np.lexsort((visits[2], visits[0]))]
    return SharedThings(
        kind=kind,
        number=number,
        begin=begin,
        first=first,
        members=members,
        moment=np.cumsum(np.diff(begin, prepend=begin[:1]) > _MOMENT),
        is_repeat=_seen_before(kind, number),
        happening=visits[0],
        account=visits[1],
        lag=visits[2],
    )


def rows_of(slots: Slots, who: Ints) -> Ints:
    """Return the rows of these accounts."""
    wanted = np.zeros(slots.account_count, np.bool_)
    wanted[who] = True
    return np.flatnonzero(wanted[slots.account])


def _of_kind(kind: int, slots: Slots, who: Ints, window: int, least: int) -> tuple[Ints, Ints]:
    """Return happenings (kind, number, begin, first, members) and visits (happening, account, lag) of one kind."""
    rows = rows_of(slots, who)
    item = np.searchsorted(slots.starts, rows, side="right") - 1
    account, time = slots.account[rows].astype(np.int64), slots.time[rows]
    starts = np.ones(len(rows), np.bool_)
    starts[1:] = (np.diff(item) != 0) | (np.diff(time) > window)
    burst = np.cumsum(starts) - 1
    count = int(burst[-1]) + 1 if len(burst) else 0
    _, once = np.unique(np.stack((burst, account)), axis=1, return_index=True)  # each member when it first came
    members = np.bincount(burst[once], minlength=count)
    kept = members >= least
    begins = np.flatnonzero(starts)[kept]
    happenings = np.stack((np.full(len(begins), kind), item[begins], time[begins], account[begins], members[kept]))
    once = np.sort(once[kept[burst[once]]])
    which = (np.cumsum(kept) - 1)[burst[once]]
    return happenings, np.stack((which, account[once], time[once] - time[begins][which]))


def _seen_before(kind: Ints, number: Ints) -> NDArray[np.bool_]:
    """Return which happenings, in order of time, have the thing of an earlier one."""
    again = np.ones(len(kind), np.bool_)
    _, first = np.unique(np.stack((kind, number)), axis=1, return_index=True)
    again[first] = False
    return again
