"""A column of files keeps each file's row, place and mark, and counts equal values of a file once."""

import pytest

from seawall.signals import FileContent, OpenedFile, TextContent
from seawall.signals.file_column import FileSignal, file_column


def letters(file):
    for place, letter in enumerate(file.source.decode()):
        yield FileSignal(value=letter, mark="mirrored" if letter.isupper() else None, location=f"page {place + 1}")


def column_of(*files):
    return file_column("letters", FileContent([OpenedFile(octets) for octets in files]), letters)


def test_each_value_has_the_row_the_mark_and_the_place_of_its_first_appearance():
    column = column_of(b"abaB", b"", b"b")
    assert column.rows.tolist() == [0, 0, 0, 2]
    assert [column.values.value(place) for place in range(4)] == ["a", "b", "B", "b"]
    assert column.marks == (None, None, "mirrored", None)
    assert column.locations == ("page 1", "page 2", "page 4", "page 1")


def test_no_files_make_an_empty_column():
    assert len(column_of()) == 0


def test_other_content_is_refused_by_the_name_of_the_signal_type():
    with pytest.raises(TypeError, match="letters is taken from files, not from text"):
        file_column("letters", TextContent(["a"]), letters)
