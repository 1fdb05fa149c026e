"""The comparison `same_minute` keeps its contract."""

from __future__ import annotations

import numpy as np
import pytest

from seawall.identity.compare.activity import portrait_of_minutes
from seawall.identity.compare.same_minute import SameMinute
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import Portrait
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> SameMinute:
        """Return the comparison."""
        return SameMinute()


def _level(new: Portrait, closed: Portrait) -> str | None:
    outcome = SameMinute().compare(new, closed, CountedPopulation())
    return SameMinute.LEVELS[outcome.level] if outcome else None


def _evenings(seed: int, posts: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Draw minutes of 60 evenings, all between 18:00 and 21:00."""
    rng = np.random.default_rng(seed)
    return np.unique(28_000_320 + rng.integers(0, 60, posts) * 1_440 + 1_080 + rng.integers(0, 180, posts))


def test_strangers_of_the_same_evenings_meet_by_chance() -> None:
    met = [
        _level(
            portrait_of_minutes("a", _evenings(seed, 400)),
            portrait_of_minutes("b", _evenings(seed + 1_000, 400), closed_at=40_000_000 * 60),
        )
        for seed in range(40)
    ]
    assert met.count("chance") >= 38


def test_two_run_by_one_programme_meet_often() -> None:
    minutes = _evenings(1, 400)
    assert (
        _level(portrait_of_minutes("a", minutes), portrait_of_minutes("b", minutes[::2], closed_at=40_000_000 * 60))
        == "often"
    )


def test_an_heir_never_met_the_closed_account() -> None:
    minutes = _evenings(1, 400)
    closed = portrait_of_minutes("b", minutes, closed_at=int(minutes[-1] + 1) * 60)
    assert _level(portrait_of_minutes("a", minutes + 100_000), closed) is None


def test_meetings_after_the_closing_do_not_count() -> None:
    minutes = _evenings(1, 400)
    closed = portrait_of_minutes("b", minutes, closed_at=int(minutes[2]) * 60)
    assert _level(portrait_of_minutes("a", minutes), closed) is None
