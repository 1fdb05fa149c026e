"""The loops of candidates, beside plain searches."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.blocking import find_candidates
from seawall.identity.blocking_kernel import foremost, span_keys, timing_bits
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.portrait_rows import ABSENT

_KEYS = st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 40), st.integers(2**64 - 40, 2**64 - 1))


@given(st.lists(_KEYS, max_size=300, unique=True), st.lists(_KEYS, max_size=20))
def test_keys_are_found_however_unevenly_they_lie(keys, wanted):
    held = np.array(sorted(keys), np.uint64)
    starts = np.arange(0, 3 * len(held) + 1, 3, dtype=np.int64)
    asked = np.array([*wanted, *keys[:20]], np.uint64)
    begins, ends = np.empty(len(asked), np.int64), np.empty(len(asked), np.int64)
    span_keys(held, starts, asked, begins, ends)
    place_of = {int(key): place for place, key in enumerate(held)}
    expected = [(3 * place_of[key], 3 * place_of[key] + 3) if key in place_of else (0, 0) for key in asked.tolist()]
    assert list(zip(begins.tolist(), ends.tolist(), strict=True)) == expected


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.integers(1, 70))
def test_the_foremost_are_the_largest_and_their_equals(values, count):
    bits = np.array(values, np.float32)
    places = np.empty(len(bits), np.int64)
    found = places[: foremost(bits, count, places)].tolist()
    line = sorted(values)[-min(count, len(values))]
    assert found == [place for place, value in enumerate(values) if value >= line]


def test_a_closing_after_the_opening_or_unknown_says_nothing():
    steps, told = np.array([10, 100]), np.array([9, 4, 0], np.float32)
    closed_at = np.array([1_000, 990, 989, 900, 899, 1_001, ABSENT])
    bits = np.empty(len(closed_at), np.float32)
    timing_bits(closed_at, 1_000, ABSENT, steps, told, bits)
    assert bits.tolist() == [9, 9, 4, 4, 0, 0, 0]


def test_equal_candidates_stand_in_the_order_of_their_names_in_the_base_and_beside_it(closed_portraits, new_portraits):
    base, beside = ClosedBank(closed_portraits), ClosedBank()
    for row in range(len(closed_portraits)):
        beside.add(closed_portraits.take(np.array([row])))
    for new in new_portraits:
        one, other = find_candidates(new, base), find_candidates(new, beside)
        assert base.names_of(one.ordinals) == beside.names_of(other.ordinals)
        assert one.bits.tolist() == other.bits.tolist()
