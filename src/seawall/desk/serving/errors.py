"""What can keep the desk from being served."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["AlreadyServedError", "PortTakenError", "ServingError"]


class ServingError(SeawallError):
    """The desk can't be served."""


class AlreadyServedError(ServingError):
    """Another process serves this data folder. (`pid`)"""


class PortTakenError(ServingError):
    """Another program listens on this address and port. (`host`, `port`)"""
