"""JSON lines: bad lines are put aside, nested keys are found, mixed types become text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import MapColumnError
from seawall.intake.readers import read_jsonl_rows


def read(tmp_path, content, columns, after_row=0):
    path = tmp_path / "posts.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    rows, rejects = [], []
    with ByteSource(path) as source:
        for chunk in read_jsonl_rows(source, columns, after_row=after_row):
            rows += zip(chunk.numbers.to_pylist(), *(chunk.table[name].to_pylist() for name in columns), strict=True)
            rejects += chunk.rejects
    return rows, {reject.row: reject.reason for reject in rejects}


def test_bad_lines_are_rejected_with_their_line_number(tmp_path):
    content = b'{"a": 1}\n\n{"a": \n[1]\n"x"\n{"a": "caf\xe9"}\n{"a": 2, "b": "\\ud83d"}\n{"a": 3}\n'
    rows, rejects = read(tmp_path, content, ["a"])
    assert rows == [(1, 1), (8, 3)]
    assert list(rejects) == [3, 4, 5, 6, 7]
    assert rejects[4] == "a JSON object is expected, this is a list"
    assert rejects[6] == "byte 0xE9 at position 11 of the line is not utf-8"


def test_a_fifty_megabyte_line_is_rejected_and_the_others_come(tmp_path):
    content = b'{"a": 1}\n{"a": "' + b"x" * (50 << 20) + b'"}\n{"a": 3}\n'
    rows, rejects = read(tmp_path, content, ["a"])
    assert rows == [(1, 1), (3, 3)]
    assert rejects == {2: "a line of 52,428,809 bytes; the most is 1,048,576"}


def test_nested_keys_and_keys_with_dots_are_found(tmp_path):
    rows, _ = read(tmp_path, '{"by": {"id": 7}}\n{"by.id": 8}\n{"by": null}\n', ["by.id"])
    assert rows == [(1, 7), (2, 8), (3, None)]


def test_values_of_mixed_types_become_text(tmp_path):
    rows, _ = read(tmp_path, '{"a": 1}\n{"a": "two"}\n{"a": 18446744073709551616}\n', ["a"])
    assert [row[1] for row in rows] == ["1", "two", "18446744073709551616"]


def test_a_column_that_no_row_has_is_refused_and_the_keys_are_listed(tmp_path):
    with pytest.raises(MapColumnError, match="'c'; the rows have: a, b"):
        read(tmp_path, '{"a": 1}\n{"b": 2}\n', ["c"])


def test_deep_nesting_is_a_reject(tmp_path):
    rows, rejects = read(tmp_path, '{"a": ' + "[" * 100_000 + "]" * 100_000 + '}\n{"a": 1}\n', ["a"])
    assert [row[0] for row in rows] == [2]
    assert list(rejects) == [1]


def test_reading_resumes_after_a_line(tmp_path):
    assert read(tmp_path, '{"a": 1}\nbad\n{"a": 3}\n', ["a"], after_row=2) == ([(3, 3)], {})


@given(content=st.binary(max_size=200))
def test_any_bytes_are_rows_or_rejects_and_never_a_crash(tmp_path_factory, content):
    read(tmp_path_factory.mktemp("jsonl"), b'{"a": 1}\n' + content, ["a"])
