"""The hash of octets beside its published values; the table of hashes beside a set."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals.octet_kernel import BASIS, holds, step, width


def fnv(octets):
    state = BASIS
    for octet in octets:
        state = np.uint64(step(state, octet))
    return int(state)


def test_the_hash_is_fnv_1a():  # http://www.isthe.com/chongo/tech/comp/fnv/
    assert fnv(b"") == 0xCBF29CE484222325
    assert fnv(b"a") == 0xAF63DC4C8601EC8C
    assert fnv(b"foobar") == 0x85944171F73967E8


@given(st.characters(exclude_categories=("Cs",)))
def test_a_character_is_as_wide_as_its_first_octet_says(character):
    octets = character.encode()
    assert width(octets[0]) == len(octets)


@given(st.sets(st.integers(1, 1 << 63), max_size=6), st.integers(1, 1 << 63))
def test_a_table_holds_what_was_put_in(values, asked):
    table = np.zeros(16, np.uint64)
    for value in values:
        slot = value % 16
        while table[slot]:
            slot = (slot + 1) % 16
        table[slot] = value
    assert all(holds(table, np.uint64(value)) for value in values)
    assert holds(table, np.uint64(asked)) == (asked in values)
