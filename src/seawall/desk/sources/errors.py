"""What can go wrong with an upload or a run in the background."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "RunStateError",
    "ScanRunningError",
    "SourceError",
    "UploadEmptyError",
    "UploadTooLargeError",
    "UploadTooManyRowsError",
    "WithdrawalReasonError",
]


class SourceError(SeawallError):
    """This could not be brought in as asked."""


class UploadTooLargeError(SourceError):
    """The file is larger than an upload may be; bring it in with `seawall import`. (`limit_bytes`)"""


class UploadEmptyError(SourceError):
    """The file is empty."""


class UploadTooManyRowsError(SourceError):
    """The file holds more rows than an upload may; bring it in with `seawall import`. (`limit_rows`)"""


class ScanRunningError(SourceError):
    """A scan is waiting or running already."""


class RunStateError(SourceError):
    """The run is not in a state in which this can be done. (`state`)"""


class WithdrawalReasonError(SourceError):
    """Say why the batch is withdrawn: the reason stays in the ledger."""
