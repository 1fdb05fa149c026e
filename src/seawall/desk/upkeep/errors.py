"""What can go wrong with the desk's own chores."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["LedgerBrokenError", "UpkeepError"]


class UpkeepError(SeawallError):
    """A chore could not be done."""


class LedgerBrokenError(UpkeepError):
    """The nightly walk found a broken ledger. (`number`, `reason`)"""
