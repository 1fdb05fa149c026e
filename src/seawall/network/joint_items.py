"""What did a cell do together, item by item? Who took part in each, when, in which order; who else used it.

Made once a cell from its evidence; roles, lawful alternatives and timelines are read off it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seawall.network.cells import Cell
from seawall.network.search import CellSearch
from seawall.network.slots import Ints, Slots

__all__ = ["JointItems", "joint_items"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointItems:
    """Members at joint items: a row each time that a member took part in one, sorted by item and time.

    `item` numbers the cell's joint items; `account` is the member, `time` when it first came, `is_first` whether it
    was first. By joint item: `kind` (its number in the slot set), `number` (the item there), `members` (how many took
    part) and `users` (how many accounts used the item at any time).
    """

    item: Ints
    account: Ints
    time: Ints
    is_first: NDArray[np.bool_]
    kind: Ints
    number: Ints
    members: Ints
    users: Ints

    def __len__(self) -> int:
        return len(self.kind)


def joint_items(search: CellSearch, cell: Cell) -> JointItems:
    """Return the items that members of a cell used together."""
    evidence = search.evidence
    inside = np.isin(evidence.pair, cell.pairs)
    names = {slots.kind: number for number, slots in enumerate(search.slots)}
    kind_of_test = np.array([names[test.kind] for test in search.pairs.sources])
    kind, number = kind_of_test[evidence.test[inside]], evidence.item[inside]
    time = evidence.time[inside]
    rows = np.stack([
        np.tile(kind, 2),
        np.tile(number, 2),
        np.concatenate((time, time + evidence.lag[inside])),
        np.concatenate((evidence.first[inside], evidence.second[inside])),
    ])  # fmt: skip
    rows = rows[:, np.lexsort((rows[2], rows[3], rows[1], rows[0]))]
    rows = rows[:, _changes(rows[0], rows[1], rows[3])]  # each member once an item, when it first came
    rows = rows[:, np.lexsort((rows[3], rows[2], rows[1], rows[0]))]
    begins = _changes(rows[0], rows[1])
    at = np.cumsum(begins) - 1
    firsts = rows[:2, begins]
    return JointItems(
        item=at,
        account=rows[3],
        time=rows[2],
        is_first=begins,
        kind=firsts[0],
        number=firsts[1],
        members=np.bincount(at, minlength=firsts.shape[1]),
        users=np.array([_users(search.slots.by_kind[kind], number) for kind, number in firsts.T.tolist()], np.int64),
    )


def _changes(*columns: Ints) -> NDArray[np.bool_]:
    """Return where any of the columns differs from the row before."""
    changes = np.ones(len(columns[0]), np.bool_)
    changes[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return changes


def _users(slots: Slots, item: int) -> int:
    return len(np.unique(slots.account[slots.starts[item] : slots.starts[item + 1]]))
