"""Which lines stand in these bytes? Lines of bounded length, so that a 50 MB line can't fill the memory.

A line that is too long, or that the file breaks off in, is given as `Unreadable` with its beginning. Lines end with
LF or CRLF. A UTF-8 byte order mark at the start is dropped. Left out: decoding, since each reader says in its own words
which row was wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from seawall.intake.errors import BrokenInputError

__all__ = ["MAX_LINE_BYTES", "Unreadable", "read_lines"]

MAX_LINE_BYTES: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"
_KEPT_BYTES: Final = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line that can't be read: why, and its beginning."""

    reason: str
    raw: bytes


def read_lines(blocks: Iterable[bytes], *, max_bytes: int = MAX_LINE_BYTES) -> Iterator[bytes | Unreadable]:
    r"""Give each line without its line feed; raises `BrokenInputError` after the last line where the bytes break off.

    >>> list(read_lines([b"one\ntw", b"o\nthree"]))
    [b'one', b'two', b'three']
    """
    source = _UntilBroken(blocks)
    rest = next(filter(None, source), b"").removeprefix(_BOM)
    for block in itertools.chain([b""], source):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        for line in lines:
            yield line if len(line) <= max_bytes else _too_long(line, len(line), max_bytes)
        while len(rest) > max_bytes:
            too_long, remainder = _skip_line(rest, source, max_bytes)
            yield too_long
            lines = remainder.split(b"\n")
            rest = lines.pop()
            for line in lines:
                yield line if len(line) <= max_bytes else _too_long(line, len(line), max_bytes)
    if rest:
        cut = Unreadable(reason="the file breaks off within this row", raw=rest[:_KEPT_BYTES])
        yield cut if source.error else rest
    if source.error:
        raise source.error


class _UntilBroken:
    """Blocks up to where they break off; the error is kept for later."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self.error: BrokenInputError | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._blocks)
        except BrokenInputError as error:
            self.error = error
            raise StopIteration from None


def _skip_line(begun: bytes, stream: Iterator[bytes], max_bytes: int) -> tuple[Unreadable, bytes]:
    byte_count = len(begun)
    for block in stream:
        end = block.find(b"\n")
        if end >= 0:
            return _too_long(begun, byte_count + end, max_bytes), block[end + 1 :]
        byte_count += len(block)
    return _too_long(begun, byte_count, max_bytes), b""


def _too_long(line: bytes, byte_count: int, max_bytes: int) -> Unreadable:
    return Unreadable(reason=f"a line of {byte_count:,} bytes; the most is {max_bytes:,}", raw=line[:_KEPT_BYTES])
