"""Unpacking: every compression by its magic, several members, damage and truncation after the good bytes."""

import bz2
import gzip
import lzma

import pytest
import zstandard

from seawall.intake.byte_source import BLOCK_BYTES, ByteSource
from seawall.intake.errors import BrokenInputError, InputMissingError

TEXT = "".join(f"row {number}: the lamps return\n" for number in range(40_000)).encode()
PACKERS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}


def read_all(path):
    with ByteSource(path) as source:
        return b"".join(source), source.compression


@pytest.mark.parametrize("name", PACKERS)
def test_a_compressed_file_is_known_by_its_magic_whatever_its_suffix(tmp_path, name):
    path = tmp_path / "posts.csv"
    path.write_bytes(PACKERS[name](TEXT))
    assert read_all(path) == (TEXT, name)


@pytest.mark.parametrize("name", PACKERS)
def test_several_members_are_read_as_one(tmp_path, name):
    path = tmp_path / "posts"
    path.write_bytes(PACKERS[name](b"one\n") + PACKERS[name](b"two\n"))
    assert read_all(path)[0] == b"one\ntwo\n"


@pytest.mark.parametrize("name", PACKERS)
def test_a_file_that_breaks_off_gives_its_good_bytes_and_then_an_error(tmp_path, name):
    packed = PACKERS[name](TEXT)
    path = tmp_path / "posts"
    path.write_bytes(packed[: len(packed) * 3 // 4])
    blocks = []
    with ByteSource(path) as source, pytest.raises(BrokenInputError, match="breaks off at byte"):
        blocks.extend(source)
    assert TEXT.startswith(b"".join(blocks))
    assert len(b"".join(blocks)) > 1000 or name in ("bzip2", "xz")


@pytest.mark.parametrize("name", PACKERS)
def test_a_damaged_file_is_told_and_is_no_crash(tmp_path, name):
    packed = bytearray(PACKERS[name](TEXT))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    path = tmp_path / "posts"
    path.write_bytes(bytes(packed))
    with ByteSource(path) as source, pytest.raises(BrokenInputError, match=r"damaged near byte|breaks off"):
        list(source)


@pytest.mark.parametrize("name", PACKERS)
def test_a_small_file_that_unpacks_to_a_huge_one_comes_in_bounded_blocks(tmp_path, name):
    path = tmp_path / "zeros"
    path.write_bytes(PACKERS[name](bytes(80 << 20)))
    total = 0
    with ByteSource(path) as source:
        for block in source:
            assert len(block) <= 33 * BLOCK_BYTES
            total += len(block)
    assert total == 80 << 20


def test_zero_padding_after_a_gzip_member_is_lawful(tmp_path):
    path = tmp_path / "padded.gz"
    path.write_bytes(gzip.compress(b"one\n") + bytes(512))
    assert read_all(path)[0] == b"one\n"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputMissingError, match="No such file"):
        ByteSource(tmp_path / "nothing")
