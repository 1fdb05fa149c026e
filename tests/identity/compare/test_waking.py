"""The comparison `waking` keeps its contract."""

from __future__ import annotations

import numpy as np
import pytest

from seawall.identity.compare.activity import portrait_of_minutes
from seawall.identity.compare.waking import Waking
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import Portrait
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Waking:
        """Return the comparison."""
        return Waking()


def test_an_account_of_which_only_the_first_post_is_known_can_wake() -> None:
    new = Portrait(account="a", created_at=0, first_post_at=10**9 + 60, post_count=1)
    outcome = Waking().compare(new, Portrait(account="b", closed_at=10**9), CountedPopulation())
    assert outcome
    assert Waking.LEVELS[outcome.level] == "day"


def test_a_post_in_the_minute_of_the_closing_is_before_it() -> None:
    new = portrait_of_minutes("a", np.array([10_000_000]), created_at=0)
    assert Waking().compare(new, Portrait(account="b", closed_at=600_000_030), CountedPopulation()) is None
