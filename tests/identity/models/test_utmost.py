"""What a pair weighs at most while comparisons that find nothing have not been made: never under what it weighs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import Depth
from seawall.identity.models.hand_set import hand_set_model

from .conftest import COMPARISONS, told

MODEL = hand_set_model(COMPARISONS)
LAST = {one.NAME: len(one.LEVELS) - 1 for one in COMPARISONS}
MADE = st.fixed_dictionaries(
    {},
    optional={
        name: st.builds(told, st.integers(0, last), st.none() | st.floats(-5, 60)) for name, last in LAST.items()
    },
)
FOUND_NOTHING = st.dictionaries(st.sampled_from(sorted(LAST)), st.booleans())


@given(MADE, FOUND_NOTHING, st.sampled_from(Depth), st.integers(0, 1_000_000))
def test_no_pair_weighs_more_than_its_utmost(made: dict, found_nothing: dict, depth: Depth, bank: int) -> None:
    prior = MODEL.prior(bank)
    quick = {name: outcome for name, outcome in made.items() if name not in found_nothing}
    utmost = MODEL.utmost(depth, tuple(sorted(found_nothing)))(quick, prior)
    rest = {name: told(LAST[name]) if says else None for name, says in found_nothing.items()}
    weighed = MODEL.weigh(quick | rest, depth, prior)
    assert utmost.bits >= weighed.bits
    assert utmost.probability >= weighed.probability
    assert utmost.imitator_probability >= weighed.imitator_probability


MOST_BITS = st.none() | st.floats(0, 40)


@given(MADE, st.dictionaries(st.sampled_from(sorted(LAST)), MOST_BITS), st.sampled_from(Depth), st.data())
def test_no_pair_weighs_more_than_its_utmost_whatever_late_comparisons_find(
    made: dict, late: dict, depth: Depth, data: st.DataObject
) -> None:
    prior = MODEL.prior(5_000)
    quick = {name: outcome for name, outcome in made.items() if name not in late}
    utmost = MODEL.utmost(depth, (), tuple(late.items()))(quick, prior)
    rest = {}
    for name, most in late.items():
        rarity = st.none() if most is None else st.none() | st.floats(-5, most)
        rest[name] = data.draw(st.none() | st.builds(told, st.integers(0, LAST[name]), rarity))
    weighed = MODEL.weigh(quick | rest, depth, prior)
    assert utmost.bits >= weighed.bits
    assert utmost.probability >= weighed.probability
    assert utmost.imitator_probability >= weighed.imitator_probability


@given(MADE, st.sampled_from(Depth))
def test_with_nothing_left_out_it_is_what_the_pair_weighs_but_for_imitators(made: dict, depth: Depth) -> None:
    prior = MODEL.prior(2_000)
    utmost, weighed = MODEL.utmost(depth, ())(made, prior), MODEL.weigh(made, depth, prior)
    held_back = any(part.bits == 0.0 for part in weighed.parts)
    if not held_back:
        assert abs(utmost.bits - (weighed.bits - weighed.imitator_bits)) < 1e-4


def test_unknown_comparisons_bring_nothing() -> None:
    prior = MODEL.prior(10)
    assert MODEL.utmost(Depth.FEW, ("unheard_of",))({"never": told(0)}, prior) == MODEL.utmost(Depth.FEW, ())({}, prior)
