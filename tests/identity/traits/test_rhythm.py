"""Hours of the week, beside the calendar of the standard library."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.ragged import Ragged
from seawall.identity.traits.rhythm import HOURS, hours_of, hours_of_one, likeness, likeness_of_rows

_TIMES = st.integers(min_value=0, max_value=4_000_000_000)
_WEEKS = st.lists(st.integers(0, 60_000), min_size=HOURS, max_size=HOURS).map(lambda one: np.array(one, np.uint16))


@given(st.lists(_TIMES, max_size=30))
def test_hours_are_those_of_the_calendar(times):
    expected = np.zeros((1, HOURS), np.uint16)
    for one in times:
        moment = datetime.fromtimestamp(one, UTC)
        expected[0, moment.weekday() * 24 + moment.hour] += 1
    assert np.array_equal(hours_of(np.array(times, np.int64), np.zeros(len(times), np.int32), 1), expected)
    held, posts = hours_of_one(np.array(times, np.int64))
    assert held.tolist() == np.flatnonzero(expected[0]).tolist()
    assert posts.tolist() == expected[0][held].tolist()


def test_each_account_has_its_own_week():
    found = hours_of(np.array([0, 3_600, 0]), np.array([2, 0, 2], np.int32), 4)
    assert found.sum(axis=1).tolist() == [1, 0, 2, 0]


def test_a_cell_that_is_full_stays_full():
    assert hours_of(np.zeros(70_000, np.int64), np.zeros(70_000, np.int32), 1).max() == 65_535
    assert hours_of_one(np.zeros(70_000, np.int64))[1].tolist() == [65_535]


@given(_WEEKS, _WEEKS)
def test_likeness_is_the_same_from_both_sides(one, other):
    assert 0.0 <= likeness(one, other) <= 1.0
    assert abs(likeness(one, other) - likeness(other, one)) < 1e-5


def test_an_even_week_is_like_none():
    even = np.full(HOURS, 3, np.uint16)
    assert likeness(even, even) == 0.0


@given(_WEEKS, st.lists(_WEEKS, min_size=1, max_size=5))
def test_many_weeks_are_as_alike_as_each_of_them(one, weeks):
    rows, hours = np.nonzero(np.array(weeks))
    posts = np.array(weeks)[rows, hours]
    held = Ragged.sorted(rows, hours.astype(np.uint8), len(weeks))
    found = likeness_of_rows(one, held, posts, np.arange(len(weeks))[::-1].copy())
    assert np.allclose(found[::-1], [likeness(one, other) for other in weeks], atol=2e-3)
