import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.classify import RankerTableError, read_labelled, read_texts


def test_bad_rows_are_set_aside_with_number_and_reason(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(
        b"text,label,author,suite,stance\n"
        b"carry the word,1,a,,promotes\n"
        b"too,few\n"
        b"no label,maybe,a,news,\n"
        b",0,a,news,\n"
        b"report on the word,1,a,news,reports\n"
        b"odd stance,0,a,news,sings\n"
        b"caf\xe9,0,a,news,\n"
        b'"two\nlines",0,b,news,reports\n\nlast,0,,,\n'
    )
    table, rows = read_labelled(path)
    assert table.texts.to_pylist() == ["carry the word", "two\nlines", "last"]
    assert rows.numbers == [1, 8, 9]
    assert [one.row for one in rows.set_aside] == [2, 3, 4, 5, 6, 7]
    reasons = " | ".join(one.reason for one in rows.set_aside)
    for part in ("2 fields", "neither 1 nor 0", "no text", "never raised", "no stance 'sings'", "not UTF-8"):
        assert part in reasons
    assert table.authors.tolist() == ["a", "b", "row 3"]


def test_a_parquet_table_reads_like_a_csv_table(tmp_path):
    columns = {"text": ["a b", None, "c"], "label": [1, 0, 0], "author": ["x", "y", None], "suite": [None, "n", "n"]}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    table, rows = read_labelled(tmp_path / "t.parquet")
    assert table.labels.tolist() == [1, 0]
    assert [(one.row, one.reason) for one in rows.set_aside] == [(2, "there is no text")]


def test_octets_that_are_no_text_spoil_their_row_only(tmp_path):
    octets = pa.array([b"good", b"caf\xe9", b"fine"], pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 3, octets.buffers())
    pq.write_table(pa.table({"text": texts, "label": [0, 1, 1], "media": [["a"], [], None]}), tmp_path / "t.parquet")
    table, rows = read_labelled(tmp_path / "t.parquet")
    assert table.texts.to_pylist() == ["good", "fine"]
    assert [(one.row, one.reason) for one in rows.set_aside] == [(2, "not UTF-8")]
    assert rows.column("media") == ["['a']", None]


def test_boolean_labels_and_byte_order_marks_are_understood(tmp_path):
    pq.write_table(pa.table({"text": ["a"], "label": [True]}), tmp_path / "t.parquet")
    assert read_labelled(tmp_path / "t.parquet")[0].labels.tolist() == [1]
    (tmp_path / "t.csv").write_text("\ufeffTEXT,Label\na,0\n", "utf-8")
    assert read_labelled(tmp_path / "t.csv")[0].labels.tolist() == [0]


def test_scoring_needs_no_more_than_texts(tmp_path):
    (tmp_path / "t.csv").write_text("id,text\n1,hello\n2,\n", "utf-8")
    rows = read_texts(tmp_path / "t.csv")
    assert rows.texts == ["hello", ""]
    assert rows.set_aside == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("t.csv", b"", "empty"),
        ("t.csv", b"body,label\na,1\n", "no column text"),
        ("t.parquet", b"PAR1 no", "can't be read"),
        ("t.xlsx", b"", "neither .csv nor .parquet"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RankerTableError, match=reason):
        read_labelled(tmp_path / name)
    with pytest.raises(RankerTableError, match="can't be read"):
        read_labelled(tmp_path / "absent.csv")
