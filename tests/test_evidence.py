"""Scores stay between 0 and 1, whatever they are combined from."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.evidence import Scored, combine_independent

WEIGHTS = st.lists(st.floats(0, 1), max_size=20)


@given(WEIGHTS)
def test_combined_weights_are_at_least_the_largest_and_at_most_one(weights):
    combined = combine_independent(weights)
    assert max(weights, default=0.0) - 1e-12 <= combined <= 1.0


@given(WEIGHTS)
def test_combining_does_not_depend_on_the_order(weights):
    assert combine_independent(reversed(weights)) == pytest.approx(combine_independent(weights))


@pytest.mark.parametrize("score", [-0.01, 1.01, math.nan, math.inf])
def test_a_score_outside_its_range_is_refused(score):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Scored(score=score, evidence=())
