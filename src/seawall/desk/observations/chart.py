"""How active was an account over time? Bars for a chart that the server draws, and the same numbers for its table.

A span of up to 120 days is drawn by the day, up to two years by the week, longer ones by 30 days, so that a chart has
never more than some hundred bars. Sizes are in the chart's own units; the page scales it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

__all__ = ["HEIGHT", "WIDTH", "ActivityChart", "Bar", "DayCount", "draw_activity", "epoch_day", "midnight"]

WIDTH: Final = 960
HEIGHT: Final = 160
_GAP: Final = 1.0
_LEAST_HEIGHT: Final = 2.0
_STEPS_DAYS: Final = ((120, 1), (730, 7))
_LONGEST_STEP_DAYS: Final = 30
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many posts fell on one day (UTC)."""

    day: date
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One span of time: its days (`end` excluded), its posts, and where its bar stands."""

    start: date
    end: date
    posts: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityChart:
    """The bars of a span that is not empty."""

    bars: tuple[Bar, ...]
    step_days: int
    most_posts: int
    first: date
    last: date

    @property
    def busy(self) -> tuple[Bar, ...]:
        """Return the bars with posts: what the table lists."""
        return tuple(bar for bar in self.bars if bar.posts)


def draw_activity(counts: Iterable[DayCount]) -> ActivityChart | None:
    """Return the chart of these days, in any order; None where there is none.

    >>> chart = draw_activity([DayCount(day=date(2026, 1, 1), posts=2), DayCount(day=date(2026, 1, 3), posts=4)])
    >>> [(bar.posts, bar.height) for bar in chart.bars]
    [(2, 80.0), (0, 0.0), (4, 160.0)]
    """
    by_day = {count.day: count.posts for count in counts}
    if not by_day:
        return None
    first, last = min(by_day), max(by_day)
    step = _step_days((last - first).days + 1)
    sums = [0] * ((last - first).days // step + 1)
    for day, posts in by_day.items():
        sums[(day - first).days // step] += posts
    most = max(sums)
    slot = WIDTH / len(sums)
    bars = tuple(_bar(first, step, place, posts, most, slot) for place, posts in enumerate(sums))
    return ActivityChart(bars=bars, step_days=step, most_posts=most, first=first, last=last)


def epoch_day(number: int) -> date:
    """Return the day that is so many days after 1 January 1970.

    >>> epoch_day(20_000)
    datetime.date(2024, 10, 4)
    """
    return date.fromordinal(_EPOCH_DAY + number)


def midnight(day: date) -> datetime:
    """Return the first moment of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _step_days(days: int) -> int:
    return next((step for reach, step in _STEPS_DAYS if days <= reach), _LONGEST_STEP_DAYS)


def _bar(first: date, step: int, place: int, posts: int, most: int, slot: float) -> Bar:
    start = first + timedelta(days=place * step)
    height = max(_LEAST_HEIGHT, round(HEIGHT * posts / most, 2)) if posts else 0.0
    gap = _GAP if slot > 2 * _GAP else 0.0
    return Bar(
        start=start,
        end=start + timedelta(days=step),
        posts=posts,
        x=round(place * slot, 2),
        y=round(HEIGHT - height, 2),
        width=round(slot - gap, 2),
        height=height,
    )
