"""The signal `md5`: is this file, byte for byte, one that we know?

A match means the same bytes, unless somebody crafted two files of one MD5. Any change to the
file, even a new compression, gives another digest. Source: RFC 1321; kept because partners' lists still use it.
"""

from __future__ import annotations

from typing import Final

from seawall.signals.content import Content, ContentKind
from seawall.signals.known_digest import digest_column, parse_digest
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample

__all__ = ["Md5"]

_DIGITS: Final = 32


class Md5:
    """MD5 of a file's bytes."""

    NAME: Final = "md5"
    TITLE: Final = "File, by MD5"
    APPLIES_TO: Final = ContentKind.MEDIA
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.95

    def parse(self, value: str) -> str:
        """Return the digest's lower-case digits."""
        return parse_digest(value, "md5")

    def extract(self, content: Content) -> SignalColumn:
        """Return the known digests of a chunk of media."""
        return digest_column(content, "md5", _DIGITS)

    def examples(self) -> tuple[SignalExample, ...]:
        """Return the digests of two short contents."""
        return (
            SignalExample(
                written="FEABC7E7356D465CF709BD61AA76D3D8",
                canonical="feabc7e7356d465cf709bd61aa76d3d8",
                carried_by=(b"the lamps return",),
                not_carried_by=(b"the lamps return\n", b""),
            ),
        )
