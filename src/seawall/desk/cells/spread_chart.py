"""How did one thing spread through a cell? A row a member, a dot when it came, the first one at the start.

Time runs on a logarithmic scale of seconds since the first, since co-ordination shows in seconds and the rest takes
days. Members who came in the same moment stand above each other, in order of number. Widths are percentages and heights
the chart's own pixels; in a right-to-left page time runs to the left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

__all__ = ["DrawnArrival", "DrawnTick", "SpreadArrival", "SpreadChart", "draw_spread"]

_ROW: Final = 18
_HEAD, _FOOT = 10, 26
_FIRST, _LAST = 22.0, 97.0
"""Where time begins and ends across the chart: pseudonyms stand before it."""
_MOST_ROWS: Final = 40
_TICKS_SECONDS: Final = (0, 1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000)
_CLOSEST: Final = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadArrival:
    """A member that shared the thing at a time."""

    number: int
    label: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnArrival:
    """One row of the chart and of the table; `step` counts from 1, `y` is None where the chart has no room."""

    step: int
    number: int
    label: str
    at: datetime
    after_seconds: float
    x: float
    y: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTick:
    """A span of time on the axis."""

    seconds: int
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadChart:
    """The whole drawing; `left_out` counts rows that it has no room for."""

    arrivals: tuple[DrawnArrival, ...]
    ticks: tuple[DrawnTick, ...]
    height: int
    foot_y: int
    label_x: float
    mirrored: bool
    left_out: int


def draw_spread(arrivals: Sequence[SpreadArrival], *, mirrored: bool = False) -> SpreadChart:
    """Return the chart of these arrivals, whatever their order.

    >>> draw_spread([]).height
    36
    """
    ordered = sorted(arrivals, key=lambda one: (one.at, one.number))
    first = ordered[0].at if ordered else None
    after = [(one.at - first).total_seconds() for one in ordered] if first else []
    longest = max([*after, 1.0])
    foot = _HEAD + _ROW * min(len(ordered), _MOST_ROWS)

    def across(seconds: float) -> float:
        x = _FIRST + (_LAST - _FIRST) * math.log1p(seconds) / math.log1p(longest)
        return round(100 - x if mirrored else x, 2)

    return SpreadChart(
        arrivals=tuple(
            DrawnArrival(
                step=place + 1,
                number=one.number,
                label=one.label,
                at=one.at,
                after_seconds=after[place],
                x=across(after[place]),
                y=_HEAD + _ROW * (place + 0.5) if place < _MOST_ROWS else None,
            )
            for place, one in enumerate(ordered)
        ),
        ticks=_ticks(longest, across) if ordered else (),
        height=foot + _FOOT,
        foot_y=foot,
        label_x=99.0 if mirrored else 1.0,
        mirrored=mirrored,
        left_out=max(0, len(ordered) - _MOST_ROWS),
    )


def _ticks(longest: float, across: Callable[[float], float]) -> tuple[DrawnTick, ...]:
    """Return the ticks up to the last arrival that don't stand too close to the one before."""
    drawn: list[DrawnTick] = []
    for seconds in _TICKS_SECONDS:
        if seconds > longest:
            break
        x = across(seconds)
        if not drawn or abs(x - drawn[-1].x) >= _CLOSEST:
            drawn.append(DrawnTick(seconds=seconds, x=x))
    return tuple(drawn)
