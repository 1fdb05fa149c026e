"""What can go wrong with a signal value, and with a file that signals are taken from."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "AudioError",
    "DocumentError",
    "FileSignalError",
    "PictureError",
    "SignalValueError",
    "TextReadingError",
    "VideoError",
]


class SignalValueError(SeawallError):
    """This is not a value of that signal type."""


class FileSignalError(SeawallError):
    """Nothing can be taken from this file."""


class PictureError(FileSignalError):
    """This picture can't be decoded."""


class VideoError(FileSignalError):
    """This video can't be decoded."""


class AudioError(FileSignalError):
    """This recording can't be read."""


class DocumentError(FileSignalError):
    """This document can't be read."""


class TextReadingError(FileSignalError):
    """No text can be read in this picture."""
