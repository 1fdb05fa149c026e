"""The comparison `timing` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.timing import Timing
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import Portrait
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Timing:
        """Return the comparison."""
        return Timing()


@pytest.mark.parametrize(
    ("gap", "level"),
    [
        (0, "hour"),
        (3_600, "hour"),
        (3_601, "day"),
        (-1, "prepared"),
        (-7 * 86_400, "prepared"),
        (-7 * 86_400 - 1, "before"),
    ],
)
def test_steps_have_sharp_edges(gap: int, level: str) -> None:
    outcome = Timing().compare(
        Portrait(account="a", created_at=10**9 + gap), Portrait(account="b", closed_at=10**9), CountedPopulation()
    )
    assert outcome
    assert Timing.LEVELS[outcome.level] == level


def test_an_account_seen_posting_before_it_was_opened_counts_as_opened_then() -> None:
    skewed = Portrait(account="a", created_at=10**9 + 60, first_post_at=10**9 - 30 * 86_400)
    outcome = Timing().compare(skewed, Portrait(account="b", closed_at=10**9), CountedPopulation())
    assert outcome
    assert Timing.LEVELS[outcome.level] == "before"
