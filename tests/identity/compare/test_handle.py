"""The comparison `handle` keeps its contract, and says what is true of two handles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import Portrait
from seawall.identity.compare import Outcome
from seawall.identity.compare.handle import Handle
from seawall.identity.population import CountedPopulation
from seawall.identity.traits.name_keys import handle_keys
from seawall.testing.contracts.comparison_contract import ComparisonContract

_HANDLES = st.text(st.characters(), max_size=40) | st.text("abnigt_.-012٣عمر🌙\u202e", max_size=20)
_SYMMETRICAL = {"identical", "same_stem", "same_words", "same_sound", "few_edits", "about"}


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Handle:
        """Return the comparison."""
        return Handle()


def _account(handle: str, number: int = 0) -> Portrait:
    return Portrait(account=f"a:{number}", handle=handle, keys=handle_keys(handle))


def _compare(new: str, closed: str, *others: str) -> Outcome | None:
    population = CountedPopulation(_account(handle, number) for number, handle in enumerate((closed, *others)))
    return Handle().compare(_account(new), _account(closed), population)


def _level(new: str, closed: str) -> str | None:
    outcome = _compare(new, closed)
    return Handle.LEVELS[outcome.level] if outcome else None


@pytest.mark.parametrize(
    ("new", "closed", "level"),
    [
        ("NIGHT_GARDENER", "night_gardener", "identical"),
        ("night_gardener_3", "night_gardener_2", "same_stem"),
        ("nightgardener", "night_gardener", "same_stem"),
        ("nightgardenerII", "night_gardener", "same_stem"),
        ("gardener.night", "night_gardener", "same_words"),
        ("Khaleed_Tovryn", "5alid_tovrin", "same_sound"),
        ("kirill_gromov", "Кирилл_Громов", "same_sound"),
        ("nihgt_gardener", "night_gardener", "few_edits"),
        ("tovrinshadequay", "tovrinshade", "contains"),
        ("tovrinshad", "tovrinshade_of_the_quay", "contains"),
        ("tovrinshade_fan", "tovrinshade", "about"),
        ("anti_tovrinshade", "tovrinshade", "about"),
        ("kel_tovrinshade", "mira_tovrinshade", "shared_part"),
        ("pebble", "zarqun", "unlike"),
        ("🌙", "🌙", "identical"),
        ("🌙", "night_gardener", None),
        ("", "night_gardener", None),
    ],
)
def test_two_handles_meet_the_level_that_describes_them(new: str, closed: str, level: str | None) -> None:
    assert _level(new, closed) == level


@pytest.mark.parametrize("word", ["muslim", "ansar", "syria", "kurdish", "allah", "abu"])
def test_words_of_faith_people_and_place_carry_nothing(word: str) -> None:
    for new, closed in ((word, word.upper()), (f"{word}_2", f"{word}_3"), (f"kelvar_{word}", f"{word}_tomeq")):
        outcome = _compare(new, closed)
        assert outcome is not None
        assert outcome.rarity_bits == 0.0 or Handle.LEVELS[outcome.level] == "unlike"


def test_common_names_weigh_less_than_rare_ones() -> None:
    common, rare = _compare("ahmed_2", "ahmed"), _compare("zwentoqar_2", "zwentoqar")
    assert common
    assert rare
    assert common.rarity_bits is not None
    assert rare.rarity_bits is not None
    assert common.rarity_bits < 8 < 20 < rare.rarity_bits


def test_what_many_of_the_bank_hold_weighs_less() -> None:
    others = [f"kel{letter}_tovrinshade" for letter in "abcdefghij"]
    crowd, alone = _compare("tovrinshade_mo", "tovrinshade_ka", *others), _compare("tovrinshade_mo", "tovrinshade_ka")
    assert crowd
    assert alone
    assert crowd.rarity_bits is not None
    assert alone.rarity_bits is not None
    assert crowd.rarity_bits < alone.rarity_bits / 2


def test_a_shared_stem_and_number_say_more_than_the_stem() -> None:
    same, other = _compare("tovrin_1987", "tovrin.1987"), _compare("tovrin_1986", "tovrin.1987")
    assert same
    assert other
    assert (same.rarity_bits or 0) > (other.rarity_bits or 0)


def test_a_sentence_cannot_be_turned_round() -> None:
    outcome = _compare("night\u202e_gardener\u2066x", "night_gardenex" + "y" * 300)
    assert outcome is not None
    assert all(letter.isprintable() for letter in outcome.sentence + (outcome.left or "") + (outcome.right or ""))
    assert len(outcome.right or "") <= 60


@given(_HANDLES, _HANDLES)
def test_levels_of_equality_hold_both_ways_and_nothing_breaks(left: str, right: str) -> None:
    one, other = _compare(left, right), _compare(right, left)
    assert (one is None) == (other is None)
    if one and other and Handle.LEVELS[one.level] in _SYMMETRICAL:
        assert one.level == other.level
    if one:
        assert 0.0 <= (one.rarity_bits or 0.0) < 128.0


@given(_HANDLES)
def test_a_handle_is_identical_with_itself(handle: str) -> None:
    assert _level(handle, handle) == ("identical" if handle else None)
