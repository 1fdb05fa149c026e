"""Content → comparable signal, one file a type; and the one normal form of text.

`SIGNAL_TYPES` holds the built-in signal types and those that installed packages offer under the entry-point group
`seawall.signal_types`.
"""

from typing import Final

from seawall.registry import Registry
from seawall.signals.content import AccountContent, Content, ContentKind, MediaContent, TextContent
from seawall.signals.errors import SignalValueError
from seawall.signals.handle import Handle
from seawall.signals.md5 import Md5
from seawall.signals.normal_form import NormalTexts, normalise, normalise_texts
from seawall.signals.sha256 import Sha256
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample, SignalType
from seawall.signals.slices import Slices
from seawall.signals.term import Term
from seawall.signals.text import Text
from seawall.signals.url import Url, canonical_url, find_urls

BUILT_IN: Final[tuple[SignalType, ...]] = (Sha256(), Md5(), Url(), Text(), Term(), Handle())
"""The signal types that Seawall ships."""

SIGNAL_TYPES: Final[Registry[SignalType]] = Registry.load("signal_types", BUILT_IN)
"""Name → signal type, with those of installed packages."""

__all__ = [
    "BUILT_IN",
    "SIGNAL_TYPES",
    "AccountContent",
    "Content",
    "ContentKind",
    "Handle",
    "Matching",
    "Md5",
    "MediaContent",
    "NormalTexts",
    "Registry",
    "Sha256",
    "SignalColumn",
    "SignalExample",
    "SignalType",
    "SignalValueError",
    "Slices",
    "Term",
    "Text",
    "TextContent",
    "Url",
    "canonical_url",
    "find_urls",
    "normalise",
    "normalise_texts",
]
