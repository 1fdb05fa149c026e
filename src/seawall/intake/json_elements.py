"""Which elements does a big JSON document hold? Walks into named places and gives each value there as raw bytes.

Exports are one document of gigabytes with one long list in it, so nothing but the element at hand is held. A place is
a path like `messages.*` (each element of the list under `messages`); what lies at or under a place of `into` is walked
into, everything else is given whole. An element above `MAX_ELEMENT_BYTES` is skipped and given as None. Elements are
cut out by their brackets and quotes only; whether one is good JSON is for its reader to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from seawall.intake.errors import BrokenInputError

__all__ = ["MAX_ELEMENT_BYTES", "Element", "walk_json"]

MAX_ELEMENT_BYTES: Final = 16 << 20

Element = tuple[str, bytes | None]
"""A path, such as `messages.*`, and the raw JSON value there; None for one that was too long."""

_SPACE: Final = re.compile(rb"[\s,:]*")
_STRUCTURE: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)
_IN_STRING: Final = re.compile(rb'["\\]')
_SCALAR_END: Final = re.compile(rb'[\s,:{}\[\]"]')
_BOM: Final = b"\xef\xbb\xbf"


def walk_json(blocks: Iterable[bytes], into: Callable[[str], bool]) -> Iterator[Element]:
    """Give (path, raw value) for every value that `into` does not walk into, in the order of the document.

    Raises `BrokenInputError` where the document breaks off or its brackets don't match.

    >>> list(walk_json([b'{"id": 7, "messages": [{"a": 1}, {"a"', b': 2}]}'], {"", "messages"}.__contains__))
    [('id', b'7'), ('messages.*', b'{"a": 1}'), ('messages.*', b'{"a": 2}')]
    """
    yield from _Walker(blocks).walk("", into)


class _Walker:
    """A buffer over the blocks; `_at` is where reading stands in it."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._buffer = b""
        self._at = 0
        self._dropped = 0
        self._is_too_long = False
        self._more()
        self._buffer = self._buffer.removeprefix(_BOM)

    def walk(self, path: str, into: Callable[[str], bool]) -> Iterator[Element]:
        sign = self._peek()
        if sign == b"{" and into(path):
            self._at += 1
            while self._peek() != b"}":
                if self._peek() != b'"':
                    raise self._broken("a key is missing")
                key = self._key(self._value())
                yield from self.walk(f"{path}.{key}" if path else key, into)
            self._at += 1
        elif sign == b"[" and into(path):
            self._at += 1
            inner = f"{path}.*" if path else "*"
            while self._peek() != b"]":
                yield from self.walk(inner, into)
            self._at += 1
        else:
            yield path, self._value()

    def _key(self, raw: bytes | None) -> str:
        try:
            return msgspec.json.decode(raw or b"", type=str)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._broken(f"a key can't be read: {error}") from error

    def _peek(self) -> bytes:
        """Return the next sign that is no space, comma or colon."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at : self._at + 1]
            if not self._more():
                raise self._broken("it breaks off")

    def _value(self) -> bytes | None:
        sign = self._peek()
        if sign in b"}]":
            raise self._broken(f"a {sign.decode()!r} too many")
        if sign in b'{["':
            return self._bracketed()
        while (match := _SCALAR_END.search(self._buffer, self._at)) is None:
            if not self._more():
                raise self._broken("it breaks off")
        begin, self._at = self._at, match.start()
        return self._buffer[begin : self._at]

    def _bracketed(self) -> bytes | None:
        depth, scan, self._is_too_long = 0, self._at, False
        while True:
            match = _STRUCTURE.search(self._buffer, scan)
            if match is None:
                scan = self._extend(len(self._buffer))
                continue
            sign, scan = match.group(), match.end()
            if sign == b'"':  # a string that the buffer cuts
                scan = self._string_end(scan)
            depth += (sign in (b"{", b"[")) - (sign in (b"}", b"]"))
            if depth == 0:
                raw, self._at = self._buffer[self._at : scan], scan
                return None if self._is_too_long or len(raw) > MAX_ELEMENT_BYTES else raw

    def _string_end(self, scan: int) -> int:
        while True:
            match = _IN_STRING.search(self._buffer, scan)
            if match is None:
                scan = self._extend(len(self._buffer))
            elif match.group() == b'"':
                return match.end()
            elif match.end() < len(self._buffer):
                scan = match.end() + 1
            else:  # a backslash at the buffer's end waits for the sign that it escapes
                scan = self._extend(match.start())

    def _extend(self, scan: int) -> int:
        """Add a block and return where `scan` is then; what is too long to be kept is let go."""
        if scan - self._at > MAX_ELEMENT_BYTES:
            self._is_too_long, self._at = True, scan
        kept = scan - self._at
        if not self._more():
            raise self._broken("it breaks off")
        return self._at + kept

    def _more(self) -> bool:
        block = next(self._blocks, None)
        if block is None:
            return False
        self._dropped += self._at
        self._buffer, self._at = self._buffer[self._at :] + block, 0
        return True

    def _broken(self, how: str) -> BrokenInputError:
        return BrokenInputError(f"the JSON can't be read on from byte {self._dropped + self._at:,}: {how}")
