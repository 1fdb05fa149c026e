"""Reach is told in bounds, what is unknown as unknown, audiences as sizes."""

from datetime import UTC, datetime, timedelta

import pytest

from seawall.network.audience_sketch import AudienceSketch
from seawall.network.reach import MemberFacts, prevented_views, reach_of

_NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _facts(**more):
    return MemberFacts(**{"first_at": _NOW - timedelta(days=100), "last_at": _NOW, "posts": 50} | more)


def test_followers_are_a_range_from_the_largest_to_the_sum():
    told = reach_of([_facts(followers=32_000, views=1_000), _facts(followers=500), _facts()])
    assert (told.followers_low, told.followers_high, told.followers_unknown) == (32_000, 32_500, 1)
    assert (told.views, told.views_unknown, told.posts, told.posts_per_day) == (1_000, 2, 150, 1.5)
    assert len(told.assumptions) == 4


def test_what_nobody_knows_is_absent_and_not_zero():
    told = reach_of([MemberFacts()])
    assert (told.followers_low, told.followers_high, told.views, told.posts_per_day) == (None, None, None, None)
    assert reach_of([]).followers_low is None


def test_languages_are_shares_of_what_is_known():
    told = reach_of([_facts(languages=(("ar", 6), ("en", 1))), _facts(languages=(("ar", 3),))])
    assert told.languages == (("ar", 0.9), ("en", 0.1))


def test_prevented_views_are_a_range_with_its_assumptions():
    closed = _facts(views=1_000, closed_at=_NOW - timedelta(days=60), first_at=_NOW - timedelta(days=160))
    told = prevented_views([closed, _facts(views=9)], _NOW)
    assert told.high == 600
    assert told.low == pytest.approx(10 * 30 / 0.6931 * 0.75, abs=1)
    assert told.assumptions[0].startswith("1 of 2 members")
    assert prevented_views([_facts(views=5)], _NOW) is None


@pytest.mark.parametrize("count", [0, 1, 100, 5_000, 60_000])
def test_a_sketch_counts_different_readers(count):
    readers = [f"reader {number}" for number in range(count)]
    sketch = AudienceSketch().add(readers, bytes(32)).add(readers, bytes(32))
    assert sketch.estimate() == pytest.approx(count, rel=0.06)


def test_sketches_join_to_the_size_of_both():
    one = AudienceSketch().add((f"r{n}" for n in range(8_000)), bytes(32))
    other = AudienceSketch().add((f"r{n}" for n in range(4_000, 12_000)), bytes(32))
    assert one.joined(other).estimate() == pytest.approx(12_000, rel=0.06)
    assert one.estimate() == pytest.approx(8_000, rel=0.06)
    assert one.registers.nbytes == 4_096
