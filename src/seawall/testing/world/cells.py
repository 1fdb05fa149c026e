"""Who acts together? The movement's cells with their roles and discipline, and groups that do so lawfully.

A cell's members push the same thing (a text, a link, a picture, a post to reshare) after its originator, within a lag
that its discipline sets: the same minute, a quarter of an hour, an hour, or loosely over six. A bridge also serves a
second cell; a sleeper is silent until it wakes at half time. Fans at a match, wire services with their partner
papers, volunteers of a disclosed campaign and market stalls act together too, and lawfully: they are the hard
negatives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from seawall.testing.world.calendar import DAY, HOUR, MINUTE, Calendar
from seawall.testing.world.draws import Draws, Ints
from seawall.testing.world.groups import group_number
from seawall.testing.world.options import WorldOptions
from seawall.testing.world.population import NEVER, Population
from seawall.testing.world.scenes import begins_of

__all__ = [
    "DISCIPLINES",
    "LAWFUL_KINDS",
    "ROLES",
    "Joint",
    "cell_sizes",
    "form_cells",
    "form_lawful_groups",
    "joint_posts",
]

ROLES: Final = ("originator", "funnel", "amplifier", "bridge", "sleeper")
DISCIPLINES: Final = ("same_minute", "quarter_hour", "hour", "loose")
LAWFUL_KINDS: Final = ("fan_club", "wire_partners", "disclosed_campaign", "market_stalls")

_LAG: Final = np.array([55_000_000, 15 * MINUTE, HOUR, 6 * HOUR])
_CELL_SHARE: Final = 0.03  # of all posts
_LAWFUL_SHARE: Final = 0.03
_TAKES_PART: Final = 0.75
_LAWFUL_SOURCES: Final = ("football", "press", "ordinary", "market")
_SMALLEST_CELL: Final = 3
_MEAN_SIZE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Posts that somebody planned together, in order of time."""

    time: Ints
    account: Ints
    party: Ints  # number of the cell or of the lawful group
    lawful: Ints  # 1 or 0
    push: Ints  # which joint effort
    item: Ints  # a number from which the pushed content follows
    rank: Ints  # 0: who went first

    def __len__(self) -> int:
        return len(self.time)


def cell_sizes(options: WorldOptions, draws: Draws) -> Ints:
    """Return the number of own members of each cell: 3 to 12, some up to 60 in worlds of 20,000 accounts and more."""
    number = np.arange(options.cell_count or 0)
    sizes = _SMALLEST_CELL + draws.below("cell size", 9, number)
    if options.account_count >= 20_000:
        large = number % 6 == 5
        sizes = np.where(large, 12 + draws.below("large cell", 49, number), sizes)
    while sizes.sum() > _MEAN_SIZE * max(1, len(number)):
        sizes[np.argmax(sizes)] -= 1
    return sizes


def form_cells(people: Population, draws: Draws, calendar: Calendar, sizes: Ints) -> None:
    """Give the cell accounts their cell and role; part of the closed accounts, and the cast's, belong to cells too."""
    at = people.spans.cells.start
    for cell, size in enumerate(sizes):
        members = np.arange(at, at + size)
        at += size
        people.cell[members] = cell
        people.role[members] = ROLES.index("amplifier")
        people.role[members[0]] = ROLES.index("originator")
        people.role[members[1]] = ROLES.index("funnel")
        if size > _SMALLEST_CELL and len(sizes) > 1:
            people.role[members[2]] = ROLES.index("bridge")
            people.second_cell[members[2]] = (cell + 1) % len(sizes)
        if size > _SMALLEST_CELL + 1:
            people.role[members[-1]] = ROLES.index("sleeper")
            people.start[members[-1]] = calendar.end // 2
            people.weight[members[-1]] *= 0.5
    if len(sizes):
        closed = np.arange(people.spans.closed.start, people.spans.closed.stop)
        joins = draws.unit("closed in cell", closed) < 0.3
        people.cell[closed[joins]] = draws.below("which cell", len(sizes), closed[joins])
        if people.with_movement_cast:
            people.cell[0] = 0


def form_lawful_groups(people: Population, draws: Draws) -> Ints:
    """Give members to the lawful groups and return the kind of each group."""
    kinds = np.arange(people.options.lawful_group_count or 0) % len(LAWFUL_KINDS)
    free = {
        source: np.flatnonzero((people.group == group_number(source)) & (people.start == 0) & (people.fairness < 0))
        for source in _LAWFUL_SOURCES
    }
    taken = dict.fromkeys(_LAWFUL_SOURCES, 0)
    for number, kind in enumerate(kinds):
        source = _LAWFUL_SOURCES[kind]
        size = 4 + draws.number("lawful size", 6 if source == "press" else 30, number)
        members = free[source][taken[source] : taken[source] + size]
        taken[source] += size
        people.lawful_group[members] = number
    return kinds


def joint_posts(people: Population, draws: Draws, calendar: Calendar, kinds: Ints) -> Joint:
    """Return every planned post of the world; together about six in a hundred."""
    cells = _parties(people.cell, people.second_cell)
    lawful = _parties(people.lawful_group, np.full(len(people), NEVER))
    parts = _pushes(people, draws, calendar, cells, lawful=0, lag_of=np.arange(len(cells)) % len(DISCIPLINES))
    lag = np.array([1, 0, 3, 2])[kinds] if len(kinds) else kinds
    parts += _pushes(
        people, draws, calendar, lawful, lawful=1, lag_of=lag, kinds=kinds if people.options.scenes else None
    )
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Joint(time=empty, account=empty, party=empty, lawful=empty, push=empty, item=empty, rank=empty)
    columns = np.concatenate(parts, axis=1)
    columns = columns[:, np.lexsort((columns[1], columns[0]))]
    time, account, party, is_lawful, push, item, rank = columns
    return Joint(time=time, account=account, party=party, lawful=is_lawful, push=push, item=item, rank=rank)


def _parties(first: Ints, second: Ints) -> list[Ints]:
    count = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    return [np.flatnonzero((first == party) | (second == party)) for party in range(count)]


def _pushes(
    people: Population,
    draws: Draws,
    calendar: Calendar,
    parties: list[Ints],
    *,
    lawful: int,
    lag_of: Ints,
    kinds: Ints | None = None,
) -> list[Ints]:
    wanted = people.options.post_count * (_LAWFUL_SHARE if lawful else _CELL_SHARE) / max(1, len(parties))
    parts = []
    for party, members in enumerate(parties):
        if len(members) < 2:
            continue
        pushes = max(3, round(wanted / (1 + _TAKES_PART * (len(members) - 1))))
        begins = None
        if kinds is not None:
            begins = begins_of(int(kinds[party]), draws, calendar, (party, lawful, np.arange(pushes)))
        plan = (party, lawful, int(lag_of[party]), pushes)
        parts.append(_party_pushes(people, draws, calendar, members, plan, begins))
    return parts


def _party_pushes(
    people: Population,
    draws: Draws,
    calendar: Calendar,
    members: Ints,
    plan: tuple[int, int, int, int],
    begins: tuple[Ints, Ints] | None,
) -> Ints:
    """Return the rows of one party: time, account, party, lawful, push, item, rank."""
    party, lawful, discipline, pushes = plan
    push = np.repeat(np.arange(pushes), len(members))
    account = np.tile(members, pushes)
    numbers = (party, lawful, push)
    day = draws.below("push day", calendar.day_count, *numbers)
    hour = 8 + draws.below("push hour", 14, *numbers)
    begin = day * DAY + hour * HOUR + draws.below("push minute", HOUR, *numbers)
    if begins is not None:
        begin = begins[0][push]
    first = np.tile(np.arange(len(members)), pushes) == 0
    lag = draws.unit("push lag", *numbers, account)
    time = begin + np.where(first, 0, np.maximum(lag * _LAG[discipline], 2_000_000)).astype(np.int64)
    there = (draws.unit("takes part", *numbers, account) < _TAKES_PART) | first
    there &= (time >= people.start[account]) & (time < people.end[account]) & (time < calendar.end)
    item = (draws.bits("push item", *numbers) >> np.uint64(33)).astype(np.int64)
    if begins is not None:
        item = begins[1][push]
    rank = np.where(first, 0, 1 + np.floor(lag * 1_000)).astype(np.int64)
    constant = np.full(len(push), party), np.full(len(push), lawful)
    rows = np.stack([time, account, *constant, push + (party << 24) + (lawful << 44), item, rank])
    return np.asarray(rows[:, there])
