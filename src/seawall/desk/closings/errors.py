"""What can go wrong when somebody proposes, signs or withdraws closed accounts, told so that they can mend it.

A row of an upload that can't be used is no error but a remark on the list: the good rows go in.
"""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "ClosingError",
    "ClosingFactsError",
    "ClosingFileError",
    "ClosingKnownError",
    "ClosingReasonError",
    "ClosingRoleError",
    "ClosingStateError",
    "OwnSignatureError",
    "SampleUnseenError",
    "SignerBarredError",
]


class ClosingError(SeawallError):
    """The bank of closed accounts could not be changed as asked."""


class ClosingFactsError(ClosingError):
    """A closed account can't be proposed like this. (`field`)"""


class ClosingFileError(ClosingError):
    """This file can't be read as a table of closed accounts."""


class ClosingKnownError(ClosingError):
    """The account stands in the bank of closed accounts already. (`closed_account`)"""


class ClosingReasonError(ClosingError):
    """Say why: the reason stays with the record."""


class ClosingRoleError(ClosingError):
    """Your roles don't include this step. (`step`)"""


class ClosingStateError(ClosingError):
    """It stands differently now: load the page again. (`state`)"""


class OwnSignatureError(ClosingError):
    """Whoever brings closed accounts in does not sign them: somebody else has to."""


class SampleUnseenError(ClosingError):
    """Look at the sample of this list first: only who has looked at it signs it."""


class SignerBarredError(ClosingError):
    """You declared a conflict of interest about an account of this list: somebody else has to sign it. (`count`)"""
