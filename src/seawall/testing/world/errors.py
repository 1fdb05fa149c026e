"""What can go wrong when a made-up world is asked for."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["WorldOptionsError"]


class WorldOptionsError(SeawallError):
    """These counts do not make a world."""

    reason: str
