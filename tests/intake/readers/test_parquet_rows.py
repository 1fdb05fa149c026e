"""Parquet: rows by number across row groups, text that is no text, damage."""

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import BrokenInputError, MapColumnError
from seawall.intake.readers import read_parquet_rows


def numbers_after(path, row):
    with ByteSource(path) as source:
        return [
            (number, value)
            for chunk in read_parquet_rows(source, ["a"], after_row=row)
            for number, value in zip(chunk.numbers.to_pylist(), chunk.table["a"].to_pylist(), strict=True)
        ]


@pytest.mark.parametrize("row", [0, 1, 99, 100, 101, 250, 1000, 1001])
def test_reading_resumes_anywhere_with_the_right_row_numbers(tmp_path, row):
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"a": range(1, 1001)}), path, row_group_size=100)
    assert numbers_after(path, row) == [(number, number) for number in range(row + 1, 1001)]


def test_a_compressed_parquet_file_is_unpacked_first(tmp_path):
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"a": [7]}), path)
    packed = tmp_path / "posts.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert numbers_after(packed, 0) == [(1, 7)]


def test_text_that_is_no_utf8_rejects_its_row(tmp_path):
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"a": pa.array([b"good", b"caf\xe9", None], pa.binary()).view(pa.string())}), path)
    with ByteSource(path) as source:
        (chunk,) = read_parquet_rows(source, ["a"])
    assert chunk.table["a"].to_pylist() == ["good", None]
    assert chunk.numbers.to_pylist() == [1, 3]
    assert [(reject.row, reject.reason) for reject in chunk.rejects] == [(2, "column 'a' is not utf-8")]
    assert "caf\\\\xe9" in chunk.rejects[0].raw


def test_a_missing_column_lists_those_that_are_there(tmp_path):
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"x": [1], "y": [2]}), path)
    with ByteSource(path) as source, pytest.raises(MapColumnError, match="'a' is not in the file; it has: x, y"):
        list(read_parquet_rows(source, ["a"]))


def test_damage_in_the_middle_is_told_after_the_good_rows(tmp_path):
    path = tmp_path / "posts.parquet"
    rows = pa.table({"a": [f"{number} the lamps return {number * 31}" for number in range(300_000)]})
    pq.write_table(rows, path, row_group_size=100_000, compression="zstd", use_dictionary=False)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = b"\xff" * 2000
    path.write_bytes(bytes(content))
    chunks = []
    with ByteSource(path) as source, pytest.raises(BrokenInputError, match="damaged"):
        chunks.extend(read_parquet_rows(source, ["a"]))
    assert sum(chunk.table.num_rows for chunk in chunks) >= 65_536


def test_a_file_without_its_footer_is_told(tmp_path):
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"a": range(1000)}), path)
    path.write_bytes(path.read_bytes()[:-100])
    with ByteSource(path) as source, pytest.raises(BrokenInputError, match="no Parquet that can be read"):
        list(read_parquet_rows(source, ["a"]))
