"""How does a table of hashes lie on disk? As its arrays, one after the other, behind a header; read by mapping it.

Header, 4,096 octets, little-endian: the letters `SEAWALLH`, version (uint32, 1), octets of the header (uint32), number
of hashes (uint64), SHA-256 of all that follows (32 octets), zeros. Then, each from a multiple of 4,096 octets on:
slots, numbers, starts, places, prints, as `HammingTable` has them. Nothing in it is ever run, and no place in it leads
out of it: that is checked before the first look-up. Several processes that map one file share its memory. Left out:
who made it; the checksum tells damage, not forgery.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.durable import replace_durably
from seawall.index.errors import HammingFileError
from seawall.index.hamming_table import HammingTable

__all__ = ["read_table", "write_table"]

_MAGIC: Final = b"SEAWALLH"
_VERSION: Final = 1
_HEADER: Final = struct.Struct("<8sIIQ32s")
_PAGE: Final = 4096
_SLOTS: Final = 16
_BUCKETS: Final = 1 << 16
_PAD: Final = 8
_MOST: Final = (1 << 32) - 1  # hashes: their places are 32 bits

_Shapes = dict[str, tuple[str, tuple[int, ...]]]


def write_table(table: HammingTable, path: Path) -> None:
    """Write a table to a file; whatever stood there is replaced at once, or not at all.

    Raises:
        OSError: the file can't be written.
    """
    digest = hashlib.sha256()
    for part in _pieces(table):
        digest.update(part)
    header = _HEADER.pack(_MAGIC, _VERSION, _PAGE, len(table), digest.digest())
    replace_durably(path, (header.ljust(_PAGE, b"\0"), *_pieces(table)))


def read_table(path: Path) -> HammingTable:
    """Map the table in a file, after its checksum and every place in it are found right.

    Raises:
        HammingFileError: a foreign or damaged file, or one of another version.
    """
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER.size)
        size = path.stat().st_size
    except OSError as error:
        raise HammingFileError(f"can't be read: {error.strerror}", path=path) from error
    if len(header) < _HEADER.size or header[: len(_MAGIC)] != _MAGIC:
        raise HammingFileError("this is no table of hashes: it doesn't begin with SEAWALLH", path=path)
    _, version, header_size, count, digest = _HEADER.unpack(header)
    if version != _VERSION or header_size != _PAGE:
        raise HammingFileError(f"a table of version {version}; known is {_VERSION}: make it anew", path=path)
    if count > _MOST or size != _PAGE + sum(_octets(*shape) for shape in _shapes(count).values()):
        raise HammingFileError(f"cut off or overlong: {size:,} octets can't be {count:,} hashes", path=path)
    mapped = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    content: Any = mapped[_PAGE:]  # numpy arrays are buffers, which numpy's types don't say before Python 3.12
    if hashlib.sha256(content).digest() != digest:
        raise HammingFileError("damaged: its content doesn't have the checksum that it states", path=path)
    table = _table_of(mapped, count)
    if not _is_sound(table):
        raise HammingFileError("not a sound table: a bucket or a place in it leads out of it", path=path)
    return table


def _shapes(count: int) -> _Shapes:
    return {
        "slots": ("<u2", (count, _SLOTS)),
        "numbers": ("<i8", (count,)),
        "starts": ("<u4", (_SLOTS, _BUCKETS + 1)),
        "places": ("<u4", (_SLOTS, count)),
        "prints": ("<u4", (_SLOTS, count + _PAD)),
    }


def _octets(dtype: str, shape: tuple[int, ...]) -> int:
    """Return the octets of an array, filled up to whole pages."""
    return -(-int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize // _PAGE) * _PAGE


def _pieces(table: HammingTable) -> Iterator[Any]:
    """Yield the octets of the arrays in their order."""
    for name, (dtype, shape) in _shapes(len(table)).items():
        array: NDArray[Any] = np.ascontiguousarray(getattr(table, name), dtype=dtype)
        if array.size:  # an empty array is no buffer
            yield array.reshape(-1).view(np.uint8)
        yield bytes(_octets(dtype, shape) - array.nbytes)


def _table_of(mapped: NDArray[np.uint8], count: int) -> HammingTable:
    arrays: dict[str, Any] = {}
    at = _PAGE
    for name, (dtype, shape) in _shapes(count).items():
        octets = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        arrays[name] = mapped[at : at + octets].view(dtype).reshape(shape)
        at += _octets(dtype, shape)
    return HammingTable(**arrays)


def _is_sound(table: HammingTable) -> bool:
    """Say whether the buckets of every slot follow each other from 0 to the end, and every place is one of a hash."""
    starts, count = table.starts, len(table)
    in_order = bool((starts[:, 0] == 0).all() and (starts[:, -1] == count).all())
    return in_order and bool((starts[:, 1:] >= starts[:, :-1]).all()) and bool((table.places < count).all())
