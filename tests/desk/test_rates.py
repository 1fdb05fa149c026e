"""Counts of a minute are kept apart by key."""

from seawall.desk.rates import count_within_minute


def test_each_key_is_counted_by_itself():
    assert [count_within_minute("quay:10.0.0.1") for _ in range(3)] == [1, 2, 3]
    assert count_within_minute("quay:10.0.0.2") == 1
