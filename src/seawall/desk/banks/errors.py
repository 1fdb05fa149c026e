"""What can go wrong when somebody edits a bank, told so that they can mend it.

A repeated or malformed line of a pasted list is no error but a value (`Rejected`, `lists.py`): the good lines go in.
"""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "BankError",
    "BankNameFixedError",
    "BankNameTakenError",
    "EntryKnownError",
    "EntryValueError",
    "EntryWithdrawnError",
    "ListTooLongError",
    "WithdrawalReasonError",
]


class BankError(SeawallError):
    """The bank could not be changed as asked."""


class BankNameFixedError(BankError):
    """A bank keeps its name, since findings and the ledger refer to it. (`name`)"""


class BankNameTakenError(BankError):
    """Another bank has this name. (`name`)"""


class EntryValueError(BankError):
    """This is not a value of the signal type. (`signal_type`, `value`, `reason`)"""


class EntryKnownError(BankError):
    """The bank has this entry already. (`entry_id`)"""


class EntryWithdrawnError(BankError):
    """This entry was withdrawn and is kept as it was. (`entry_id`)"""


class WithdrawalReasonError(BankError):
    """Say why: the reason stays with the record."""


class ListTooLongError(BankError):
    """The list is longer than one upload may be; split it. (`limit`)"""
