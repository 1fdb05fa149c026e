"""The comparison `contacts` keeps its contract."""

from __future__ import annotations

import pytest

from seawall.identity.compare.contacts import Contacts
from seawall.identity.compare.drawn_pairs import with_keys
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import KeyKind
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Contacts:
        """Return the comparison."""
        return Contacts()


def test_to_name_the_closed_account_is_no_common_contact() -> None:
    fan = with_keys("fan", {KeyKind.CONTACT: ["@lamp"]}, handle="lamp_fan")
    closed = with_keys("closed", {KeyKind.CONTACT: ["@lamp", "@lamp_fan"]}, handle="Lamp")
    outcome = Contacts().compare(fan, closed, CountedPopulation([closed]))
    assert outcome
    assert Contacts.LEVELS[outcome.level] == "none"


def test_members_of_one_large_chat_share_popular_contacts() -> None:
    chat = [f"@member{number}" for number in range(30)]
    bank = [with_keys(f"closed{number}", {KeyKind.CONTACT: chat}) for number in range(50)]
    newcomer = with_keys("new", {KeyKind.CONTACT: chat})
    outcome = Contacts().compare(newcomer, bank[0], CountedPopulation(bank))
    assert outcome
    assert Contacts.LEVELS[outcome.level] == "popular"
    assert outcome.rarity_bits == 0.0


def test_many_common_contacts_say_less_than_twice_the_rarest() -> None:
    bank = [with_keys("closed", {KeyKind.CONTACT: [f"@friend{number}" for number in range(40)]})]
    bank += [with_keys(f"other{number}", {}) for number in range(1_022)]
    new = with_keys("new", {KeyKind.CONTACT: [f"@friend{number}" for number in range(40)]})
    outcome = Contacts().compare(new, bank[0], CountedPopulation(bank))
    assert outcome
    assert outcome.rarity_bits == pytest.approx(2 * 9.0, abs=0.01)
