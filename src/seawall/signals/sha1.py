"""The signal `sha1`: is this file, byte for byte, one that we know?

A match means the same bytes, unless somebody crafted two files of one SHA-1 (SHAttered, 2017). Source: FIPS 180-4; kept
because partners' lists still use it. The corpus keeps no SHA-1, so it is made from the file itself.
"""

from __future__ import annotations

import io
from typing import Final

import numpy as np

from seawall.digests import digest_stream
from seawall.signals.content import Content, ContentKind, FileContent
from seawall.signals.known_digest import parse_digest
from seawall.signals.opened_file import OpenedFile
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.slices import Slices

__all__ = ["Sha1"]


class Sha1:
    """SHA-1 of a file's bytes."""

    NAME: Final = "sha1"
    TITLE: Final = "File, by SHA-1"
    APPLIES_TO: Final = ContentKind.FILE
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.95

    def parse(self, value: str) -> str:
        """Return the digest's lower-case digits."""
        return parse_digest(value, "sha1")

    def extract(self, content: Content) -> SignalColumn:
        """Return the digest of each file that can be read; of the others the file's `asides` say why not."""
        if not isinstance(content, FileContent):
            raise TypeError(f"{self.NAME} is taken from files, not from {content.kind}")
        digests = [(row, _digest(file)) for row, file in enumerate(content.files)]
        made = [(row, digest) for row, digest in digests if digest is not None]
        return SignalColumn(
            rows=np.array([row for row, _ in made], dtype=np.int64), values=Slices.of([digest for _, digest in made])
        )

    def examples(self) -> tuple[SignalExample, ...]:
        """Return the digest of a short content."""
        return (
            SignalExample(
                written="SHA1:C0D7C73D9BE45238CB83E0ADA7EDEA78F85A5F2D",
                canonical="c0d7c73d9be45238cb83e0ada7edea78f85a5f2d",
                carried_by=(b"the lamps return",),
                not_carried_by=(b"the lamps return\n", b""),
            ),
        )


def _digest(file: OpenedFile) -> str | None:
    try:
        with io.BytesIO(file.source) if isinstance(file.source, bytes) else file.source.open("rb") as stream:
            return digest_stream(stream, "sha1").value
    except OSError as error:
        file.set_aside(f"SHA-1: the file can't be read: {error.strerror}")
        return None
