"""What can go wrong with a file that somebody wants to import.

A bad row is no error: it is a `Reject`, and the good rows around it go on. These errors end the import of one file.
"""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "AmbiguousFormatError",
    "BrokenInputError",
    "CountsDisagreeError",
    "EmptyInputError",
    "InputMissingError",
    "IntakeError",
    "MapColumnError",
    "MapError",
    "UnknownFormatError",
]


class IntakeError(SeawallError):
    """This can't be imported."""


class InputMissingError(IntakeError):
    """There is no such file or folder, or it may not be read."""


class EmptyInputError(IntakeError):
    """There is nothing in this file or folder to import."""


class UnknownFormatError(IntakeError):
    """No map and no format fits this file."""


class AmbiguousFormatError(IntakeError):
    """Several maps or formats fit this file."""


class BrokenInputError(IntakeError):
    """The file breaks off or is damaged; the good rows before that point are kept."""


class MapError(IntakeError):
    """This map can't be used."""


class MapColumnError(MapError):
    """The map names a column that the file lacks."""


class CountsDisagreeError(IntakeError):
    """Rows read are not the sum of rows stored, repeated and rejected: a fault of Seawall, please report it."""
