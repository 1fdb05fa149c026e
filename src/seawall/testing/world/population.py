"""Who lives in the world? One row an account: group, tongue, actor, life, weight, and why it is there.

Accounts stand in fixed order: the named cast, accounts closed during the world, their successors, the fairness
groups, the members of cells, newcomers, and everybody else. An *actor* is whoever stands behind accounts: voice,
rhythm and friends hang on the actor, so a successor keeps them. Names and pictures are given in `profiles.py`, ties
of succession in `successors.py`, cells in `cells.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from seawall.testing.world.calendar import DAY, HOUR, RHYTHM_COUNT, Calendar
from seawall.testing.world.draws import Draws, Ints, Reals
from seawall.testing.world.groups import GROUPS, INTERESTS, POPULATION_SHARES, group_number
from seawall.testing.world.options import CAST_COUNT, WorldOptions
from seawall.testing.world.phrasebook import ORDINARY_TOPICS

__all__ = ["NEVER", "Population", "Spans", "populate"]

NEVER: Final = -1
_MOVEMENT: Final = group_number("movement")
_SILENT_SHARE, _LAST_WAKING = 0.08, 0.94  # of newcomers: opened, and only later posting; of the world's time
_LARGEST_WEIGHT: Final = 30.0
_CAST_GROUPS: Final = (
    "movement", "movement", "movement", "movement", "press", "press",
    "counter", "rights", "research", "satire", "football", "family",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Where each kind of account stands: half-open ranges of account numbers."""

    closed: range
    successors: range
    fairness: range
    cells: range
    newcomers: range
    others: range

    @classmethod
    def of(cls, options: WorldOptions, cell_accounts: int) -> Spans:
        """Return the ranges; the cast's closed accounts and successors count towards the totals."""
        cast_closed = 3 if options.closed_count and (options.successor_count or 0) >= 3 else 0
        counts = (
            options.closed_count - cast_closed,
            (options.successor_count or 0) - cast_closed,
            options.fairness_count or 0,
            cell_accounts,
            options.newcomer_count or 0,
        )
        edges = [CAST_COUNT]
        for count in counts:
            edges.append(edges[-1] + max(count, 0))
        edges.append(options.account_count)
        closed, successors, fairness, cells, newcomers, others = (range(first, last) for first, last in pairwise(edges))
        return cls(
            closed=closed, successors=successors, fairness=fairness, cells=cells, newcomers=newcomers, others=others
        )


@dataclass(slots=True, kw_only=True)
class Population:
    """All accounts of a world as columns; times in microseconds since the start, −1 for never."""

    options: WorldOptions
    spans: Spans
    with_movement_cast: bool
    group: Ints
    language: Ints
    second_language: Ints
    mixing: Reals  # share of posts in the second language
    platform: Ints
    actor: Ints
    friends_of: Ints  # whose circle this account mentions: the actor's, unless care was taken
    copies: Ints  # whose repertoire it re-posts; −1: none
    interests: Ints  # (account, 3)
    born: Ints  # created at, may be long before the start
    start: Ints
    end: Ints
    closed: Ints
    weight: Reals
    followers: Ints
    cell: Ints
    second_cell: Ints
    role: Ints
    lawful_group: Ints
    successor_of: Ints
    care: Ints
    generation: Ints
    wave: Ints
    fairness: Ints
    fairness_of: Ints

    def __len__(self) -> int:
        return len(self.group)

    @property
    def rhythm(self) -> Ints:
        """Return the rhythm number of each account: its actor's."""
        return (self.actor * 37 + self.options.seed * 11) % RHYTHM_COUNT


def populate(options: WorldOptions, draws: Draws, calendar: Calendar, cell_accounts: int) -> Population:
    """Return the population of a world, before succession, cells and groups are tied."""
    count = options.account_count
    spans = Spans.of(options, cell_accounts)
    number = np.arange(count)
    with_cast = bool(options.closed_count and (options.successor_count or 0) >= 3)
    group = _groups(options, draws, spans, with_cast=with_cast)
    language = draws.chosen("language", np.array(options.language_shares), number)
    nobody = np.full(count, NEVER)
    people = Population(
        options=options,
        spans=spans,
        with_movement_cast=with_cast,
        group=group,
        language=language,
        second_language=(language + 1 + draws.below("second language", 2, number)) % 3,
        mixing=np.where(draws.unit("mixes", number) < 0.15, 0.3 * draws.unit("mixing", number), 0.0),
        platform=(draws.unit("platform", number) < 0.25).astype(np.int64),
        actor=number.copy(),
        friends_of=number.copy(),
        copies=np.where(group == _MOVEMENT, number, NEVER),
        interests=_interests(draws, group),
        born=-(1 + draws.below("age", 2_500 * 24, number)) * HOUR - draws.below("age rest", HOUR, number),
        start=np.zeros(count, dtype=np.int64),
        end=np.full(count, calendar.end),
        closed=nobody.copy(),
        weight=_weights(draws, group),
        followers=_followers(draws, group),
        cell=nobody.copy(),
        second_cell=nobody.copy(),
        role=nobody.copy(),
        lawful_group=nobody.copy(),
        successor_of=nobody.copy(),
        care=nobody.copy(),
        generation=np.zeros(count, dtype=np.int64),
        wave=nobody.copy(),
        fairness=nobody.copy(),
        fairness_of=nobody.copy(),
    )
    _cast_tongues(people)
    _open_newcomers(people, draws, calendar)
    return people


def _groups(options: WorldOptions, draws: Draws, spans: Spans, *, with_cast: bool) -> Ints:
    names = list(POPULATION_SHARES)
    chosen = draws.chosen("group", np.array(list(POPULATION_SHARES.values())), np.arange(options.account_count))
    group = np.array([group_number(name) for name in names])[chosen]
    group[:CAST_COUNT] = [group_number(name) for name in _CAST_GROUPS]
    if not with_cast:
        group[:4] = group_number("family")
    for span in (spans.closed, spans.successors, spans.cells):
        group[span.start : span.stop] = _MOVEMENT
    for span in (spans.fairness, spans.newcomers):
        part = group[span.start : span.stop]
        part[part == group_number("press")] = group_number("ordinary")
    return group


def _interests(draws: Draws, group: Ints) -> Ints:
    number = np.arange(len(group))
    own = np.stack([draws.below(f"interest {i}", len(ORDINARY_TOPICS), number) for i in range(3)], axis=1)
    given = INTERESTS[group]
    keep = (draws.unit("usual interests", number) < 0.6)[:, None] & (given >= 0)
    return np.where(keep, given, own)


def _weights(draws: Draws, group: Ints) -> Reals:
    """Return how much each account posts: a heavy tail, capped; newsrooms post more."""
    tail = 1.0 / np.sqrt(1.0 - draws.unit("activity", np.arange(len(group))))
    factor = np.ones(len(GROUPS))
    factor[group_number("press")] = 3.0
    return np.asarray(np.minimum(tail, _LARGEST_WEIGHT) * factor[group])


def _followers(draws: Draws, group: Ints) -> Ints:
    unit = draws.unit("followers", np.arange(len(group)))
    factor = np.full(len(GROUPS), 40.0)
    factor[group_number("press")] = 4_000.0
    factor[_MOVEMENT] = 90.0
    return np.minimum(factor[group] / (1.0 - unit), 2_000_000).astype(np.int64)


def _cast_tongues(people: Population) -> None:
    people.language[:CAST_COUNT] = [1, 1, 0, 2, 1, 1, 1, 0, 2, 1, 2, 0]
    people.mixing[:CAST_COUNT] = 0.0
    people.platform[:CAST_COUNT] = 0


def _open_newcomers(people: Population, draws: Draws, calendar: Calendar) -> None:
    span = people.spans.newcomers
    number = np.arange(span.start, span.stop)
    opened = ((0.05 + 0.85 * draws.unit("opened", number)) * calendar.end).astype(np.int64)
    people.born[number] = people.start[number] = opened
    late = number[draws.unit("silent at first", number) < _SILENT_SHARE]
    left = _LAST_WAKING * calendar.end - people.born[late]
    people.start[late] += (draws.unit("silent for", late) * left).astype(np.int64)
    people.weight[number] *= (calendar.end - people.start[number]) / calendar.end
    movement = np.arange(people.spans.closed.start, people.spans.closed.stop)
    people.born[movement] = -(5 + draws.below("closed age", 400, movement)) * DAY
