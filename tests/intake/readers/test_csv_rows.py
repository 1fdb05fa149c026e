"""CSV: every kind of bad row is put aside with its reason, and the good rows around it come through."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import BrokenInputError, MapColumnError, UnknownFormatError
from seawall.intake.readers import CsvOptions, read_csv_header, read_csv_rows
from seawall.intake.readers.csv_rows import MAX_ROW_LINES


def read(tmp_path, content, columns=("a", "b"), after_row=0, **options):
    path = tmp_path / "posts.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    rows, rejects = [], []
    with ByteSource(path) as source:
        for chunk in read_csv_rows(source, CsvOptions(**options), columns, after_row=after_row):
            rows += zip(chunk.numbers.to_pylist(), *(chunk.table[name].to_pylist() for name in columns), strict=True)
            rejects += chunk.rejects
    return rows, {reject.row: reject.reason for reject in rejects}


def test_quotes_line_feeds_and_a_byte_order_mark_are_read_as_rfc_4180_says(tmp_path):
    rows, rejects = read(tmp_path, '\ufeffa,b\n1,"two ""lamps"",\nreturn"\n\n"x\r\ny",z\r\n')
    assert rows == [(1, "1", 'two "lamps",\nreturn'), (2, "x\r\ny", "z")]
    assert rejects == {}


def test_a_wrong_byte_rejects_its_row_and_is_named(tmp_path):
    rows, rejects = read(tmp_path, b"a,b\n1,good\n2,caf\xe9\n3,good\n")
    assert [row[0] for row in rows] == [1, 3]
    assert rejects == {2: "byte 0xE9 at position 6 of the line is not utf-8"}


def test_a_map_may_name_another_encoding(tmp_path):
    rows, rejects = read(tmp_path, "a;b\n1;الفنار الرمادي\n".encode("cp1256"), encoding="cp1256")
    assert rows == [(1, "1", "الفنار الرمادي")]
    assert rejects == {}


def test_too_few_and_too_many_columns_reject_their_row(tmp_path):
    rows, rejects = read(tmp_path, "a,b\n1\n1,2,3\n4,5\n")
    assert rows == [(3, "4", "5")]
    assert rejects == {1: "2 columns expected, 1 found", 2: "2 columns expected, 3 found"}


@pytest.mark.parametrize(
    "after",
    ["2,good\n3,good\n", '2,"good"\n3,good\n', '2,good\n3,"go""od"\n'],
    ids=["no more quotes", "quotes", "doubled"],
)
def test_after_an_unclosed_quote_reading_goes_on_at_the_next_line(tmp_path, after):
    rows, rejects = read(tmp_path, f'a,b\n1,"never closed\n{after}')
    assert [row[0] for row in rows] == [2, 3]
    assert list(rejects) == [1]
    assert "quot" in rejects[1]


def test_an_unclosed_quote_costs_a_bounded_search(tmp_path):
    good = "".join(f"{number},good\n" for number in range(3 * MAX_ROW_LINES))
    rows, rejects = read(tmp_path, f'a,b\n1,"open\n{good}')
    assert len(rows) == 3 * MAX_ROW_LINES
    assert rejects == {1: "a quote opens in this row and never closes"}


def test_a_line_that_is_too_long_is_rejected_and_reading_goes_on(tmp_path):
    rows, rejects = read(tmp_path, "a,b\n1,good\n2," + "x" * (2 << 20) + "\n3,good\n")
    assert [row[0] for row in rows] == [1, 3]
    assert rejects == {2: "a line of 2,097,154 bytes; the most is 1,048,576"}


def test_a_quoted_field_that_runs_into_a_long_line_is_rejected_alone(tmp_path):
    rows, rejects = read(tmp_path, "\n".join(["a,b", '1,"open', "x" * (2 << 20), "3,good", ""]))
    assert rows == [(3, "3", "good")]
    assert list(rejects) == [1, 2]


def test_reading_resumes_after_a_row(tmp_path):
    content = "a,b\n1,x\nbad\n3,x\n4,x\n"
    assert read(tmp_path, content, after_row=2) == ([(3, "3", "x"), (4, "4", "x")], {})


def test_a_missing_column_lists_those_that_are_there(tmp_path):
    with pytest.raises(MapColumnError, match="'c' is not in the header; the file has: a, b"):
        read(tmp_path, "a,b\n1,2\n", columns=("a", "c"))


def test_a_doubled_column_is_refused(tmp_path):
    with pytest.raises(MapColumnError, match="more than once"):
        read(tmp_path, "a,a\n1,2\n", columns=("a",))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\n1\n", b"x" * (2 << 20), b'a,"b\n1,2\n'], ids=["empty", "bytes", "long", "open"]
)
def test_a_file_without_a_readable_header_is_told(tmp_path, content):
    with pytest.raises(UnknownFormatError):
        read(tmp_path, content)


def test_a_header_may_hold_line_feeds(tmp_path):
    assert read(tmp_path, '"a","b\nc"\n1,2\n', columns=("a", "b\nc")) == ([(1, "1", "2")], {})


def test_a_header_alone_gives_no_rows(tmp_path):
    assert read(tmp_path, "a,b\n") == ([], {})


def test_a_cut_gzip_keeps_its_good_rows_and_rejects_the_row_it_breaks_off_in(tmp_path):
    import gzip

    content = "a,b\n" + "".join(f"{number},row {number * 7919}\n" for number in range(50_000))
    packed = gzip.compress(content.encode())
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    chunks = []
    with ByteSource(path) as source, pytest.raises(BrokenInputError):
        chunks.extend(read_csv_rows(source, CsvOptions(), ("a", "b")))
    rows = [row for chunk in chunks for row in chunk.table.to_pylist()]
    rejects = [reject for chunk in chunks for reject in chunk.rejects]
    assert rows == [{"a": str(number), "b": f"row {number * 7919}"} for number in range(len(rows))]
    assert len(rows) > 10_000
    assert [reject.reason for reject in rejects] in ([], ["the file breaks off within this row"])


def test_the_delimiter_is_seen_in_the_header(tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text("one\ttwo, and more\tthree\n")
    with ByteSource(path) as source:
        assert read_csv_header(source, CsvOptions()) == ["one", "two, and more", "three"]


@given(rows=st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))] * 2)))
def test_what_python_writes_comes_back(tmp_path_factory, rows):
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])
    found, rejects = read(tmp_path_factory.mktemp("csv"), written.getvalue())
    assert [row[1:] for row in found] == rows
    assert rejects == {}


@given(content=st.binary(max_size=300))
def test_any_bytes_are_rows_or_rejects_and_never_a_crash(tmp_path_factory, content):
    rows, rejects = read(tmp_path_factory.mktemp("csv"), b"a,b\n" + content)
    assert sorted([row[0] for row in rows] + list(rejects)) == list(range(1, len(rows) + len(rejects) + 1))
