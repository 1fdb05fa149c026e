"""What can go wrong at the door for other systems. Each class has its own status; clients read `{"message": …}`."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "HmaError",
    "HmaFaultError",
    "MethodRefusedError",
    "NameTakenError",
    "NotHereError",
    "RateExceededError",
    "ScopeMissingError",
    "TokenRefusedError",
    "TokenStateError",
    "TypeDisabledError",
    "UploadRefusedError",
    "UploadTooLongError",
]


class HmaError(SeawallError):
    """The request could not be answered."""


class HmaFaultError(HmaError):
    """Something went wrong on our side."""


class TokenRefusedError(HmaError):
    """This needs a token that is valid."""


class ScopeMissingError(HmaError):
    """The token does not allow this."""


class RateExceededError(HmaError):
    """Too many requests. Try again in a minute. (`seconds`)"""


class NameTakenError(HmaError):
    """A living bank has this name. (`name`)"""


class NotHereError(HmaError):
    """There is no such thing here."""


class MethodRefusedError(HmaError):
    """This address takes another method. (`allowed`)"""


class TypeDisabledError(HmaError):
    """The signal type is switched off."""


class UploadRefusedError(HmaError):
    """The upload is not one that can be read."""


class UploadTooLongError(HmaError):
    """The body is larger than may be sent. (`limit`)"""


class TokenStateError(HmaError):
    """This token can't be made or changed like that."""
