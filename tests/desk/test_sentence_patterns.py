"""Stored sentences meet the pattern that they were written by, and no other."""

import pytest

from seawall.desk.sentence_patterns import SentencePatterns

PATTERNS = SentencePatterns({"count": r"[\d,]+", "value": r".+?"})


def test_the_changing_parts_are_found():
    found = PATTERNS.parts_of(
        "The name is longer than %(count)s characters: %(value)s", "The name is longer than 1,000 characters: a (b)"
    )
    assert found == {"count": "1,000", "value": "a (b)"}


@pytest.mark.parametrize(
    "sentence", ["It has x characters", "It has 5 characters.", "It has 5 characters and more", ""]
)
def test_another_sentence_meets_nothing(sentence):
    assert PATTERNS.parts_of("It has %(count)s characters", sentence) is None


def test_signs_of_expressions_in_a_pattern_stand_for_themselves():
    assert PATTERNS.parts_of("(.*) %(count)s%% [a]?", "(.*) 5% [a]?") == {"count": "5"}
    assert PATTERNS.parts_of("(.*) %(count)s%% [a]?", "anything 5% a") is None
