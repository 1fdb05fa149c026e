"""Many pairs at once weigh what one pair weighs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity import Depth
from seawall.identity.models import Hypothesis
from seawall.identity.models.bulk_weighing import log_odds, weigh_pairs
from seawall.identity.models.hand_set import hand_set_model
from seawall.identity.models.pair_table import pair_table

from .conftest import COMPARISONS, told

MODEL = hand_set_model(COMPARISONS)
PRIOR = MODEL.prior(3_000)
OUTCOMES = st.fixed_dictionaries(
    {},
    optional={
        one.NAME: st.builds(
            told,
            st.integers(0, len(one.LEVELS) - 1),
            st.none() | st.integers(0, 100).map(lambda quarters: quarters / 4),
        )
        for one in COMPARISONS
    },
)


@settings(max_examples=80)
@given(st.lists(st.tuples(OUTCOMES, st.sampled_from(Depth)), min_size=1, max_size=6))
def test_arrays_agree_with_one_by_one(pairs: list) -> None:
    table = pair_table(MODEL.comparisons, pairs)
    weighed = weigh_pairs(MODEL, table)
    odds = log_odds(weighed, PRIOR.bits(Hypothesis.SAME), PRIOR.bits(Hypothesis.IMITATOR))
    one_by_one = [MODEL.weigh(outcomes, depth, PRIOR) for outcomes, depth in pairs]
    assert odds.tolist() == pytest.approx([one.bits for one in one_by_one], abs=1e-5)
    assert weighed.family_counts.tolist() == [len(one.families) for one in one_by_one]


def test_rows_are_patterns_in_order_of_content() -> None:
    pairs = [({"style": told(1)}, Depth.FEW), ({"handle": told(0, 3.0)}, Depth.FEW), ({"style": told(1)}, Depth.FEW)]
    table = pair_table(MODEL.comparisons, pairs)
    rows, counts, marks = table.patterns(np.array([0, 0, 0]))
    again, same_counts, _ = table.rows(np.array([2, 1, 0])).patterns(np.array([0, 0, 0]))
    assert sorted(counts.tolist()) == [1, 2]
    assert rows.levels.tolist() == again.levels.tolist()
    assert counts.tolist() == same_counts.tolist()
    assert marks.tolist() == [0, 0]
    assert len(table.patterns(np.array([0, 0, 1]))[1]) == 3  # a pair that was marked is another pattern
