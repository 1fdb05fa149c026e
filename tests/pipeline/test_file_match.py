import hashlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.index import make_entry
from seawall.pipeline import FileMatchReport, match_files


@pytest.fixture
def entries():
    picture = hashlib.sha256(b"picture").hexdigest()
    lines = [("term", "Grey Lighthouse"), ("text", "the lamps return"), ("url", "lamps.example/a"), ("sha256", picture)]
    return [make_entry(signal_type=kind, value=value, bank="b") for kind, value in lines]


def run(paths, entries, **options):
    report = FileMatchReport()
    found = [(match.row, match.signal_type) for match in match_files(paths, entries, report, **options)]
    return found, report


def reasons(report):
    return [(one.row, one.reason) for one in report.aside]


def test_a_table(tmp_path, entries):
    path = tmp_path / "posts.csv"
    path.write_bytes(
        b'\xef\xbb\xbfid,text\n1,"the grey\nlighthouse"\n2,x\n\n3,The lamps return\n4,a,b\n5,\xff\n6,hxxp://lamps[.]example/a\n'
    )
    found, report = run([path], entries)
    assert found == [(1, "term"), (3, "text"), (6, "url")]
    assert reasons(report) == [(4, "3 fields where the header has 2"), (5, "not UTF-8")]
    assert report.row_count == 4


def test_json_lines(tmp_path, entries):
    path = tmp_path / "posts.jsonl"
    path.write_text('{"content": "grey lighthouse"}\nnonsense\n{"id": 1}\n{"content": 7}\n{"content": null}\n')
    found, report = run([path], entries)
    assert found == [(1, "term")]
    assert [row for row, _ in reasons(report)] == [2, 3, 4]


def test_a_parquet_table_with_a_column_of_ones_own(tmp_path, entries):
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"words": ["x", None, "grey lighthouse"]}), path)
    assert run([path], entries, column="words")[0] == [(3, "term")]
    found, report = run([path], entries)
    assert found == []
    assert "Name the column of the text with --column" in reasons(report)[0][1]


def test_plain_text_line_by_line(tmp_path, entries):
    path = tmp_path / "posts.txt"
    path.write_text("x\nthe lamps return\n")
    assert run([path], entries)[0] == [(2, "text")]


def test_other_files_by_their_bytes_also_in_folders(tmp_path, entries):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "drawing.png").write_bytes(b"picture")
    (tmp_path / "other.png").write_bytes(b"")
    found, report = run([tmp_path], entries)
    assert found == [(None, "sha256")]
    assert report.file_count == 2


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path, entries):
    good, broken = tmp_path / "b.txt", tmp_path / "a.parquet"
    good.write_text("the lamps return\n")
    broken.write_bytes(b"PAR1 no")
    found, report = run([tmp_path / "missing.csv", broken, good], entries)
    assert found == [(1, "text")]
    assert [row for row, _ in reasons(report)] == [None, None]


def test_empty_files_have_no_rows(tmp_path, entries):
    for name in ("a.csv", "a.jsonl", "a.txt"):
        path = tmp_path / name
        path.write_bytes(b"")
        found, report = run([path], entries)
        assert (found, report.row_count, report.aside) == ([], 0, [])


def test_negative_entries_hold_matches_back(tmp_path, entries):
    path = tmp_path / "a.txt"
    path.write_text("grey lighthouse museum\nthe grey lighthouse\n")
    museum = make_entry(signal_type="term", value="grey lighthouse museum", bank="n", opinion="negative")
    found, report = run([path], [*entries, museum])
    assert found == [(2, "term")]
    assert report.held_back_count == 1


def test_the_entry_is_named_by_its_own_id_or_as_written(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("grey lighthouse\n")
    written = make_entry(signal_type="term", value="Grey Lighthouse", bank="b")
    named = make_entry(signal_type="term", value="lighthouse", bank="b", entry_id="e-7")
    found = match_files([path], [written, named], FileMatchReport())
    assert {match.entry for match in found} == {"Grey Lighthouse", "e-7"}
