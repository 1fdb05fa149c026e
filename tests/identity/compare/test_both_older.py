"""The comparison `both_older` keeps its contract."""

from __future__ import annotations

import numpy as np
import pytest

from seawall.identity.compare.activity import portrait_of_minutes
from seawall.identity.compare.both_older import BothOlder
from seawall.identity.compare.durations import DAY, MINUTE, YEAR
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import Portrait
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> BothOlder:
        """Return the comparison."""
        return BothOlder()


_CLOSED_AT = 1_700_000_040


def _active(account: str, since: int, until: int, posts: int, *, closed: bool = False) -> Portrait:
    minutes = np.linspace(_CLOSED_AT - since, _CLOSED_AT - until, posts).astype(np.int64) // MINUTE
    created_at, closed_at = _CLOSED_AT - 9 * YEAR, _CLOSED_AT if closed else None
    return portrait_of_minutes(account, minutes, created_at=created_at, closed_at=closed_at)


@pytest.mark.parametrize(
    ("since", "until", "posts", "level"),
    [
        (2 * YEAR, DAY, 60, "year"),
        (DAY, DAY, 1, "no"),  # open for nine years, and seen to post once
        (2 * YEAR, DAY, 4, "no"),
        (8 * YEAR, 3 * YEAR, 60, "no"),  # silent before the other one came
        (100 * DAY, DAY, 60, "quarter"),
    ],
)
def test_a_closed_account_is_beside_another_only_while_it_was_seen_to_post(
    since: int, until: int, posts: int, level: str
) -> None:
    new = _active("p:2", 2 * YEAR, 0, 80)
    closed = _active("p:1", since, until, posts, closed=True)
    outcome = BothOlder().compare(new, closed, CountedPopulation([closed]))
    assert outcome is not None
    assert BothOlder.LEVELS[outcome.level] == level


def test_an_account_of_which_no_post_is_seen_was_beside_nobody() -> None:
    closed = Portrait(account="p:1", created_at=_CLOSED_AT - 9 * YEAR, closed_at=_CLOSED_AT)
    outcome = BothOlder().compare(_active("p:2", 2 * YEAR, 0, 80), closed, CountedPopulation([closed]))
    assert outcome is not None
    assert BothOlder.LEVELS[outcome.level] == "no"
