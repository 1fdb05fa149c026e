"""The tables of affixes and common words hold together."""

from __future__ import annotations

import pytest

from seawall.identity.traits.commonness import letter_bits, name_bits
from seawall.identity.traits.name_tables import affix_tables, common_bits, read_table
from seawall.signals import normalise


@pytest.mark.parametrize(
    "name", ["muslim", "christian", "ابو", "abu umm", "kurdish", "الشامي", "baghdad syria", "ansar", "shia sunni"]
)
def test_faith_people_and_place_say_nothing(name: str) -> None:
    assert name_bits(normalise(name)) == 0.0


@pytest.mark.parametrize(("common", "rare"), [("ahmed", "zwqkv"), ("john", "qjxw"), ("abu omar", "tovrin kel")])
def test_common_names_say_less_than_rare_ones(common: str, rare: str) -> None:
    assert name_bits(common) < 8 < name_bits(rare)


def test_every_list_says_language_and_reason() -> None:
    table = read_table("common_words")
    assert all(part["language"] and part["reason"] and part["spelt"].split() for kind in table for part in table[kind])
    assert {"en", "es", "ar", "ku"} <= {part["language"] for part in table["common"]}


def test_no_affix_is_both_again_and_about() -> None:
    tables = affix_tables()
    assert not tables.again & tables.about
    assert all(word == normalise(word) for word in tables.again | tables.about | tables.edition)


def test_bits_are_of_letters_and_never_negative() -> None:
    assert all(bits >= 0 for bits in common_bits().values())
    for word in ("ahmedgromov", "x", "كتابعمر"):
        assert len(letter_bits(word)) == len(word)
