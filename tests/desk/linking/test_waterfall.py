"""The bars of a link add up, touch each other, lie inside the chart, and turn round for readers from right to left."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.linking.waterfall import IMITATOR, LEAST_BITS, PRIOR, REST, SUM, draw_waterfall
from seawall.identity.families import Family

EVIDENCE = [
    {"feature": "bio", "family": "description", "bits": 9.0},
    {"feature": "handle", "family": "name", "bits": 7.5},
    {"feature": "display_name", "family": "name", "bits": 1.5},
    {"feature": "both_older", "family": "conflict", "bits": -3.0},
    {"feature": "rhythm", "family": "rhythm", "bits": 0.04},
]


def drawn(**options):
    return draw_waterfall(EVIDENCE, prior_bits=-12.0, imitator_bits=-0.5, **options)


def test_the_prior_comes_first_the_sum_last_and_what_speaks_for_before_what_speaks_against():
    names = [fall.name for fall in drawn().falls]
    assert names[0] == PRIOR
    assert set(names[1:3]) == {"description", "name"}
    assert names[3:] == ["conflict", IMITATOR, SUM]


def test_a_family_is_one_bar_with_its_parts_heaviest_first():
    name = next(fall for fall in drawn().falls if fall.name == "name")
    assert name.bits == 9.0
    assert [part["feature"] for part in name.parts] == ["handle", "display_name"]


def test_what_speaks_against_is_marked_so():
    against = {fall.name for fall in drawn().falls if fall.is_against}
    assert against == {PRIOR, "conflict", IMITATOR}


def test_what_weighs_next_to_nothing_is_told_together_where_it_comes_to_something():
    small = [{"feature": f"f{number}", "family": "rhythm", "bits": 0.04} for number in range(5)]
    falls = draw_waterfall(small, prior_bits=-1.0, imitator_bits=0.0).falls
    assert [fall.name for fall in falls] == [PRIOR, REST, SUM]
    assert falls[1].bits == pytest.approx(0.2)
    assert falls[1].parts == ()
    assert REST not in {fall.name for fall in drawn().falls}


def test_a_link_without_evidence_is_prior_and_sum():
    chart = draw_waterfall([], prior_bits=-4.0, imitator_bits=0.0)
    assert [fall.name for fall in chart.falls] == [PRIOR, SUM]
    assert chart.families == ()


def test_for_readers_from_right_to_left_every_place_is_counted_from_the_other_side():
    there, back = drawn(), drawn(mirrored=True)
    assert back.zero == pytest.approx(100 - there.zero)
    for one, other in zip(there.falls, back.falls, strict=True):
        assert other.x + other.width == pytest.approx(100 - one.x, abs=0.5)
        assert other.bits == one.bits
    assert [tick.x for tick in back.ticks] == pytest.approx([100 - tick.x for tick in there.ticks], abs=0.01)


PARTS = st.lists(
    st.fixed_dictionaries(
        {
            "feature": st.sampled_from(["handle", "bio", "style"]),
            "family": st.sampled_from([family.value for family in Family]),
            "bits": st.floats(-16, 16),
        }
    ),
    max_size=20,
)


@given(parts=PARTS, prior=st.floats(-20, -1), imitator=st.floats(-10, 0), mirrored=st.booleans())
def test_bars_add_up_touch_and_stay_inside(parts, prior, imitator, mirrored):
    chart = draw_waterfall(parts, prior_bits=prior, imitator_bits=imitator, mirrored=mirrored)
    told = prior + sum(part["bits"] for part in parts) + (imitator if imitator <= -LEAST_BITS else 0.0)
    assert chart.total == pytest.approx(told, abs=LEAST_BITS + 1e-6)
    assert math.isclose(chart.falls[-1].bits, chart.falls[-2].total, abs_tol=1e-9)
    for before, after in zip(chart.falls[:-2], chart.falls[1:-1], strict=True):
        assert after.begins == before.ends
        assert after.total == pytest.approx(before.total + after.bits)
    for fall in chart.falls:
        assert fall.x >= 0
        assert fall.x + fall.width <= 100.5
    assert 0 <= chart.zero <= 100
    assert 2 <= len(chart.ticks) <= 9


@given(parts=PARTS, order=st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_changes_nothing(parts, order):
    shuffled = list(parts)
    order.shuffle(shuffled)
    one, other = (draw_waterfall(each, prior_bits=-9.0, imitator_bits=0.0) for each in (parts, shuffled))
    assert [fall.name for fall in one.falls] == [fall.name for fall in other.falls]
    assert [fall.bits for fall in one.falls] == pytest.approx([fall.bits for fall in other.falls])
