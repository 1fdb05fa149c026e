"""An entry floods where it is broad, jumps against its own past, or opens wide; few accounts never make a flood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.pipeline.flood_guard import Activity, FloodRules, floods

RULES = FloodRules()


def activity(accounts: int, before: int = 0, observations: int | None = None) -> Activity:
    return Activity(
        bank="b",
        entry_id="e",
        observations=observations or accounts,
        accounts=accounts,
        observations_before=before,
        accounts_before=before,
    )


def reason(one: Activity, *, rows: int = 1_000_000, rows_before: int = 1_000_000, accepted: int = 0) -> str | None:
    levels = {("b", "e"): accepted} if accepted else {}
    found = list(floods([one], rows=rows, rows_before=rows_before, accepted=levels))
    return found[0].reason if found else None


@pytest.mark.parametrize(
    ("one", "rows", "told"),
    [
        (activity(60), 10_000, "matches 60 observations of 60 accounts, more than one in 200"),
        (activity(60), 1_000_000, None),
        (activity(49, observations=9_000), 10_000, None),
        (activity(500, before=49), 1_000_000, "suddenly matches 500 observations of 500 accounts, after 49 before"),
        (activity(500, before=51), 1_000_000, None),
        (activity(999), 1_000_000, None),
        (activity(1000), 1_000_000, "matches 1,000 observations of 1,000 accounts at first sight"),
    ],
)
def test_the_numbers_decide(one, rows, told):
    found = reason(one, rows=rows, rows_before=rows)
    assert (found is None) if told is None else (found is not None and told in found)


def test_ten_times_as_many_posts_are_no_jump():
    assert reason(activity(500, before=50), rows=10_000_000, rows_before=1_000_000) is None
    assert reason(activity(500, before=50), rows=1_000_000, rows_before=1_000_000) is not None


def test_what_a_reviewer_accepted_is_accepted_until_it_grows_as_much_again():
    assert reason(activity(600), rows=10_000) is not None
    assert reason(activity(600), rows=10_000, accepted=600) is None
    assert reason(activity(5999), rows=100_000, accepted=600) is None
    assert reason(activity(6000), rows=100_000, accepted=600) is not None


@given(
    accounts=st.integers(0, RULES.broad_accounts - 1),
    observations=st.integers(0, 10**7),
    before=st.integers(0, 40),
    rows=st.integers(0, 10**7),
)
def test_few_accounts_are_never_a_flood_however_much_they_post(accounts, observations, before, rows):
    one = activity(accounts, before=before, observations=observations)
    assert reason(one, rows=rows, rows_before=rows) is None


@given(accounts=st.integers(0, 10**6), before=st.integers(0, 10**5), rows=st.integers(1, 10**8))
def test_more_of_the_same_past_is_never_less_of_a_flood(accounts, before, rows):
    if reason(activity(accounts, before=before), rows=rows, rows_before=rows) is not None:
        assert reason(activity(accounts + 1000, before=before), rows=rows, rows_before=rows) is not None


def test_a_flood_keeps_its_figures():
    (flood,) = floods([activity(2000, before=3)], rows=10**7, rows_before=10**7)
    assert flood.figures == {"observations": 2000, "accounts": 2000, "observations_before": 3, "accounts_before": 3}
