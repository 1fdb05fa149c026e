"""What can be taken from one file? Its pictures and the texts in it, worked out once, when somebody first asks.

A file that can't be decoded is no error here: what it does give is given, and `asides` says what could not be read and
why. Left out: how pictures are decoded (`picture_decoding.py`), frames (`video_frames.py`), texts read (`readers/`).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.signals.errors import FileSignalError
from seawall.signals.file_kind import HEAD_OCTETS, FileKind, file_kind
from seawall.signals.tools import Tools

if TYPE_CHECKING:
    from seawall.signals.picture_decoding import Picture
    from seawall.signals.readers import ReadText

__all__ = ["OpenedFile"]


class OpenedFile:
    """One file, opened as far as it is asked."""

    def __init__(self, source: bytes | Path, *, tools: Tools | None = None) -> None:
        """Take the octets of a file, or where it lies; the path is never written to."""
        self.source = source
        self.tools = tools or Tools()
        self.asides: list[str] = []

    @cached_property
    def head(self) -> bytes:
        """Return the first octets."""
        if isinstance(self.source, bytes):
            return self.source[:HEAD_OCTETS]
        with self.source.open("rb") as stream:
            return stream.read(HEAD_OCTETS)

    @cached_property
    def kind(self) -> FileKind:
        """Return what the file is by its first octets."""
        return file_kind(self.head)

    def octets(self) -> bytes:
        """Return the whole file."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Return the pictures of a picture file or a document; none of a video, whose frames are read on their own."""
        from seawall.signals.picture_decoding import decode_pictures
        from seawall.signals.readers import document_pictures

        try:
            if self.kind is FileKind.PICTURE:
                return decode_pictures(self.source)
            if self.kind is FileKind.DOCUMENT:
                return document_pictures(self)
        except FileSignalError as error:
            self.set_aside(error.message)
        return ()

    @cached_property
    def texts(self) -> tuple[ReadText, ...]:
        """Return the texts that stand in the file, by every reader that knows its kind."""
        from seawall.signals.readers import TEXT_READERS

        read: list[ReadText] = []
        for reader in TEXT_READERS.values():
            try:
                read.extend(reader.read(self))
            except FileSignalError as error:
                self.set_aside(f"{reader.TITLE}: {error.message}")
        return tuple(read)

    def set_aside(self, reason: str) -> None:
        """Remember why something could not be read, once."""
        if reason not in self.asides:
            self.asides.append(reason)
