"""What do others see of lawful joint efforts? Matches that thousands follow, wire stories that are read, market days.

Where `WorldOptions.scenes` asks for it, lawful groups act as such groups do: fans at the moments of a few matches, in
the midst of everybody else who watches; papers on what their agency sends on working days, mostly with its credit line,
which readers link and papers outside the group print, too; a campaign with one page that says what it is; stalls on the
mornings of market days, with what they offer. Without it, groups act at any hour and nobody else takes part.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final
from zlib import crc32

import numpy as np

from seawall.testing.world.calendar import DAY, HOUR, MINUTE, Calendar
from seawall.testing.world.draws import Bits, Draws, Ints
from seawall.testing.world.groups import group_number
from seawall.testing.world.phrasebook import LANGUAGES
from seawall.testing.world.population import Population

__all__ = ["CAMPAIGN", "FANS", "STALLS", "WIRE", "Scenes", "begins_of"]

FANS, WIRE, CAMPAIGN, STALLS = range(4)
"""Numbers of the kinds, as in `cells.LAWFUL_KINDS`."""

_MOMENTS: Final = 12  # of a match: goals, whistles, chances
_MATCH_MINUTES: Final = 110
_WORKING_DAYS: Final = 5
_MARKET_DAYS: Final = np.array([2, 5])
_LASTS: Final = np.array([12 * MINUTE, 36 * HOUR, 400 * DAY, 6 * HOUR])  # how long others take part
_BACK: Final = np.array([1, 12, 60, 8])  # of the newest pages, how many others choose from
_SHARES: Final = {
    # of the posts that people have to spare: everybody's, and those of the group that cares
    FANS: ("football", 0.08, 0.6),
    WIRE: ("press", 0.012, 0.05),
    CAMPAIGN: ("family", 0.003, 0.006),
    STALLS: ("market", 0.01, 0.08),
}
_SAID: Final = {WIRE: ("credit", 0.75), CAMPAIGN: ("campaign", 0.85), STALLS: ("offer", 0.65)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """The public pages of a world's lawful efforts; by page: kind, since when, the push that made it, its language.

    `of_joint` is the page of each joint row, −1 for those of cells; `forms` are, by language, what efforts say of
    themselves.
    """

    kind: Ints
    time: Ints
    push: Ints
    language: Ints
    address: list[str]
    forms: list[dict[str, list[str]]]
    of_joint: Ints

    @classmethod
    def of(cls, joint: tuple[Ints, Ints, Ints, Ints, Ints], kind: Ints, *, reported: bool) -> Scenes:
        """Return the scenes of joint rows.

        Args:
            joint: by row, in order of time: time, party, push, item, language of the account.
            kind: of each row, −1 for rows of cells.
            reported: whether its seed is one of those that figures come from.
        """
        time, party, push, item, language = joint
        at = np.flatnonzero(kind >= 0)
        number = np.select(
            [kind == FANS, kind == WIRE, kind == CAMPAIGN], [item, push, party], party * 1_000 + time // DAY
        )
        keys, first, page = np.unique(np.stack((kind[at], number[at])), axis=1, return_index=True, return_inverse=True)
        rows = at[first]
        of_joint = np.full(len(kind), -1)
        of_joint[at] = page.ravel()
        return cls(
            kind=keys[0],
            time=time[rows],
            push=push[rows],
            language=language[rows],
            address=[_address(one, number) for one, number in keys.T.tolist()],
            forms=_forms(reported=reported),
            of_joint=of_joint,
        )

    def seen_by(self, people: Population, draws: Draws, account: Ints, time: Ints, key: Bits) -> Ints:
        """Return the page that each post of somebody's own takes up, −1 for most."""
        found = np.full(len(account), -1)
        for kind, (group, everybody, caring) in _SHARES.items():
            pages = np.flatnonzero(self.kind == kind)
            if not len(pages):
                continue
            pages = pages[np.argsort(self.time[pages], kind="stable")]
            share = np.where(people.group[account] == group_number(group), caring, everybody)
            unit = draws.unit(f"takes up {kind}", key)
            back = np.floor(draws.unit(f"which page {kind}", key) ** 2 * _BACK[kind]).astype(np.int64)
            place = np.searchsorted(self.time[pages], time, side="right") - 1 - back
            page = pages[np.maximum(place, 0)]
            age = time - self.time[page]
            found = np.where((place >= 0) & (age >= 0) & (age <= _LASTS[kind]) & (unit < share), page, found)
        return found

    def said_by(self, draws: Draws, kind: Ints, push: Ints, language: Ints) -> list[str]:
        """Return what posts of these pushes say of themselves, with the space before it; "" where they don't."""
        unit = draws.unit("says what it is", push).tolist()
        chosen = draws.below("how it says it", 1 << 20, push).tolist()
        told = []
        for one, drawn, number, tongue in zip(kind.tolist(), unit, chosen, language.tolist(), strict=True):
            name, share = _SAID.get(one, ("", 0.0))
            forms = self.forms[tongue].get(name, [""])
            told.append(forms[number % len(forms)] if drawn < share else "")
        return told


def begins_of(kind: int, draws: Draws, calendar: Calendar, numbers: tuple[int, int, Ints]) -> tuple[Ints, Ints]:
    """Return when pushes of a group begin, and their numbers: those of a match and moment for fans.

    Args:
        kind: of the group.
        draws: of the world.
        calendar: of the world.
        numbers: of the party, whether it is lawful, and of the pushes.
    """
    day = draws.below("push day", calendar.day_count, *numbers)
    item = np.zeros(len(day), np.int64)
    if kind == FANS:
        return _at_matches(draws, calendar, numbers)
    if kind == WIRE:
        weekend = (day % 7 >= _WORKING_DAYS) & (draws.unit("works on weekends", *numbers) < 0.8)
        day = np.where(weekend & (day >= 2), day - 2, day)
        return day * DAY + 6 * HOUR + draws.below("push time", 12 * HOUR, *numbers), item
    if kind == STALLS:
        day = day // 7 * 7 + _MARKET_DAYS[draws.below("market day", 2, *numbers)]
        day = np.minimum(day, calendar.day_count - 1)
        return day * DAY + 6 * HOUR + draws.below("push time", 5 * HOUR, *numbers), item
    return day * DAY + 8 * HOUR + draws.below("push time", 13 * HOUR, *numbers), item


def _at_matches(draws: Draws, calendar: Calendar, numbers: tuple[int, int, Ints]) -> tuple[Ints, Ints]:
    """Return moments of the world's matches: all clubs follow the same ones."""
    count = max(2, calendar.day_count // 4)
    match = draws.below("which match", count, *numbers)
    moment = draws.below("which moment", _MOMENTS, *numbers)
    day = (match * calendar.day_count) // count + draws.below("match day", max(1, calendar.day_count // count), match)
    kick_off = day * DAY + (16 + draws.below("kick-off", 5, match)) * HOUR
    minute = draws.below("minute of the match", _MATCH_MINUTES, match, moment)
    seconds = draws.below("seconds after", 40_000_000, *numbers)
    return kick_off + minute * MINUTE + seconds, match * 64 + moment


def _address(kind: int, number: int) -> str:
    if kind == FANS:
        return f" https://tidetown-fc.example/match/{number // 64}/{number % 64}"
    if kind == WIRE:
        return f" https://harbourwire.example/news/{number % 1_000_003}"
    if kind == CAMPAIGN:
        return f" https://clean-harbour-week.example/join/{number}"
    return f" https://oldmarket.example/{number // 1_000}/day/{number % 1_000}"


def _forms(*, reported: bool) -> list[dict[str, list[str]]]:
    """Return by language the forms of each thing said that may stand in this kind of world."""
    text = (files("seawall.testing.world") / "lexicon" / "scenes.toml").read_text(encoding="utf-8")
    kept = []
    for language in LANGUAGES:
        said = {name: value.split(" | ") for name, value in tomllib.loads(text)[language].items()}
        kept.append({
            name: [one for one in forms if crc32(one.encode()) % 3 != (0 if reported else 1)] or forms
            for name, forms in said.items()
        })  # fmt: skip
    return kept
