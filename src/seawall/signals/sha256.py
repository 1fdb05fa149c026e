"""The signal `sha256`: is this file, byte for byte, one that we know?

A match means the same bytes, beyond reasonable doubt. Any change to the
file, even a new compression, gives another digest. Source: FIPS 180-4.
"""

from __future__ import annotations

from typing import Final

from seawall.signals.content import Content, ContentKind
from seawall.signals.known_digest import digest_column, parse_digest
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample

__all__ = ["Sha256"]

_DIGITS: Final = 64


class Sha256:
    """SHA-256 of a file's bytes."""

    NAME: Final = "sha256"
    TITLE: Final = "File, by SHA-256"
    APPLIES_TO: Final = ContentKind.MEDIA
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.99

    def parse(self, value: str) -> str:
        """Return the digest's lower-case digits."""
        return parse_digest(value, "sha256")

    def extract(self, content: Content) -> SignalColumn:
        """Return the known digests of a chunk of media."""
        return digest_column(content, "sha256", _DIGITS)

    def examples(self) -> tuple[SignalExample, ...]:
        """Return the digests of two short contents."""
        return (
            SignalExample(
                written="SHA256:2EA3E02BFB887CF7E5C3037F7E9E6C5D4CD9CE10D18BF5FA50DEF96727D56C30",
                canonical="2ea3e02bfb887cf7e5c3037f7e9e6c5d4cd9ce10d18bf5fa50def96727d56c30",
                carried_by=(b"the lamps return",),
                not_carried_by=(b"the lamps return\n", b""),
            ),
        )
