"""The HTTP API of HMA (hasher-matcher-actioner), as pure functions: names, questions and answers. The desk serves it.

Source: HMA 1.1.7 and python-threatexchange 1.2.17, read as documentation. Left out: tokens, views, storage.
"""

from seawall.exchange.hma.answers import content_answer, lookup_answer, raw_lookup_answer
from seawall.exchange.hma.bank_names import derived_name, is_hma_name
from seawall.exchange.hma.coin import toss
from seawall.exchange.hma.comparing import compare_signals
from seawall.exchange.hma.distances import distance_word
from seawall.exchange.hma.exchange_apis import EXCHANGE_APIS, ExchangeApi
from seawall.exchange.hma.signal_names import (
    CONTENT_TYPES,
    default_types,
    hma_name,
    own_name,
    types_of_content,
)

__all__ = [
    "CONTENT_TYPES",
    "EXCHANGE_APIS",
    "ExchangeApi",
    "compare_signals",
    "content_answer",
    "default_types",
    "derived_name",
    "distance_word",
    "hma_name",
    "is_hma_name",
    "lookup_answer",
    "own_name",
    "raw_lookup_answer",
    "toss",
    "types_of_content",
]
