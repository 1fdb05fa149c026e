"""The comparison `display_name` keeps its contract, and says what is true of two names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import Portrait
from seawall.identity.compare import Outcome
from seawall.identity.compare.display_name import DisplayName
from seawall.identity.population import CountedPopulation
from seawall.identity.traits.name_keys import name_keys
from seawall.testing.contracts.comparison_contract import ComparisonContract

_NAMES = st.text(st.characters(), max_size=40) | st.text("anir عمر🌙٣ (backup)", max_size=24)


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> DisplayName:
        """Return the comparison."""
        return DisplayName()


def _account(name: str, number: int = 0) -> Portrait:
    return Portrait(account=f"a:{number}", name=name, keys=name_keys(name))


def _compare(new: str, closed: str, *others: str) -> Outcome | None:
    population = CountedPopulation(_account(name, number) for number, name in enumerate((closed, *others)))
    return DisplayName().compare(_account(new), _account(closed), population)


@pytest.mark.parametrize(
    ("new", "closed", "level"),
    [
        ("🇪🇸 NADIA Marwen 🌙", "Nadia Marwen", "identical"),
        ("Marwen Nadia", "Nadia Marwen", "same_words"),
        ("Nadia Marwen (new)", "Nadia Marwen", "same_words"),
        ("Кирилл Громов", "Kirill Gromov", "same_sound"),
        ("Naida Marwen", "Nadia Marwen", "few_edits"),
        ("Nadia Marwen fans", "Nadia Marwen", "about"),
        ("Nadia", "Oskar", "unlike"),
        ("🌙", "Nadia", None),
    ],
)
def test_two_names_meet_the_level_that_describes_them(new: str, closed: str, level: str | None) -> None:
    outcome = _compare(new, closed)
    assert (DisplayName.LEVELS[outcome.level] if outcome else None) == level


@pytest.mark.parametrize(
    ("handle", "name"),
    [("nadia_marwen", "Nadia Marwen"), ("marwen.nadia99", "Nadia Marwen"), ("khaled_zarqun", "خالد زرقون")],
)
def test_a_handle_made_of_the_others_name_is_seen_from_either_side(handle: str, name: str) -> None:
    named, handled = Portrait(account="a:1", name=name), Portrait(account="a:2", handle=handle, name="🌙 Quay")
    for new, closed in ((named, handled), (handled, named)):
        outcome = DisplayName().compare(new, closed, CountedPopulation())
        assert outcome
        assert DisplayName.LEVELS[outcome.level] == "made_of_handle"


def test_namesakes_of_a_common_name_agree_in_little() -> None:
    crowd = _compare("Nadia Tovrin", "Nadia Tovrin", *["Nadia Tovrin"] * 50, *["Oskar Kel"] * 50)
    alone = _compare("Nadia Tovrin", "Nadia Tovrin", *["Oskar Kel"] * 100)
    assert crowd
    assert alone
    assert (crowd.rarity_bits or 0) < 2 < 12 < (alone.rarity_bits or 0)


def test_names_of_faith_people_and_place_carry_nothing() -> None:
    outcome = _compare("ام المؤمن الشامي", "الشامي ام")
    assert outcome is None or not outcome.rarity_bits
    same = _compare("Abu Muslim", "abu muslim")
    assert same
    assert same.rarity_bits == 0.0


@given(_NAMES, _NAMES)
def test_no_names_break_it_and_the_level_holds_both_ways(left: str, right: str) -> None:
    one, other = _compare(left, right), _compare(right, left)
    assert (one is None) == (other is None)
    if one and other:
        assert one.level == other.level
        assert 0.0 <= (one.rarity_bits or 0.0) < 128.0
