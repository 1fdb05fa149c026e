"""What can go wrong while cells are looked for."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["CellOptionsError", "NetworkError", "SlotTableError"]


class NetworkError(SeawallError):
    """Who acts together could not be worked out."""


class SlotTableError(NetworkError):
    """This is no table of accounts, items and times."""


class CellOptionsError(NetworkError):
    """These options don't make a search for cells.

    Facts: `reason`.
    """
