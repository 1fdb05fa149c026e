import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from seawall.corpus.records import count_up_to, find_sorted, first_of_key, key_halves, keyed, sort_order, sort_records

NUMBERS = st.sampled_from([0, 1, 2, 255, 256, 2**63, 2**64 - 1])
RECORDS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=40)


def array(rows, width=3):
    return np.array(rows, dtype=np.uint64).reshape(-1, width)


@given(st.lists(st.binary(min_size=16, max_size=16), max_size=30), st.integers(0, 5))
def test_the_order_of_numbers_is_the_order_of_bytes(keys, start):
    halves = key_halves(pa.array(keys, pa.binary(16)).slice(start))
    assert [keys[start:][place] for place in sort_order(halves)] == sorted(keys[start:])


def test_no_keys_give_no_numbers_chunked_or_not():
    assert key_halves(pa.chunked_array([], pa.binary(16))).shape == (0, 2)
    assert key_halves(pa.array([], pa.binary(16))).shape == (0, 2)


@given(RECORDS)
def test_sorting_is_that_of_tuples_and_the_first_of_each_key_is_found(rows):
    ordered = sort_records(array(rows))
    assert [tuple(map(int, row)) for row in ordered] == sorted(rows)
    assert int(first_of_key(ordered).sum()) == len({row[:2] for row in rows})


@given(RECORDS, st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_counting_up_to_a_bound_agrees_with_comparing_tuples(rows, bound):
    ordered = sort_records(array(rows))
    assert count_up_to(ordered, array([bound])[0]) == sum(row <= bound for row in rows)


@given(RECORDS, st.sets(st.tuples(NUMBERS, NUMBERS), max_size=20))
def test_finding_agrees_with_a_dictionary_even_where_high_halves_tie(rows, asked):
    ordered = sort_records(array(rows))
    least = {}
    for row in rows:
        least[row[:2]] = min(row[2], least.get(row[:2], row[2]))
    keys = array(sorted(asked), 2)
    found, values = find_sorted(ordered, np.ascontiguousarray(ordered[:, 0]), keys)
    assert list(found) == [key in least for key in sorted(asked)]
    assert [int(value) for value in values] == [least.get(key, 0) for key in sorted(asked)]


def test_records_take_one_value_or_a_value_each():
    halves = array([(1, 2), (3, 4)], 2)
    assert keyed(halves, 7).tolist() == [[1, 2, 7], [3, 4, 7]]
    assert keyed(halves, np.array([5, 6], dtype=np.uint64)).tolist() == [[1, 2, 5], [3, 4, 6]]
