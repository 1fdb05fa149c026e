"""A file is replaced at one stroke, and nothing half written stays."""

import pytest

from seawall.durable import replace_durably


def test_the_pieces_stand_in_the_place_of_the_old_file(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"old")
    replace_durably(path, [b"new ", memoryview(b"one")])
    assert path.read_bytes() == b"new one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_breaks_off_leaves_the_old_file_and_no_draft(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"old")

    def pieces():
        yield b"half"
        raise OSError("the source went away")

    with pytest.raises(OSError, match="went away"):
        replace_durably(path, pieces())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_draft_may_be_named(tmp_path):
    (tmp_path / "manifest.new").write_bytes(b"left by a killed writer")
    replace_durably(tmp_path / "manifest", [b"whole"], draft=tmp_path / "manifest.new")
    assert [path.name for path in tmp_path.iterdir()] == ["manifest"]
