"""Does this comparison keep its contract? Subclass it, return the comparison, and run pytest.

    class TestMine(ComparisonContract):
        @pytest.fixture
        def comparison(self):
            return Mine()

Checked are the permanent names, the examples, that nothing is said of empty portraits, and that neither the order of
calls nor right-to-left overrides, emoji and a million characters change or break anything.
"""

from __future__ import annotations

import dataclasses
import re

import pytest

from seawall.identity import Family, Portrait
from seawall.identity.compare import Comparison, Ordered
from seawall.identity.population import CountedPopulation

__all__ = ["ComparisonContract"]


class ComparisonContract:
    """What every comparison promises; the fixture `comparison` hands in the one to check."""

    @pytest.fixture
    def comparison(self) -> Comparison:
        """Return the comparison to check."""
        pytest.fail("return your comparison from the fixture `comparison`")

    def test_it_has_what_the_protocol_asks(self, comparison: Comparison) -> None:
        """Name, title, family, and two levels at least, each named once."""
        assert isinstance(comparison, Comparison)
        assert re.fullmatch(r"[a-z][a-z0-9_]*", comparison.NAME)
        assert comparison.TITLE.strip()
        assert comparison.FAMILY in Family
        assert len(set(comparison.LEVELS)) == len(comparison.LEVELS) >= 2
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", level) for level in comparison.LEVELS)
        assert {example.level for example in comparison.examples()} & set(comparison.LEVELS)

    def test_levels_declared_to_fall_are_its_own_and_named_once(self, comparison: Comparison) -> None:
        """What is `Ordered` names levels of its own; an unknown one would be passed over in training."""
        named = [level for run in comparison.FALLING for level in run] if isinstance(comparison, Ordered) else []
        assert set(named) <= set(comparison.LEVELS)
        assert len(set(named)) == len(named)

    def test_examples_meet_the_level_they_say(self, comparison: Comparison) -> None:
        """Each example, among a population of all examples."""
        examples = comparison.examples()
        population = CountedPopulation(side for example in examples for side in (example.new, example.closed))
        for example in examples:
            outcome = comparison.compare(example.new, example.closed, example.population or population)
            assert (comparison.LEVELS[outcome.level] if outcome else None) == example.level

    def test_an_outcome_has_a_sentence_and_repeats_itself(self, comparison: Comparison) -> None:
        """Same portraits, same population, same outcome; a sentence ends like one."""
        for example in comparison.examples():
            sides = (example.new, example.closed, example.population or CountedPopulation([example.closed]))
            first = comparison.compare(*sides)
            assert first == comparison.compare(*sides)
            if first:
                assert 0 <= first.level < len(comparison.LEVELS)
                assert re.search(r"[.!?…”»]$", first.sentence)
                assert first.rarity_bits is None or 0.0 <= first.rarity_bits < 128.0

    def test_nothing_is_said_of_accounts_that_show_nothing(self, comparison: Comparison) -> None:
        """Two empty portraits have nothing to compare."""
        nobody = Portrait(account="a:1")
        assert comparison.compare(nobody, dataclasses.replace(nobody, account="a:2"), CountedPopulation()) is None
