"""Lines of bounded length out of blocks of any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.intake.errors import BrokenInputError
from seawall.intake.lines import Unreadable, read_lines


@given(st.lists(st.binary(max_size=20)), st.integers(1, 50))
def test_lines_do_not_depend_on_how_the_bytes_are_cut(blocks, size):
    whole = b"".join(blocks)
    again = [whole[at : at + size] for at in range(0, len(whole), size)]
    expected = whole.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if expected[-1] == b"":
        expected.pop()
    assert list(read_lines([whole])) == expected
    if not whole.startswith(b"\xef"):
        assert list(read_lines(again)) == expected


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.integers(1, 17))
def test_long_lines_are_left_out_and_the_others_come_in_order(lengths, size):
    lines = [bytes([97 + place % 26]) * length for place, length in enumerate(lengths)]
    whole = b"\n".join(lines) + b"\n"
    blocks = [whole[at : at + size] for at in range(0, len(whole), size)]
    found = list(read_lines(blocks, max_bytes=20))
    assert len(found) == len(lines)
    for line, one in zip(lines, found, strict=True):
        if len(line) <= 20:
            assert one == line
        else:
            assert isinstance(one, Unreadable)
            assert f"{len(line)} bytes" in one.reason


def test_a_fifty_megabyte_line_is_not_held_in_memory():
    def blocks():
        yield b"before\n"
        for _ in range(50):
            yield b"x" * (1 << 20)
        yield b"\nafter"

    before, long, after = read_lines(blocks())
    assert (before, after) == (b"before", b"after")
    assert "52,428,800 bytes" in long.reason
    assert len(long.raw) < 10_000


def test_the_line_that_a_file_breaks_off_in_is_unreadable_and_then_the_error_comes():
    def blocks():
        yield b"one\ntw"
        raise BrokenInputError("gone")

    lines = read_lines(blocks())
    assert next(lines) == b"one"
    assert next(lines).reason == "the file breaks off within this row"
    with pytest.raises(BrokenInputError, match="gone"):
        next(lines)
