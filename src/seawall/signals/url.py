"""The signal `url`: does this text name an address that we know, however it is written?

The comparable form is `canonical_url` of whatever `find_urls` finds. Left out: following redirects, comparing only the
host; an address that was cut off by its source is not compared at all.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.signals.content import Content, ContentKind, TextContent
from seawall.signals.errors import SignalValueError
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.slices import Slices
from seawall.signals.url_bulk import canonical_column, find_in_column
from seawall.signals.url_canonical import canonical_url
from seawall.signals.url_finding import FoundURL, find_urls

__all__ = ["FoundURL", "Url", "canonical_url", "find_urls"]


class Url:
    """The canonical form of an address."""

    NAME: Final = "url"
    TITLE: Final = "Web address"
    APPLIES_TO: Final = ContentKind.TEXT
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.85

    def parse(self, value: str) -> str:
        """Return the canonical form; SignalValueError where the value is no address."""
        canonical = canonical_url(value)
        if canonical is None:
            raise SignalValueError(
                f"this is not a web address that we understand: {value[:80]!r}", value=value, signal_type=self.NAME
            )
        return canonical

    def extract(self, content: Content) -> SignalColumn:
        """Return the canonical form of each address in the texts, with the characters where it stands."""
        if not isinstance(content, TextContent):
            raise TypeError(f"{self.NAME} is taken from texts, not from {content.kind}")
        found = find_in_column(content.texts)
        canonical = canonical_column(found.written)
        known = np.array([form is not None for form in canonical], dtype=np.bool_)
        return SignalColumn(
            rows=np.array(found.rows, dtype=np.int64)[known],
            values=Slices.of([form for form in canonical if form is not None]),
            starts=np.array(found.starts, dtype=np.int32)[known],
            ends=np.array(found.ends, dtype=np.int32)[known],
        )

    def examples(self) -> tuple[SignalExample, ...]:
        """Return an address and the ways in which it is disguised."""
        return (
            SignalExample(
                written="https://www.Lamps.example:443/harbour/",
                canonical="https://lamps.example/harbour",
                carried_by=(
                    "see http://lamps.example/harbour?utm_source=feed#top",
                    "see hxxps://lamps[.]example/harbour.",
                    "see https://lamps。example/./harbour",
                ),
                not_carried_by=("see https://lamps.example/harbours", "see https://lamps.example/", "lamps example"),
            ),
            SignalExample(
                written="https://telegram.me/Lamp_Room",
                canonical="https://t.me/lamp_room",
                carried_by=("t.me/s/lamp_room", "join t[.]me/Lamp_Room!", "tg://resolve?domain=lamp_room"),
                not_carried_by=("t.me/lamp_room_2",),
            ),
        )
