"""Whose account was closed, who came back, and who only looks alike?

Care: *careless* keeps name, picture, text and links; *renamed* takes a new name and handle; *new_profile* changes the
whole profile; *habits_only* keeps nothing but voice and rhythm. Some of the closed accounts are one actor's, one after
the other: two to six generations, each closed before the next. The cast's story stands in every world with closed
accounts: @lampkeeper closed at 12:00, @night_gardener opened at 12:58 with two others, those two closed the next
morning, and in the night a wave of up to 300. The fairness groups resemble a closed account and are other people.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from seawall.testing.world.calendar import DAY, HOUR, MINUTE, Calendar
from seawall.testing.world.draws import Draws, Ints, Reals
from seawall.testing.world.gaps import PREPARED_SHARE, asleep_since, gap_after, opening_after
from seawall.testing.world.groups import group_number
from seawall.testing.world.options import WAVE_ACCOUNTS
from seawall.testing.world.population import NEVER, Population

__all__ = ["CARE_LEVELS", "FAIRNESS_GROUPS", "GROUNDS", "cast_day", "tie_successors", "wave_size"]

CARE_LEVELS: Final = ("careless", "renamed", "new_profile", "habits_only")
FAIRNESS_GROUPS: Final = (
    "namesake", "fan", "parody", "quoting_journalist", "family_shared_links", "public_chat",
)  # fmt: skip
GROUNDS: Final = ("promotes", "recruits", "threatens")

_HABITS_ONLY: Final = CARE_LEVELS.index("habits_only")
_JOURNALIST: Final = FAIRNESS_GROUPS.index("quoting_journalist")
_LAST_OPENING: Final = 0.94  # of the world's time
_PACES: Final = np.array([-0.6, 0.0, 0.25, 0.5])  # of the care levels: who takes more care waits longer
_FOLLOWING_SHARE: Final = 0.5  # of those who resemble: opened after the closing as returns are; others at any time
_CHAIN_SHARES: Final = np.array([0.94, 0.025, 0.015, 0.01, 0.006, 0.004])  # of actors, by generations that were closed


def cast_day(calendar: Calendar) -> int:
    """Return the day on which @lampkeeper is closed."""
    return max(1, calendar.day_count * 2 // 5)


def wave_size(successor_count: int) -> int:
    """Return how many of the successors open in the one night: 300 when counts allow, else a quarter."""
    rest = max(0, successor_count - 3)
    return WAVE_ACCOUNTS if rest >= WAVE_ACCOUNTS + 10 else rest // 4


def tie_successors(people: Population, draws: Draws, calendar: Calendar) -> None:
    """Close the closed accounts, open their successors and place the fairness groups beside them."""
    _close(people, draws, calendar)
    last = _chain(people, draws, calendar)
    _cast_story(people, calendar)
    _open_singles(people, draws, calendar, last)
    _open_wave(people, draws, calendar)
    _place_fairness(people, draws, calendar)


def _close(people: Population, draws: Draws, calendar: Calendar) -> None:
    number = np.arange(people.spans.closed.start, people.spans.closed.stop)
    closed = ((0.2 + 0.65 * draws.unit("closing", number)) * calendar.end).astype(np.int64) // MINUTE * MINUTE
    people.closed[number] = people.end[number] = closed
    people.weight[number] = 1.2 * np.sqrt(people.weight[number])


def _chain(people: Population, draws: Draws, calendar: Calendar) -> Ints:
    """Let some actors be closed again and again; return the last account of each closed one's actor."""
    first, stop = people.spans.closed.start, people.spans.closed.stop
    last = np.arange(first, stop)
    for chain in _chains(draws, first, stop):
        closings = np.sort(people.closed[chain])
        apart = calendar.end // 80 // MINUTE * MINUTE
        for at in range(1, len(chain)):
            closings[at] = max(closings[at], closings[at - 1] + apart)
        people.closed[chain] = people.end[chain] = closings
        born, weight = people.born[chain[0]], people.weight[chain].copy()
        for at, (parent, child) in enumerate(pairwise(chain.tolist())):
            care = draws.below("chain care", len(CARE_LEVELS), np.array([child]))
            gap = gap_after(draws.unit("chain haste", np.array([child])), _PACES[care])
            opened = closings[at] + np.minimum(gap, (closings[at + 1] - closings[at]) // 2)
            _succeed(people, np.array([child]), np.array([parent]), opened, care)
            part = (closings[at + 1] - opened[0]) / (0.3 * calendar.end)
            people.weight[child] = weight[at + 1] * min(1.0, max(0.3, part))
        people.born[chain[0]] = born
        last[chain - first] = chain[-1]
    return last


def _chains(draws: Draws, first: int, stop: int) -> list[Ints]:
    """Return the accounts of each actor who was closed more than once, in order."""
    length = 1 + draws.chosen("generations", _CHAIN_SHARES, np.arange(first, stop))
    chains, at = [], first
    while at < stop:
        until = min(at + int(length[at - first]), stop)
        if until - at > 1:
            chains.append(np.arange(at, until))
        at = until
    return chains


def _cast_story(people: Population, calendar: Calendar) -> None:
    if not people.with_movement_cast:
        return
    noon = cast_day(calendar) * DAY + 12 * HOUR
    people.closed[0] = people.end[0] = noon
    people.born[0] = -63 * DAY
    opened = noon + np.array([58, 100, 185]) * MINUTE
    care = np.array([CARE_LEVELS.index(level) for level in ("renamed", "new_profile", "renamed")])
    _succeed(people, np.array([1, 2, 3]), np.zeros(3, dtype=np.int64), opened, care)
    people.language[1:4] = [1, 0, 2]
    morning = (cast_day(calendar) + 1) * DAY + 9 * HOUR
    people.closed[2:4] = people.end[2:4] = [morning, morning + 12 * MINUTE]
    people.weight[:4] = [8.0, 5.0, 3.0, 3.0]


def _open_singles(people: Population, draws: Draws, calendar: Calendar, last: Ints) -> None:
    wave = wave_size(people.options.successor_count or 0) if people.with_movement_cast else 0
    span = people.spans.successors
    number = np.arange(span.start, span.stop - wave)
    parents = last[draws.shuffled("parents", len(last))]
    if not len(parents):
        return
    parent = parents[np.arange(len(number)) % len(parents)]
    care = np.arange(len(number)) % len(CARE_LEVELS)
    opened = _openings(people, draws, calendar, ("haste", number, parent, _PACES[care]))
    _succeed(people, number, parent, opened, care)
    prepared = number[draws.unit("prepared", number) < PREPARED_SHARE]
    closed = people.closed[people.successor_of[prepared]]
    people.born[prepared] = asleep_since(closed, draws.unit("asleep", prepared))
    people.weight[number] = 0.9 * np.sqrt(people.weight[number])


def _openings(people: Population, draws: Draws, calendar: Calendar, who: tuple[str, Ints, Ints, Reals | float]) -> Ints:
    """Return when accounts that follow a closing are opened: draw's name, accounts, the closed ones, their pace."""
    name, number, parent, pace = who
    gap = gap_after(draws.unit(name, number), np.broadcast_to(pace, number.shape))
    instead = draws.unit(f"{name} in what is left", number)
    return opening_after(people.closed[parent], gap, instead, int(_LAST_OPENING * calendar.end))


def _open_wave(people: Population, draws: Draws, calendar: Calendar) -> None:
    if not people.with_movement_cast:
        return
    span = people.spans.successors
    number = np.arange(span.stop - wave_size(people.options.successor_count or 0), span.stop)
    night = (cast_day(calendar) + 1) * DAY + 21 * HOUR
    opened = night + (draws.unit("night", number) * 9 * HOUR).astype(np.int64)
    care = (draws.unit("wave care", number) < 0.3).astype(np.int64)
    _succeed(people, number, 2 + draws.below("wave parent", 2, number), opened, care)
    people.wave[number] = 0
    people.cell[number] = NEVER
    people.weight[number] = 0.35


def _succeed(people: Population, number: Ints, parent: Ints, opened: Ints, care: Ints) -> None:
    people.successor_of[number] = parent
    people.care[number] = care
    people.generation[number] = people.generation[parent] + 1
    people.born[number] = people.start[number] = opened
    people.actor[number] = people.actor[parent]
    people.language[number] = people.language[parent]
    people.second_language[number] = people.second_language[parent]
    people.mixing[number] = people.mixing[parent]
    people.interests[number] = people.interests[parent]
    people.cell[number] = people.cell[parent]
    people.friends_of[number] = np.where(care == _HABITS_ONLY, number, people.friends_of[parent])
    people.copies[number] = np.where(care == _HABITS_ONLY, NEVER, people.actor[parent])
    people.followers[number] = people.followers[parent] // 12


def _place_fairness(people: Population, draws: Draws, calendar: Calendar) -> None:
    span = people.spans.fairness
    number = np.arange(span.start, span.stop)
    if not len(people.spans.closed):
        return
    target = people.spans.closed.start + draws.below("resembles", len(people.spans.closed), number)
    people.fairness[number] = np.arange(len(number)) % len(FAIRNESS_GROUPS)
    people.fairness_of[number] = target
    people.language[number] = people.language[target]
    follows = draws.unit("follows the closing", number) < _FOLLOWING_SHARE
    after = _openings(people, draws, calendar, ("fairness gap", number, target, 0.0))
    evenly = ((0.05 + 0.85 * draws.unit("fairness opened", number)) * calendar.end).astype(np.int64)
    opened = np.where(follows, after, evenly)
    is_new = draws.unit("fairness new", number) < 0.7
    people.born[number] = np.where(is_new, opened, people.born[number])
    people.start[number] = np.where(is_new, opened, 0)
    people.weight[number] = np.where(is_new, 0.8, 1.2)
    journalists = number[people.fairness[number] == _JOURNALIST]
    people.group[journalists] = group_number("press")
