"""What can go wrong with banks, their entries and their indexes."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["BankEntryError", "BankFileError", "HammingFileError"]


class BankEntryError(SeawallError):
    """This can't be an entry of a bank."""


class BankFileError(SeawallError):
    """This bank file can't be read."""


class HammingFileError(SeawallError):
    """This file holds no usable table of hashes."""
