"""Which bytes stand in this file, once unpacked? Blocks of bounded size, whatever the compression.

gzip, bzip2, xz and Zstandard are known by their magic bytes, not by their suffix. Several members in a row are read as
one. A file that ends in the middle of a member, or is damaged, raises `BrokenInputError` after all bytes that could be
unpacked were given. A block never grows beyond some MiB, so a small file that unpacks to a huge one can't fill the
memory. Left out: archives with several files in them (zip, tar).
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol, Self

import zstandard

from seawall.intake.errors import BrokenInputError, InputMissingError

__all__ = ["BLOCK_BYTES", "ByteSource", "compression_of"]

BLOCK_BYTES: Final = 1 << 20
_ZSTD_FEED_BYTES: Final = 1 << 10
"""Zstandard can grow 32,000-fold and has no bound on its output: so it is fed little at a time (32 MiB at worst)."""

_MAGIC: Final = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


class _Unpacker(Protocol):
    """What bz2 and lzma offer; the two below do the same for zlib and Zstandard."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """One gzip member."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)
        self._full = False

    eof = property(lambda self: self._inner.eof)
    unused_data = property(lambda self: self._inner.unused_data)
    # zlib may hold finished output back although it took all input: only a block that is not full means "done"
    needs_input = property(lambda self: not self._full and not self._inner.unconsumed_tail)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        unpacked = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._full = len(unpacked) == max_length
        return unpacked


class _Zstd:
    """One Zstandard frame."""

    needs_input = True

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor().decompressobj()

    eof = property(lambda self: self._inner.eof)
    unused_data = property(lambda self: self._inner.unused_data)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return bytes(self._inner.decompress(data)) if data else b""


_UNPACKERS: Final[dict[str, Callable[[], _Unpacker]]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lzma.LZMADecompressor,
    "zstd": _Zstd,
}
_DAMAGE: Final = (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError)


def compression_of(head: bytes) -> str | None:
    """Return the compression that a file's first bytes show; None for none that we know."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)


class ByteSource:
    """A file's unpacked bytes, block by block; iterate it once, inside `with`."""

    def __init__(self, path: Path) -> None:
        """Open `path`; raises `InputMissingError` where it can't be opened."""
        self.path = path
        try:
            self._stream = path.open("rb")
        except OSError as error:
            raise InputMissingError(f"{path}: {error.strerror}", path=path) from error
        self.byte_count = path.stat().st_size
        self.compression = compression_of(self._stream.read(8))
        self._stream.seek(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    @property
    def consumed_bytes(self) -> int:
        """Return how many bytes of the file, as it lies on disk, were read."""
        return self._stream.tell()

    def __iter__(self) -> Iterator[bytes]:
        """Give the unpacked blocks; raises `BrokenInputError` after the last block that could be had."""
        if self.compression is None:
            while block := self._stream.read(BLOCK_BYTES):
                yield block
            return
        try:
            yield from self._unpack(_UNPACKERS[self.compression])
        except _DAMAGE as error:
            raise self._broken(f"is damaged near byte {self.consumed_bytes:,}") from error

    def _unpack(self, new_unpacker: Callable[[], _Unpacker]) -> Iterator[bytes]:
        feed_bytes = _ZSTD_FEED_BYTES if self.compression == "zstd" else 64 << 10
        unpacker = new_unpacker()
        while data := self._stream.read(feed_bytes):
            while data:
                if unpacker.eof:
                    data = data.lstrip(b"\0")  # padding after a member is lawful
                    if not data:
                        break
                    unpacker = new_unpacker()
                yield unpacker.decompress(data, BLOCK_BYTES)
                while not (unpacker.eof or unpacker.needs_input):
                    yield unpacker.decompress(b"", BLOCK_BYTES)
                data = unpacker.unused_data if unpacker.eof else b""
        if not unpacker.eof:
            raise self._broken(f"breaks off at byte {self.consumed_bytes:,}")

    def _broken(self, how: str) -> BrokenInputError:
        return BrokenInputError(f"{self.path.name}: the {self.compression} data {how}", path=self.path)
