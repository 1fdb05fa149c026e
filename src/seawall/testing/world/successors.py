"""Whose account was closed, who came back, and who only looks alike?

Care: *careless* keeps name, picture, text and links; *renamed* takes a new name and handle; *new_profile* changes the
whole profile; *habits_only* keeps nothing but voice and rhythm. The cast's story stands in every world with closed
accounts: @lampkeeper closed at 12:00, @night_gardener opened at 12:58 with two others, those two closed the next
morning, and in the night a wave of up to 300. The fairness groups resemble a closed account and are other people.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.testing.world.calendar import DAY, HOUR, MINUTE, Calendar
from seawall.testing.world.draws import Draws, Ints
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
    _cast_story(people, calendar)
    _open_singles(people, draws, calendar)
    _open_wave(people, draws, calendar)
    _place_fairness(people, draws, calendar)


def _close(people: Population, draws: Draws, calendar: Calendar) -> None:
    number = np.arange(people.spans.closed.start, people.spans.closed.stop)
    closed = ((0.2 + 0.65 * draws.unit("closing", number)) * calendar.end).astype(np.int64) // MINUTE * MINUTE
    people.closed[number] = people.end[number] = closed
    people.weight[number] = 1.2 * np.sqrt(people.weight[number])


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


def _open_singles(people: Population, draws: Draws, calendar: Calendar) -> None:
    wave = wave_size(people.options.successor_count or 0) if people.with_movement_cast else 0
    span = people.spans.successors
    number = np.arange(span.start, span.stop - wave)
    parents = people.spans.closed.start + draws.shuffled("parents", max(1, len(people.spans.closed)))
    if not len(people.spans.closed):
        return
    parent = parents[np.arange(len(number)) % len(parents)]
    haste = draws.unit("haste", number)
    gap = 20 * MINUTE + (haste * haste * 60 * HOUR).astype(np.int64)
    opened = np.minimum(people.closed[parent] + gap, (_LAST_OPENING * calendar.end) // 1).astype(np.int64)
    opened = np.maximum(opened, people.closed[parent] + 5 * MINUTE)
    _succeed(people, number, parent, opened, np.arange(len(number)) % len(CARE_LEVELS))
    people.weight[number] = 0.9 * np.sqrt(people.weight[number])


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
    later = people.closed[target] + (draws.unit("fairness gap", number) * 72 * HOUR).astype(np.int64)
    opened = np.minimum(later, int(_LAST_OPENING * calendar.end))
    is_new = draws.unit("fairness new", number) < 0.7
    people.born[number] = np.where(is_new, opened, people.born[number])
    people.start[number] = np.where(is_new, opened, 0)
    people.weight[number] = np.where(is_new, 0.8, 1.2)
    journalists = number[people.fairness[number] == _JOURNALIST]
    people.group[journalists] = group_number("press")
