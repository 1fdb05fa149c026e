"""How Seawall speaks with others: one folder a protocol, each pure; and the guard that every fetch passes.

Views that serve a protocol stand in the desk; `local_file.py` brings the index with it and is imported by itself. Left
out: fetching from partners by schedule.
"""

from seawall.exchange.errors import (
    ExchangeError,
    FetchError,
    FetchRefusedError,
    FetchTooLargeError,
    HmaRequestError,
)
from seawall.exchange.fetching import Fetched, FetchLimits, fetch
from seawall.exchange.public_addresses import is_public, parse_networks

__all__ = [
    "ExchangeError",
    "FetchError",
    "FetchLimits",
    "FetchRefusedError",
    "FetchTooLargeError",
    "Fetched",
    "HmaRequestError",
    "fetch",
    "is_public",
    "parse_networks",
]
