"""The signal `url`: does this text name an address that we know, however it is written?

The comparable form is `canonical_url` of whatever `find_urls` finds; a bank may also name a path, a host or a
channel (`url_levels.py`), so an address carries several values. Left out: asking anybody where an address leads; an
address that was cut off by its source is not compared at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from seawall.signals.content import Content, ContentKind, TextContent
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.url_bulk import url_column
from seawall.signals.url_canonical import canonical_url
from seawall.signals.url_finding import FoundURL, find_urls
from seawall.signals.url_levels import parse_url_value, url_levels

__all__ = ["FoundURL", "Url", "canonical_url", "find_urls", "url_levels"]


class Url:
    """The canonical form of an address."""

    NAME: Final = "url"
    TITLE: Final = "Web address"
    APPLIES_TO: Final = ContentKind.TEXT
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.85

    def __init__(self, expansions: Mapping[str, str] | None = None) -> None:
        """Take what short addresses stand for, as somebody resolved them; without it they compare as themselves."""
        expanded = {canonical_url(short): address for short, address in (expansions or {}).items()}
        self._expansions = MappingProxyType({short: one for short, one in expanded.items() if short is not None})

    def parse(self, value: str) -> str:
        """Return the canonical form of an address, path, host or channel.

        SignalValueError where it is none, or names a host that many people share.
        """
        return parse_url_value(value)

    def extract(self, content: Content) -> SignalColumn:
        """Return the values of each address in the texts, where it stands, and what each value is of it."""
        if not isinstance(content, TextContent):
            raise TypeError(f"{self.NAME} is taken from texts, not from {content.kind}")
        return url_column(content.texts, self._expansions)

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
                carried_by=(
                    "t.me/s/lamp_room",
                    "join t[.]me/Lamp_Room!",
                    "tg://resolve?domain=lamp_room",
                    "t.me/lamp_room/12",
                ),
                not_carried_by=("t.me/lamp_room_2", "t.me/+lamp_room"),
            ),
            SignalExample(
                written="host:lamps.example",
                canonical="https://lamps.example/*",
                carried_by=("lamps.example", "see hxxps://m.lamps[.]example/harbour?x=1"),
                not_carried_by=("https://harbour.lamps.example/", "https://harbour.example/lamps.example"),
            ),
        )
