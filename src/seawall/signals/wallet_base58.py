"""Which octets does a base 58 payment address hold, and does its checksum fit? Bitcoin's kind and Monero's.

Sources: Bitcoin's base58check (double SHA-256, four octets); Monero's blockwise base 58 with a Keccak checksum
(CryptoNote standard 007). Left out: which chain an address belongs to (`wallet_kinds.py`), making addresses.
"""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import Final

from seawall.signals.wallet_keccak import keccak_256

__all__ = ["BASE58", "base58check_payload", "monero_payload"]

BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_VALUES: Final = MappingProxyType({digit: value for value, digit in enumerate(BASE58)})
_CHECKSUM: Final = 4
_BLOCK_DIGITS: Final = 11
_OCTETS_OF_DIGITS: Final = MappingProxyType({0: 0, 2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8})


def base58check_payload(written: str) -> bytes | None:
    """Return version and payload of a base58check address; None where a digit or the checksum is wrong.

    >>> base58check_payload("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa").hex()
    '0062e907b15cbf27d5425399ebf6f0fb50ebb88f18'
    """
    number = _number(written)
    if number is None:
        return None
    zeros = len(written) - len(written.lstrip("1"))
    octets = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    payload, checksum = octets[:-_CHECKSUM], octets[-_CHECKSUM:]
    fits = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:_CHECKSUM] == checksum
    return payload if fits and payload else None


def monero_payload(written: str) -> bytes | None:
    """Return network octet and payload of a Monero address; None where a digit or the checksum is wrong."""
    octets = bytearray()
    for start in range(0, len(written), _BLOCK_DIGITS):
        block = written[start : start + _BLOCK_DIGITS]
        number, size = _number(block), _OCTETS_OF_DIGITS.get(len(block))
        if number is None or size is None or number >= 256**size:
            return None
        octets += number.to_bytes(size, "big")
    payload, checksum = bytes(octets[:-_CHECKSUM]), octets[-_CHECKSUM:]
    return payload if payload and keccak_256(payload)[:_CHECKSUM] == checksum else None


def _number(digits: str) -> int | None:
    number = 0
    for digit in digits:
        value = _VALUES.get(digit)
        if value is None:
            return None
        number = number * 58 + value
    return number
