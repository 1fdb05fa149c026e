"""The comparison `bio` keeps its contract, and quotes only what both bios say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import Portrait
from seawall.identity.compare import Outcome
from seawall.identity.compare.bio import Bio
from seawall.identity.population import CountedPopulation
from seawall.identity.traits.name_keys import bio_keys
from seawall.testing.contracts.comparison_contract import ComparisonContract

_LAMPS = "Keeper of small lamps and one stubborn lemon tree"
_WORDS = st.lists(st.sampled_from(("the", "lamps", "return", "keeper", "of", "🌙", "المصابيح", "تعود")), max_size=12)


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Bio:
        """Return the comparison."""
        return Bio()


def _account(bio: str, number: int = 0) -> Portrait:
    return Portrait(account=f"a:{number}", bio=bio, keys=bio_keys(bio))


def _compare(new: str, closed: str, *others: str) -> Outcome | None:
    population = CountedPopulation(_account(bio, number) for number, bio in enumerate((closed, *others)))
    return Bio().compare(_account(new), _account(closed), population)


def test_the_whole_shared_run_is_quoted() -> None:
    outcome = _compare("Baker. One stubborn lemon tree! Runner", _LAMPS)
    assert outcome
    assert "“one stubborn lemon tree”" in outcome.sentence


def test_what_everybody_writes_weighs_little() -> None:
    others = [f"all views are my own, {name}" for name in ("kel", "mo", "ti", "ra")]
    outcome = _compare("Baker of rye bread. All views are my own", "Runner and gardener. All views are my own", *others)
    assert outcome
    assert Bio.LEVELS[outcome.level] == "phrase"
    assert (outcome.rarity_bits or 0) < 1


def test_formulas_of_faith_carry_nothing() -> None:
    outcome = _compare("muslim allah islam", "allah muslim allah islam quran")
    assert outcome
    assert not outcome.rarity_bits


def test_a_million_characters_are_bounded_and_compared() -> None:
    outcome = _compare("lamp " * 200_000, _LAMPS + " keeper" * 150_000)
    assert outcome
    assert Bio.LEVELS[outcome.level] == "unlike"


@given(_WORDS, _WORDS)
def test_the_level_holds_both_ways(left: list[str], right: list[str]) -> None:
    one, other = _compare(" ".join(left), " ".join(right)), _compare(" ".join(right), " ".join(left))
    assert (one is None) == (other is None)
    if one and other:
        assert one.level == other.level
