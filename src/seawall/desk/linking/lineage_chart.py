"""What does an actor's lineage look like over time? A row an account, a line for each tie, bands for waves.

A row's bar reaches from the opening to the closing; one that stands open reaches to the end of the chart, which comes
soon after the last event, so that what happened within days is not pressed together by the months since. A tie runs
from the account that was there first to the one that came after, the weakest bridge marked. Accounts of a large wave
share one row. Widths are percentages, heights the chart's own pixels; in a right-to-left page time runs to the left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

__all__ = [
    "ROW_HEIGHT",
    "DrawnBand",
    "DrawnRow",
    "DrawnTick",
    "DrawnTie",
    "LineageAccount",
    "LineageChart",
    "LineageTie",
    "draw_lineage",
]

ROW_HEIGHT: Final = 44
_HEAD, _FOOT = 22, 26
_BAR: Final = 12
_BAR_BELOW: Final = 24  # the row's words stand above its bar
_MARGIN: Final = 2.0
_SHARED_ROW_FROM: Final = 6  # accounts of one wave
_MOST_ROWS: Final = 40
_DAY: Final = timedelta(days=1)
_STEPS_DAYS: Final = (1, 2, 7, 14, 30, 91, 182, 365, 730, 1825)
_MOST_TICKS: Final = 4
_THINNEST: Final = 0.8
_ROOM_FOR_WORDS: Final = 45.0
_AFTER_LAST: Final = 0.3  # of the time shown: how long an account that stands open goes on after the last event
_LEAST_AFTER: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageAccount:
    """An account of the lineage: its number in the table, how it is called, its life, generation and wave."""

    number: int
    key: str
    label: str
    opened: datetime | None
    closed: datetime | None
    generation: int
    wave: int | None = None  # place in the list of waves


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageTie:
    """What holds two accounts together, by their keys."""

    left: str
    right: str
    is_weakest: bool = False
    is_judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """One bar; `numbers` are those of its accounts in the table."""

    numbers: tuple[int, ...]
    label: str
    generation: int
    x: float
    width: float
    y: float
    label_x: float
    label_y: float
    label_ends: bool  # the words end at `label_x`, since there is no room behind it
    is_open: bool
    is_wave: bool
    starts_unknown: bool

    @property
    def numbers_shown(self) -> str:
        """Return the numbers of its accounts, short."""
        first, last = self.numbers[0], self.numbers[-1]
        if first == last:
            return str(first)
        return f"{first}–{last}" if last - first + 1 == len(self.numbers) else f"{first}, …"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTie:
    """One line between two rows."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_weakest: bool
    is_judged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBand:
    """A wave, from the first row that belongs to it to the last."""

    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTick:
    """A day of the axis; `is_month` where the day itself says nothing."""

    day: datetime
    x: float
    is_month: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageChart:
    """The whole drawing; `left_out` counts rows that it has no room for."""

    rows: tuple[DrawnRow, ...]
    ties: tuple[DrawnTie, ...]
    bands: tuple[DrawnBand, ...]
    ticks: tuple[DrawnTick, ...]
    height: int
    bar_height: int
    foot_y: int
    mirrored: bool
    left_out: int


def draw_lineage(
    accounts: Sequence[LineageAccount],
    ties: Iterable[LineageTie],
    waves: Sequence[tuple[datetime, datetime]] = (),
    *,
    until: datetime,
    mirrored: bool = False,
) -> LineageChart | None:
    """Return the drawing of one actor's accounts in the order given; None where no moment is known.

    Args:
        accounts: in the order of their rows.
        ties: between their keys; a tie inside one shared row is not drawn.
        waves: first and last opening of each.
        until: the present; the chart ends there at the latest.
        mirrored: time runs from right to left.
    """
    axis = _Axis.of(accounts, until, mirrored=mirrored)
    if axis is None:
        return None
    groups = _rows_of(accounts)
    shown = groups[:_MOST_ROWS]
    rows = tuple(_row(place, group, axis) for place, group in enumerate(shown))
    place_of = {account.key: place for place, group in enumerate(shown) for account in group}
    lives = {account.key: account for account in accounts}
    foot = _HEAD + ROW_HEIGHT * len(rows)
    return LineageChart(
        rows=rows,
        ties=tuple(_ties(ties, place_of, lives, axis)),
        bands=tuple(_bands(shown, waves, axis)),
        ticks=axis.ticks(),
        height=foot + _FOOT,
        bar_height=_BAR,
        foot_y=foot,
        mirrored=mirrored,
        left_out=len(groups) - len(shown),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    begins: datetime
    ends: datetime
    mirrored: bool

    @classmethod
    def of(cls, accounts: Iterable[LineageAccount], until: datetime, *, mirrored: bool) -> _Axis | None:
        known = [time for account in accounts for time in (account.opened, account.closed) if time is not None]
        if not known:
            return None
        begins, last = min(known), max(known)
        ends = max(last, min(until, last + max((last - begins) * _AFTER_LAST, _LEAST_AFTER)))
        if ends - begins < _DAY:
            ends = begins + _DAY
        return cls(begins=begins, ends=ends, mirrored=mirrored)

    def place(self, moment: datetime) -> float:
        share = (moment - self.begins) / (self.ends - self.begins)
        x = _MARGIN + (100 - 2 * _MARGIN) * min(1.0, max(0.0, share))
        return round(100 - x if self.mirrored else x, 2)

    def ticks(self) -> tuple[DrawnTick, ...]:
        days = (self.ends - self.begins).days + 1
        step = next((one for one in _STEPS_DAYS if days / one <= _MOST_TICKS), _STEPS_DAYS[-1])
        first = self.begins.replace(hour=0, minute=0, second=0, microsecond=0)
        if step >= 30:
            first = first.replace(day=1)
        found, moment = [], first
        while moment <= self.ends:
            if moment >= self.begins:
                found.append(DrawnTick(day=moment, x=self.place(moment), is_month=step >= 30))
            moment = _next(moment, step)
        return tuple(found[:_MOST_TICKS]) or (DrawnTick(day=self.begins, x=self.place(self.begins), is_month=False),)


def _next(moment: datetime, step_days: int) -> datetime:
    """Return the next tick; long steps go by whole months."""
    if step_days < 30:
        return moment + timedelta(days=step_days)
    months = moment.year * 12 + moment.month - 1 + round(step_days / 30.4)
    return moment.replace(year=months // 12, month=months % 12 + 1)


def _rows_of(accounts: Sequence[LineageAccount]) -> list[tuple[LineageAccount, ...]]:
    """Return the accounts of each row: those of a large wave together, every other alone."""
    sizes: dict[int, int] = {}
    for account in accounts:
        if account.wave is not None:
            sizes[account.wave] = sizes.get(account.wave, 0) + 1
    rows: list[list[LineageAccount]] = []
    row_of_wave: dict[int, int] = {}
    for account in accounts:
        wave = account.wave
        if wave is None or sizes[wave] < _SHARED_ROW_FROM:
            rows.append([account])
        elif wave in row_of_wave:
            rows[row_of_wave[wave]].append(account)
        else:
            row_of_wave[wave] = len(rows)
            rows.append([account])
    return [tuple(row) for row in rows]


def _row(place: int, group: tuple[LineageAccount, ...], axis: _Axis) -> DrawnRow:
    begins, ends = _life(group, axis)
    starts, stops = axis.place(begins), axis.place(ends)
    top = _HEAD + ROW_HEIGHT * place
    width = max(round(abs(stops - starts), 2), _THINNEST)
    room = starts if axis.mirrored else 100 - starts
    return DrawnRow(
        numbers=tuple(account.number for account in group),
        label=group[0].label,
        generation=group[0].generation,
        x=min(starts, stops, 100 - width),
        width=width,
        y=top + _BAR_BELOW,
        label_x=starts,
        label_y=top + _BAR_BELOW - 6,
        label_ends=room < _ROOM_FOR_WORDS,
        is_open=any(account.closed is None for account in group),
        is_wave=len(group) > 1,
        starts_unknown=all(account.opened is None for account in group),
    )


def _life(group: Iterable[LineageAccount], axis: _Axis) -> tuple[datetime, datetime]:
    opened = [account.opened for account in group if account.opened is not None]
    closed = [account.closed for account in group]
    begins = min(opened, default=axis.begins)
    ends = max((one for one in closed if one is not None), default=axis.ends)
    return begins, axis.ends if None in closed else max(begins, ends)


def _ties(
    ties: Iterable[LineageTie], place_of: Mapping[str, int], lives: Mapping[str, LineageAccount], axis: _Axis
) -> Iterable[DrawnTie]:
    drawn: dict[tuple[int, int], DrawnTie] = {}
    for tie in ties:
        places = place_of.get(tie.left), place_of.get(tie.right)
        if places[0] is None or places[1] is None or places[0] == places[1]:
            continue
        first, then = sorted((lives[tie.left], lives[tie.right]), key=lambda one: (_came(one, axis), one.number))
        begins = axis.place(_came(then, axis))
        leaves = axis.place(min(first.closed, _came(then, axis))) if first.closed else begins
        rows = place_of[first.key], place_of[then.key]
        line = DrawnTie(
            x1=leaves, y1=_middle(rows[0]), x2=begins, y2=_middle(rows[1]),
            is_weakest=tie.is_weakest, is_judged=tie.is_judged,
        )  # fmt: skip
        if rows not in drawn or tie.is_weakest:
            drawn[rows] = line
    return sorted(drawn.values(), key=lambda line: line.is_weakest)  # the marked one lies on top


def _came(account: LineageAccount, axis: _Axis) -> datetime:
    return account.opened or axis.begins


def _middle(place: int) -> float:
    return _HEAD + ROW_HEIGHT * place + _BAR_BELOW + _BAR / 2


def _bands(
    groups: Sequence[tuple[LineageAccount, ...]], waves: Sequence[tuple[datetime, datetime]], axis: _Axis
) -> Iterable[DrawnBand]:
    for number, (begins, ends) in enumerate(waves):
        places = [place for place, group in enumerate(groups) if group[0].wave == number]
        if not places:
            continue
        starts, stops = axis.place(begins), axis.place(ends)
        width = max(round(abs(stops - starts), 2), _THINNEST)
        top = _HEAD + ROW_HEIGHT * places[0]
        yield DrawnBand(
            x=min(starts, stops, 100 - width),
            width=width,
            y=top,
            height=ROW_HEIGHT * (places[-1] - places[0] + 1),
        )
