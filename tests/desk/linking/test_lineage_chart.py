"""The drawing of a lineage: a row an account, ties from the earlier to the later, waves as bands, nothing outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.linking.lineage_chart import ROW_HEIGHT, LineageAccount, LineageTie, draw_lineage

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = START + 100 * DAY


def account(number, opened=None, closed=None, **changes):
    values = {"generation": 1, "label": f"lampkeeper_{number}", "wave": None, **changes}
    moments = {
        name: None if days is None else START + days * DAY for name, days in (("opened", opened), ("closed", closed))
    }
    return LineageAccount(number=number, key=f"h:{number}", **moments, **values)


FIRST, SECOND, THIRD = account(1, 0, 40), account(2, 41, 60, generation=2), account(3, 62, generation=3)
TIES = (LineageTie(left="h:2", right="h:1"), LineageTie(left="h:2", right="h:3", is_weakest=True))


def test_bars_follow_each_other_in_time():
    chart = draw_lineage((FIRST, SECOND, THIRD), TIES, until=NOW)
    first, second, third = chart.rows
    assert first.x < second.x < third.x
    assert first.x + first.width < second.x
    assert [row.is_open for row in chart.rows] == [False, False, True]
    assert third.x + third.width == pytest.approx(98, abs=0.1)  # to the end of the chart
    assert [row.numbers for row in chart.rows] == [(1,), (2,), (3,)]
    assert chart.height > 3 * ROW_HEIGHT


def test_a_tie_runs_from_the_closing_of_the_earlier_to_the_opening_of_the_later_whatever_its_sides():
    chart = draw_lineage((FIRST, SECOND, THIRD), TIES, until=NOW)
    plain, weakest = chart.ties
    assert plain.x1 == pytest.approx(chart.rows[0].x + chart.rows[0].width, abs=0.1)
    assert plain.x2 == pytest.approx(chart.rows[1].x, abs=0.1)
    assert plain.y1 < plain.y2
    assert weakest.is_weakest  # drawn last, so that it lies on top
    assert not plain.is_weakest


def test_a_tie_to_an_account_that_stood_beside_it_is_upright():
    beside = account(2, 10, 60)
    chart = draw_lineage((FIRST, beside), (LineageTie(left="h:1", right="h:2"),), until=NOW)
    assert chart.ties[0].x1 == chart.ties[0].x2


def test_from_right_to_left_time_runs_to_the_left():
    there = draw_lineage((FIRST, SECOND), TIES[:1], until=NOW)
    back = draw_lineage((FIRST, SECOND), TIES[:1], until=NOW, mirrored=True)
    for one, other in zip(there.rows, back.rows, strict=True):
        assert other.x + other.width == pytest.approx(100 - one.x, abs=0.05)
    assert back.ties[0].x1 == pytest.approx(100 - there.ties[0].x1)


def test_the_accounts_of_a_large_wave_share_a_row_and_ties_inside_it_are_not_drawn():
    wave = [account(number, 50, generation=2, wave=0) for number in range(2, 302)]
    ties = [LineageTie(left="h:1", right=one.key) for one in wave] + [LineageTie(left="h:2", right="h:3")]
    at = START + 50 * DAY
    chart = draw_lineage((FIRST, *wave), ties, [(at, at + timedelta(hours=3))], until=NOW)
    assert len(chart.rows) == 2
    assert chart.rows[1].is_wave
    assert chart.rows[1].numbers_shown == "2–301"
    assert len(chart.ties) == 1
    assert len(chart.bands) == 1


def test_accounts_of_a_small_wave_keep_their_rows_under_one_band():
    wave = [account(number, 50, generation=2, wave=0) for number in (2, 3, 4)]
    at = START + 50 * DAY
    chart = draw_lineage((FIRST, *wave), (), [(at, at + timedelta(hours=3))], until=NOW)
    assert len(chart.rows) == 4
    assert chart.bands[0].height == 3 * ROW_HEIGHT


def test_rows_that_have_no_room_are_counted():
    many = [account(number, number) for number in range(1, 60)]
    chart = draw_lineage(many, (), until=NOW)
    assert len(chart.rows) + chart.left_out == 59
    assert chart.left_out


def test_nothing_is_drawn_of_accounts_of_which_no_moment_is_known():
    assert draw_lineage((account(1), account(2)), (), until=NOW) is None


def test_an_opening_that_nobody_knows_reaches_back_to_the_edge_and_is_marked():
    chart = draw_lineage((account(1, None, 40), account(2, 20, 60)), (), until=NOW)
    assert chart.rows[0].starts_unknown
    assert chart.rows[0].x == 2.0


@pytest.mark.parametrize(("days", "is_month"), [(1, False), (20, False), (200, True), (3_000, True)])
def test_the_axis_has_few_days_whatever_the_length(days, is_month):
    chart = draw_lineage((account(1, 0, days),), (), until=START + days * DAY)
    assert 1 <= len(chart.ticks) <= 4
    assert {tick.is_month for tick in chart.ticks} == {is_month}


LIVES = st.lists(
    st.tuples(st.none() | st.integers(0, 4_000), st.none() | st.integers(0, 4_000)), min_size=1, max_size=12
)


@given(lives=LIVES, mirrored=st.booleans())
def test_everything_stays_inside(lives, mirrored):
    accounts = [account(number, opened, closed) for number, (opened, closed) in enumerate(lives, start=1)]
    ties = [LineageTie(left=accounts[0].key, right=other.key) for other in accounts[1:]]
    chart = draw_lineage(accounts, ties, until=NOW, mirrored=mirrored)
    if chart is None:
        assert all(life == (None, None) for life in lives)
        return
    for row in chart.rows:
        assert row.x >= 0
        assert row.x + row.width <= 100
        assert row.y < chart.height
    for tie in chart.ties:
        assert min(tie.x1, tie.x2) >= 0
        assert max(tie.x1, tie.x2) <= 100
    assert all(0 <= tick.x <= 100 for tick in chart.ticks)
