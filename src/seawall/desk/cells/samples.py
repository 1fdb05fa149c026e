"""Which of the things that a cell shared are shown? Those that most members shared, some of every trace.

Of each thing the first members to come are listed with the time, each member once; so a viral one stays readable. How
many accounts outside the cell shared it is told too: a thing that everybody shares ties nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from seawall.desk.cells.records import SampleRecord
from seawall.network import Cell, CellSearch, Slots

__all__ = ["SAMPLES", "SLOTS_LISTED", "samples_of"]

SAMPLES: Final = 12
"""Things shown of a cell."""
SLOTS_LISTED: Final = 200
"""Members listed of one thing."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST: Final = 2_000


def samples_of(search: CellSearch, cell: Cell, place: Mapping[str, int]) -> tuple[SampleRecord, ...]:
    """Return samples of what a cell shared; `place` gives each member's place by its name."""
    told, evidence = search.pairs, search.evidence
    inside = np.isin(evidence.pair, cell.pairs)
    by_kind: dict[str, tuple[Slots, dict[int, int]]] = {}
    tests, items = evidence.test[inside], evidence.item[inside]
    for test in np.unique(tests).tolist():
        slots = told.sources[test].visits.slots
        _, counted = by_kind.setdefault(slots.kind, (slots, {}))
        found, count = np.unique(items[tests == test], return_counts=True)
        for item, number in zip(found.tolist(), count.tolist(), strict=True):
            counted[item] = max(number, counted.get(item, 0))
    names = search.slots.accounts
    members = {int(number): place[names[int(number)].as_py()] for number in cell.members.tolist()}
    each = -(-SAMPLES // max(1, len(by_kind)))
    made = [
        _sample(slots, item, members)
        for _, (slots, counted) in sorted(by_kind.items())
        for item in sorted(counted, key=lambda one: (-counted[one], one))[:each]
    ]
    made.sort(key=lambda one: (-one.member_count, one.kind, one.item))
    return tuple(one for one in made if one.member_count >= 2)[:SAMPLES]


def _sample(slots: Slots, item: int, members: Mapping[int, int]) -> SampleRecord:
    begins, ends = int(slots.starts[item]), int(slots.starts[item + 1])
    first: dict[int, int] = {}
    others: set[int] = set()
    count = 0
    for account, time in zip(slots.account[begins:ends].tolist(), slots.time[begins:ends].tolist(), strict=True):
        if account not in members:
            others.add(account)
            continue
        count += 1
        first.setdefault(members[account], time)
    listed = sorted(first.items(), key=lambda one: (one[1], one[0]))
    return SampleRecord(
        kind=slots.kind,
        item=slots.item_name(item)[:_LONGEST],
        member_count=len(first),
        slot_count=count,
        other_count=len(others),
        slots=tuple((member, _EPOCH + timedelta(microseconds=time)) for member, time in listed[:SLOTS_LISTED]),
    )
