"""Which cell of last week is this? Cells of two searches matched by their members, so that an identity goes on.

A new cell continues the old one that it is most like (Jaccard of members), each old one being continued once, the
most alike first. Sources: Greene, Doyle and Cunningham 2010 on dynamic communities; events as they are usually named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["CellEvent", "CellStep", "match_cells"]

_ALIKE: Final = 0.3
_PART: Final = 0.5  # of an old cell's members: a split or a merger takes so many along
_GREW: Final = 1.2


class CellEvent(StrEnum):
    """What happened to a cell."""

    BORN = "born"
    CONTINUES = "continues"
    GREW = "grew"
    SHRANK = "shrank"
    SPLIT = "split"
    MERGED = "merged"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStep:
    """A cell of the new search: which identity it goes on with (None: a new one), how alike, from where, what happened.

    `origins` are the identities that gave it most of their members or most of its own, the most alike first.
    """

    cell: int
    identity: str | None
    likeness: float
    origins: tuple[str, ...]
    event: CellEvent


def match_cells(
    last: Mapping[str, AbstractSet[str]],
    new: Mapping[int, AbstractSet[str]],
    earlier: Mapping[str, AbstractSet[str]] | None = None,
) -> tuple[CellStep, ...]:
    """Say of each new cell which identity it continues.

    Args:
        last: members of each identity in the last search.
        new: members of each cell of this one.
        earlier: members, as last seen, of identities that were absent last time: a cell like one of them has returned.

    Returns: a step for each new cell, in the order of their numbers.
    """
    absent = {name: members for name, members in (earlier or {}).items() if name not in last}
    old = {**last, **absent}
    likeness = _likenesses(old, new)
    identity = _continued(likeness)
    heirs: dict[str, list[int]] = defaultdict(list)
    origins: dict[int, tuple[str, ...]] = {}
    for cell, members in new.items():
        mine = [name for name in old if _gives(old[name], members)]
        origins[cell] = tuple(sorted(mine, key=lambda name: (-likeness.get((name, cell), 0.0), name)))
        for name in mine:
            heirs[name].append(cell)
    return tuple(
        CellStep(
            cell=cell,
            identity=identity.get(cell),
            likeness=round(likeness.get((identity.get(cell, ""), cell), 0.0), 4),
            origins=origins[cell],
            event=_event(cell, new[cell], old, absent, identity, origins, heirs),
        )
        for cell in sorted(new)
    )


def _likenesses(
    old: Mapping[str, AbstractSet[str]], new: Mapping[int, AbstractSet[str]]
) -> dict[tuple[str, int], float]:
    """Return the Jaccard likeness of each old and new cell that share a member."""
    cell_of = {member: cell for cell, members in new.items() for member in members}
    shared: dict[tuple[str, int], int] = defaultdict(int)
    for name, members in old.items():
        for member in members:
            if member in cell_of:
                shared[name, cell_of[member]] += 1
    return {(name, cell): count / (len(old[name]) + len(new[cell]) - count) for (name, cell), count in shared.items()}


def _continued(likeness: Mapping[tuple[str, int], float]) -> dict[int, str]:
    """Return the identity of each new cell that has one: each old one goes on once, the most alike first."""
    taken: set[str] = set()
    identity: dict[int, str] = {}
    for (name, cell), alike in sorted(likeness.items(), key=lambda one: (-one[1], one[0])):
        if alike >= _ALIKE and name not in taken and cell not in identity:
            identity[cell] = name
            taken.add(name)
    return identity


def _gives(old: AbstractSet[str], new: AbstractSet[str]) -> bool:
    """Say whether an old cell went into a new one for a good part, or is a good part of it."""
    shared = len(old & new)
    return shared >= 2 and (shared >= _PART * len(old) or shared >= _PART * len(new))


def _event(
    cell: int,
    members: AbstractSet[str],
    old: Mapping[str, AbstractSet[str]],
    absent: Mapping[str, AbstractSet[str]],
    identity: Mapping[int, str],
    origins: Mapping[int, tuple[str, ...]],
    heirs: Mapping[str, list[int]],
) -> CellEvent:
    if len(origins[cell]) > 1:
        return CellEvent.MERGED
    if any(len(heirs[name]) > 1 for name in origins[cell]):
        return CellEvent.SPLIT
    name = identity.get(cell)
    if name is None:
        return CellEvent.BORN
    if name in absent:
        return CellEvent.RETURNED
    growth = len(members) / len(old[name])
    return CellEvent.GREW if growth >= _GREW else CellEvent.SHRANK if growth <= 1 / _GREW else CellEvent.CONTINUES
