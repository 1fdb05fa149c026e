"""What can go wrong with banks and their entries."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["BankEntryError", "BankFileError"]


class BankEntryError(SeawallError):
    """This can't be an entry of a bank."""


class BankFileError(SeawallError):
    """This bank file can't be read."""
