"""What can go wrong between this desk and others: an address that is not fetched, a request that makes no sense."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["ExchangeError", "FetchError", "FetchRefusedError", "FetchTooLargeError", "HmaRequestError"]


class ExchangeError(SeawallError):
    """The exchange with another system failed."""


class FetchError(ExchangeError):
    """The address gave no usable answer. (`url`)"""


class FetchRefusedError(FetchError):
    """This address is not fetched: it leads to a place that is not public. (`url`)"""


class FetchTooLargeError(FetchError):
    """What stands at the address is larger than may be fetched. (`url`, `limit`)"""


class HmaRequestError(ExchangeError):
    """The request is not one of the HMA protocol. (`field`)"""
