"""Readers: the texts that stand in files, in codes, pictures and pages. One file a reader.

`TEXT_READERS` holds the built-in readers and those that installed packages offer under the entry-point group
`seawall.text_readers`.
"""

from typing import Final

from seawall.registry import Registry
from seawall.signals.readers.document import Document, document_pictures
from seawall.signals.readers.picture_text import PictureText
from seawall.signals.readers.qr import Qr
from seawall.signals.readers.text_reader import MAX_READ_CHARACTERS, ReadText, TextReader, TextReaderExample

BUILT_IN: Final[tuple[TextReader, ...]] = (Qr(), PictureText(), Document())
"""The readers that Seawall ships."""

TEXT_READERS: Final[Registry[TextReader]] = Registry.load("text_readers", BUILT_IN)
"""Name → reader, with those of installed packages."""

__all__ = [
    "BUILT_IN",
    "MAX_READ_CHARACTERS",
    "TEXT_READERS",
    "Document",
    "PictureText",
    "Qr",
    "ReadText",
    "Registry",
    "TextReader",
    "TextReaderExample",
    "document_pictures",
]
