"""What can go wrong when somebody edits a bank, told so that they can mend it.

A repeated or malformed line of a pasted list is no error but a value (`Rejected`, `lists.py`): the good lines go in.
"""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "BankError",
    "BankFactsError",
    "BankNameFixedError",
    "BankNameTakenError",
    "ContentEmptyError",
    "ContentKnownError",
    "ContentWithdrawnError",
    "EntryKnownError",
    "EntryValueError",
    "EntryWithdrawnError",
    "HoldStateError",
    "IndexLoadingError",
    "ListTooLongError",
    "SecondPersonError",
    "WithdrawalReasonError",
]


class BankError(SeawallError):
    """The bank could not be changed as asked."""


class BankNameFixedError(BankError):
    """A bank keeps its name, since findings and the ledger refer to it. (`name`)"""


class BankNameTakenError(BankError):
    """Another bank has this name. (`name`)"""


class BankFactsError(BankError):
    """A bank can't be described like this."""


class ContentEmptyError(BankError):
    """Nothing can be recognised by this: it gives no signal. (`reasons`)"""


class ContentKnownError(BankError):
    """The bank has this file already. (`content`)"""


class ContentWithdrawnError(BankError):
    """This piece of content was withdrawn and is kept as it was. (`content`)"""


class EntryValueError(BankError):
    """This is not a value of the signal type. (`signal_type`, `value`, `reason`)"""


class EntryKnownError(BankError):
    """The bank has this entry already. (`entry_id`)"""


class EntryWithdrawnError(BankError):
    """This entry was withdrawn and is kept as it was. (`entry_id`)"""


class HoldStateError(BankError):
    """It is held back for this already, or no longer. (`kind`)"""


class SecondPersonError(BankError):
    """Whoever disputes an entry does not settle the dispute: somebody else has to."""


class WithdrawalReasonError(BankError):
    """Say why: the reason stays with the record."""


class IndexLoadingError(BankError):
    """The banks are being loaded. Try again in a few seconds."""


class ListTooLongError(BankError):
    """The list is longer than one upload may be; split it. (`limit`)"""
