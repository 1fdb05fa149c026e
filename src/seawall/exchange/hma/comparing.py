"""How far apart are two signals, and is that a match? `POST /m/compare` asks so, without any bank.

Distances are those of `tx`: PDQ counts bits, and 31 of 256 are the most that match. Kinds that know only equal and
unequal have no distance. Types of which two single values can't be compared (terms stand inside texts) are refused.
"""

from __future__ import annotations

from typing import Any, Final

from seawall.errors import SeawallError
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma.signal_names import own_name
from seawall.signals import SIGNAL_TYPES, Matching

__all__ = ["PDQ_MATCH_BITS", "compare_signals"]

PDQ_MATCH_BITS: Final = 31


def compare_signals(asked: str, pair: object) -> list[Any]:
    """Return `[whether they match, {"distance": …}]` for two signals of one type.

    >>> compare_signals("pdq", ["0" * 64, "0" * 63 + "7"])
    [True, {'distance': 3}]

    Raises:
        HmaRequestError: no such type, not two values, a value that is none, or a type without such a comparison.
    """
    own = own_name(asked)
    if not isinstance(pair, list):
        raise HmaRequestError(f"Comparison hashes for {asked} was not a list", field=asked)
    if len(pair) != 2:
        raise HmaRequestError("Comparison hash list length must be exactly 2", field=asked)
    left, right = (_canonical(asked, own, value) for value in pair)
    matching = SIGNAL_TYPES[own].MATCHING
    if matching is Matching.HAMMING:
        bits = (int(left, 16) ^ int(right, 16)).bit_count()
        return [bits <= PDQ_MATCH_BITS, {"distance": bits}]
    if matching is Matching.EXACT:
        return [left == right, {}]
    raise HmaRequestError(f"{asked} does not support hash comparison", field=asked)


def _canonical(asked: str, own: str, value: object) -> str:
    if not isinstance(value, str):
        raise HmaRequestError(f"Invalid {asked} hash: it should be text", field=asked)
    try:
        return SIGNAL_TYPES[own].parse(value)
    except SeawallError as error:
        raise HmaRequestError(f"Invalid {asked} hash: {error.message}", field=asked) from error
