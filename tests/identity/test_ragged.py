import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.ragged import Ragged

ROWS = st.lists(st.sets(st.integers(0, 40), max_size=9), max_size=7)


def ragged(rows):
    pairs = [(owner, value) for owner, row in enumerate(rows) for value in row]
    owners, values = (np.array([pair[side] for pair in pairs], dtype=np.uint64) for side in (0, 1))
    return Ragged.of(owners.astype(np.int64), values, len(rows))


def lists(made):
    return [made[row].tolist() for row in range(len(made))]


@given(ROWS)
def test_rows_come_back_sorted_and_once(rows):
    assert lists(ragged(rows)) == [sorted(row) for row in rows]
    assert lists(ragged([row for row in rows for _ in (0,)])) == [sorted(row) for row in rows]


@given(st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=9), max_size=7))
def test_rows_of_one_account_come_back_sorted_and_once(rows):
    made = Ragged.of_one([np.array(row, np.uint64) for row in rows])
    assert [lists(one) for one in made] == [[sorted(set(row))] for row in rows]


@given(ROWS, st.data())
def test_taken_and_joined_rows_are_those_rows(rows, data):
    made = ragged(rows)
    chosen = data.draw(st.lists(st.integers(0, max(0, len(rows) - 1)), max_size=5)) if rows else []
    assert lists(made.take(np.array(chosen, dtype=np.int64))) == [sorted(rows[row]) for row in chosen]
    assert lists(Ragged.joined([made, made])) == 2 * [sorted(row) for row in rows]


@given(ROWS, st.integers(1, 4))
def test_two_rows_keep_the_same_ones_of_what_they_share(rows, most):
    made = ragged(rows)
    capped = made.capped(most)
    union = ragged([set().union(*rows)]).capped(most)[0].tolist() if rows else []
    for row, kept in enumerate(lists(capped)):
        assert len(kept) == min(most, len(rows[row]))
        assert set(kept) <= rows[row]
        assert set(union) & rows[row] <= set(kept)


@given(st.lists(st.integers(0, 40), max_size=9))
def test_a_single_row_is_sorted_and_once_too(values):
    made = Ragged.of(np.zeros(len(values), dtype=np.int32), np.array(values, dtype=np.uint64), 1)
    assert lists(made) == [sorted(set(values))]
    assert made.values.dtype == np.uint64
