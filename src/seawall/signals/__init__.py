"""Content → comparable signal, one file a type; and the one normal form of text.

`SIGNAL_TYPES` holds the built-in signal types and those that installed packages offer under the entry-point group
`seawall.signal_types`.
"""

from typing import Final

from seawall.registry import Registry
from seawall.signals.audio import Audio
from seawall.signals.content import AccountContent, Content, ContentKind, FileContent, MediaContent, TextContent
from seawall.signals.errors import FileSignalError, PictureError, SignalValueError, VideoError
from seawall.signals.file_kind import FileKind, file_kind
from seawall.signals.handle import Handle
from seawall.signals.md5 import Md5
from seawall.signals.normal_form import NormalTexts, normalise, normalise_texts
from seawall.signals.opened_file import OpenedFile
from seawall.signals.pdq import Pdq
from seawall.signals.pdq_frames import PdqFrames
from seawall.signals.picture import PictureSignal
from seawall.signals.sha1 import Sha1
from seawall.signals.sha256 import Sha256
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample, SignalType
from seawall.signals.slices import Slices
from seawall.signals.term import Term, split_term
from seawall.signals.text import Text
from seawall.signals.tools import Tools
from seawall.signals.url import Url, canonical_url, find_urls, url_levels
from seawall.signals.vpdq_forms import vpdq_json
from seawall.signals.wallet import Wallet

BUILT_IN: Final[tuple[SignalType, ...]] = (
    Sha256(),
    Md5(),
    Sha1(),
    Url(),
    Wallet(),
    Text(),
    Term(),
    Handle(),
    Pdq(),
    PictureSignal(),
    PdqFrames(),
    Audio(),
)
"""The signal types that Seawall ships."""

SIGNAL_TYPES: Final[Registry[SignalType]] = Registry.load("signal_types", BUILT_IN)
"""Name → signal type, with those of installed packages."""

__all__ = [
    "BUILT_IN",
    "SIGNAL_TYPES",
    "AccountContent",
    "Audio",
    "Content",
    "ContentKind",
    "FileContent",
    "FileKind",
    "FileSignalError",
    "Handle",
    "Matching",
    "Md5",
    "MediaContent",
    "NormalTexts",
    "OpenedFile",
    "Pdq",
    "PdqFrames",
    "PictureError",
    "PictureSignal",
    "Registry",
    "Sha1",
    "Sha256",
    "SignalColumn",
    "SignalExample",
    "SignalType",
    "SignalValueError",
    "Slices",
    "Term",
    "Text",
    "TextContent",
    "Tools",
    "Url",
    "VideoError",
    "Wallet",
    "canonical_url",
    "file_kind",
    "find_urls",
    "normalise",
    "normalise_texts",
    "split_term",
    "url_levels",
    "vpdq_json",
]
