"""What can go wrong while accounts are compared."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "AccountTableError",
    "ClosedBankFileError",
    "ClosingIncompleteError",
    "ContradictoryJudgementsError",
    "IdentityError",
    "ModelFileError",
    "StyleFitError",
]


class IdentityError(SeawallError):
    """The accounts could not be compared."""


class AccountTableError(IdentityError):
    """This is no table of accounts or posts."""


class ClosedBankFileError(IdentityError):
    """This folder holds no bank of closed accounts that Seawall can read."""


class ClosingIncompleteError(IdentityError):
    """A closed account needs a decision, a ground, a closing date and an expiry."""


class ContradictoryJudgementsError(IdentityError):
    """These judgements contradict each other."""


class ModelFileError(IdentityError):
    """This model can't be used."""


class StyleFitError(IdentityError):
    """Too few accounts have posts enough to fit a style space."""
