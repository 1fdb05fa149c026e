"""Columns in pieces become one array with the same values."""

import pyarrow as pa
import pytest

from seawall.corpus.columns import whole_column


@pytest.mark.parametrize(
    "pieces", [[], [["a"]], [["a", None], [], ["b"]]], ids=["no piece", "one piece", "several pieces"]
)
def test_the_values_of_all_pieces_stand_in_one_array(pieces):
    column = pa.chunked_array([pa.array(piece, pa.string()) for piece in pieces], pa.string())
    whole = whole_column(column)
    assert isinstance(whole, pa.Array)
    assert whole.type == pa.string()
    assert whole.to_pylist() == [value for piece in pieces for value in piece]


def test_an_array_stays_itself():
    array = pa.array([1, 2])
    assert whole_column(array) is array
