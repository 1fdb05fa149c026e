"""The chart of an account's activity: every post is in one bar, and there are never too many bars."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.observations.chart import HEIGHT, WIDTH, DayCount, draw_activity


def test_nothing_gives_no_chart():
    assert draw_activity([]) is None


@given(st.dictionaries(st.dates(date(2000, 1, 1), date(2026, 12, 31)), st.integers(1, 10_000), min_size=1))
def test_bars_hold_every_post_and_stay_inside_the_chart(by_day):
    chart = draw_activity(DayCount(day=day, posts=posts) for day, posts in by_day.items())
    assert sum(bar.posts for bar in chart.bars) == sum(by_day.values())
    assert len(chart.bars) <= 340
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.1 for bar in chart.bars)
    assert all(bar.y >= 0 and round(bar.y + bar.height, 1) == HEIGHT for bar in chart.bars)
    assert max(bar.height for bar in chart.bars) == HEIGHT
    assert chart.bars[0].start == min(by_day)


def test_the_step_grows_with_the_span():
    def step(days: int) -> int:
        first = date(2026, 1, 1)
        return draw_activity(
            [DayCount(day=first, posts=1), DayCount(day=first + timedelta(days=days - 1), posts=1)]
        ).step_days

    assert [step(days) for days in (1, 120, 121, 730, 731)] == [1, 1, 7, 7, 30]
