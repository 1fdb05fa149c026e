"""What can go wrong with a ledger."""

from seawall.errors import SeawallError

__all__ = ["LedgerError", "PayloadMismatchError"]


class LedgerError(SeawallError):
    """The ledger can't take or show this entry."""


class PayloadMismatchError(LedgerError):
    """The payload is not the one that the ledger entry was sealed with."""
