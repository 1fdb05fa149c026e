"""What can go wrong when a page asks for an observation."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["MediaUnservableError", "ObservationError", "PurposeMissingError"]


class ObservationError(SeawallError):
    """This observation can't be shown."""


class PurposeMissingError(ObservationError):
    """Say for which purpose you open this account; a case needs its reference."""


class MediaUnservableError(ObservationError):
    """This file can't be shown as a picture. (`reason`)"""
