"""Returns come soon, late and prepared; some actors were closed again and again; timing alone tells nobody apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.testing.world import WorldOptions, plan_world
from seawall.testing.world.calendar import DAY, HOUR
from seawall.testing.world.gaps import PREPARED_SHARE, asleep_since, gap_after, opening_after
from seawall.testing.world.population import Population
from seawall.testing.world.successors import CARE_LEVELS

LONG = WorldOptions(
    seed=4, account_count=9_000, post_count=18_000, closed_count=3_000, successor_count=900, newcomer_count=2_000,
    fairness_count=900, picture_count=40, cell_count=4, day_count=120,
)  # fmt: skip


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return plan_world(tmp_path_factory.mktemp("long"), LONG).stream.people


def returned(people: Population) -> np.ndarray:
    span = np.arange(people.spans.successors.start, people.spans.successors.stop)
    return span[people.wave[span] < 0]


def gaps(people: Population, number: np.ndarray) -> np.ndarray:
    return people.born[number] - people.closed[people.successor_of[number]]


def test_returns_open_within_hours_days_weeks_and_months(people: Population) -> None:
    gap = gaps(people, returned(people))
    after = gap[gap > 0]
    edges = [0, 10 * HOUR, 3 * DAY, 30 * DAY, 120 * DAY]
    hours, days, weeks, months = np.histogram(after, edges)[0] / len(after)
    assert 0.25 < hours < 0.5
    assert 0.25 < days < 0.45
    assert 0.15 < weeks < 0.4
    assert 0.005 < months < 0.1


def test_some_accounts_are_opened_before_the_closing_and_sleep_until_it(people: Population) -> None:
    number = returned(people)
    prepared = number[gaps(people, number) < 0]
    assert abs(len(prepared) / len(number) - PREPARED_SHARE) < 0.03
    assert (people.born[prepared] >= 0).all()
    assert (people.start[prepared] > people.closed[people.successor_of[prepared]]).all()
    asleep = -gaps(people, prepared)
    assert (asleep < 7 * DAY).any()
    assert (asleep > 60 * DAY).any()


def test_who_takes_more_care_waits_longer(people: Population) -> None:
    number = returned(people)
    number = number[people.born[number] == people.start[number]]
    middle = [np.median(gaps(people, number[people.care[number] == care])) for care in range(len(CARE_LEVELS))]
    assert middle[0] < min(middle[1:])
    assert middle[3] > max(middle[:3])


def test_some_actors_have_two_to_six_closed_accounts_one_after_the_other(people: Population) -> None:
    span = np.arange(people.spans.closed.start, people.spans.closed.stop)
    _, counts = np.unique(people.actor[span], return_counts=True)
    assert set(counts.tolist()) == {1, 2, 3, 4, 5, 6}
    again = span[people.successor_of[span] >= 0]
    parent = people.successor_of[again]
    assert (people.start[again] > people.closed[parent]).all()
    assert (people.closed[again] > people.start[again]).all()
    assert (people.generation[again] == people.generation[parent] + 1).all()
    assert (people.actor[again] == people.actor[parent]).all()


def test_who_returns_follows_the_last_closed_account_of_its_actor(people: Population) -> None:
    number = returned(people)
    number = number[number >= people.spans.successors.start]
    latest = {}
    for account in np.flatnonzero(people.closed >= 0).tolist():
        actor = int(people.actor[account])
        latest[actor] = max(latest.get(actor, -1), int(people.closed[account]))
    followed = people.closed[people.successor_of[number]]
    assert followed.tolist() == [latest[actor] for actor in people.actor[number].tolist()]


def test_those_who_resemble_are_not_told_from_returns_by_the_day_of_their_opening(people: Population) -> None:
    number = returned(people)
    back = gaps(people, number)
    span = np.arange(people.spans.fairness.start, people.spans.fairness.stop)
    span = span[people.born[span] >= 0]
    beside = people.born[span] - people.closed[people.fairness_of[span]]
    for low, high in ((0, DAY), (DAY, 7 * DAY), (7 * DAY, 30 * DAY)):
        mine = np.mean((back >= low) & (back < high))
        theirs = np.mean((beside >= low) & (beside < high))
        assert 1 / 3 < mine / theirs < 3


def test_newcomers_too_are_silent_at_first_now_and_then(people: Population) -> None:
    span = np.arange(people.spans.newcomers.start, people.spans.newcomers.stop)
    assert 0.04 < np.mean(people.start[span] > people.born[span]) < 0.12


def test_nobody_opens_after_the_end_and_every_life_has_a_length(people: Population) -> None:
    assert (people.start < people.end).all()
    assert people.start.max() < LONG.day_count * DAY
    assert (people.born <= people.start).all()


units = st.floats(0.0, 1.0, exclude_max=True)


@given(units, units, st.floats(-0.9, 0.9))
def test_a_later_draw_never_opens_sooner(one: float, other: float, pace: float) -> None:
    gap = gap_after(np.sort([one, other]), np.full(2, pace))
    assert 0 < gap[0] <= gap[1]


@given(st.integers(0, 100 * DAY), st.integers(600_000_000, 180 * DAY), units, units)
def test_an_opening_lies_after_the_closing_and_in_the_time_that_is_left(
    closed: int, gap: int, unit: float, asleep: float
) -> None:
    opened = opening_after(np.array([closed]), np.array([gap]), np.array([unit]), 110 * DAY)[0]
    assert closed < opened <= 110 * DAY
    assert 0 <= asleep_since(np.array([closed]), np.array([asleep]))[0] <= closed
