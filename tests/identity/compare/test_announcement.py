"""The comparison `announcement` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.announcement import Announcement
from seawall.identity.compare.drawn_pairs import with_keys
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import KeyKind, Portrait
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Announcement:
        """Return the comparison."""
        return Announcement()


def _level(new: Portrait, closed: Portrait) -> str | None:
    outcome = Announcement().compare(new, closed, CountedPopulation([closed]))
    return Announcement.LEVELS[outcome.level] if outcome else None


def test_an_impostors_claim_stays_a_claim() -> None:
    impostor = with_keys("a", {KeyKind.FORMER: ["@lamp"]}, handle="lamp_reborn")
    assert _level(impostor, with_keys("b", {}, handle="Lamp")) == "by_new"


def test_strangers_who_announce_are_no_circle() -> None:
    new = with_keys("a", {KeyKind.ANNOUNCER: ["@stranger"]}, handle="lamp2")
    assert _level(new, with_keys("b", {KeyKind.CONTACT: ["@wick"]}, handle="lamp")) == "of_others"


def test_a_handle_kept_on_another_platform_says_nothing() -> None:
    new = with_keys("x:1", {}, handle="@Lamp")
    assert _level(new, with_keys("y:1", {KeyKind.ANNOUNCED: ["@lamp"]}, handle="lamp")) is None


def test_accounts_without_handles_are_compared_by_nobody() -> None:
    assert _level(with_keys("a", {}), with_keys("b", {})) is None
    assert _level(with_keys("a", {KeyKind.FORMER: ["@lamp"]}), with_keys("b", {}, handle="oil")) == "of_others"


def test_whoever_takes_the_closed_handle_announces_nobody_in_its_name() -> None:
    """A handle is free again after the closing; the account that had it is not."""
    closed = with_keys("p:1", {KeyKind.CONTACT: ["@lamp", "@wick"]}, handle="lamp")  # it answers its own posts
    victim = with_keys("p:3", {KeyKind.ANNOUNCER: ["@lamp", "account p:2"]}, handle="bakery")
    assert _level(victim, closed) == "of_others"
    assert _level(with_keys("p:3", {KeyKind.ANNOUNCER: ["account p:1"]}, handle="bakery"), closed) == "by_closed"


def test_an_account_of_the_same_handle_elsewhere_is_no_contact_that_announces() -> None:
    closed = with_keys("p:1", {KeyKind.CONTACT: ["@bakery"]}, handle="lamp")
    assert _level(with_keys("p:3", {KeyKind.ANNOUNCER: ["@bakery"]}, handle="bakery"), closed) == "of_others"
