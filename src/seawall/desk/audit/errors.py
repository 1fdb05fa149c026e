"""What can go wrong with the desk's ledger."""

from __future__ import annotations

from seawall.ledger import LedgerError

__all__ = ["ErasureRefusedError", "PayloadErasedError", "ReasonMissingError"]


class PayloadErasedError(LedgerError):
    """The details of this row were erased already. (`number`)"""


class ErasureRefusedError(LedgerError):
    """The row that tells of an erasure keeps its own details. (`number`)"""


class ReasonMissingError(LedgerError):
    """Give a reason."""
