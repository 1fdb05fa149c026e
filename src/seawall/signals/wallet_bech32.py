"""Is this a bech32 or bech32m payment address whose checksum fits, and which programme does it hold?

Sources: BIP-173 (witness version 0) and BIP-350 (bech32m, versions 1 to 16). Left out: which chain a prefix belongs to.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = ["BECH32", "is_segwit_address"]

BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

_VALUES: Final = MappingProxyType({digit: value for value, digit in enumerate(BECH32)})
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_SUM, _BECH32M_SUM = 1, 0x2BC830A3
_CHECKSUM: Final = 6
_LONGEST: Final = 90


def is_segwit_address(written: str, prefix: str) -> bool:
    """Say whether `written` (in lower case) is a witness address of `prefix`, checksum and lengths included.

    >>> is_segwit_address("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc")
    True
    """
    if not written.startswith(prefix + "1") or len(written) > _LONGEST:
        return False
    values = [_VALUES.get(digit) for digit in written[len(prefix) + 1 :]]
    data = [value for value in values if value is not None]
    if len(data) != len(values) or len(data) <= _CHECKSUM:
        return False
    version = data[0]
    if _checksum([*_expanded(prefix), *data]) != (_BECH32M_SUM if version else _BECH32_SUM) or version > 16:
        return False
    length = _program_octets(data[1:-_CHECKSUM])
    return length in {20, 32} if version == 0 else length is not None and 2 <= length <= 40


def _expanded(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _checksum(values: list[int]) -> int:
    state = 1
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            state ^= generator if top >> place & 1 else 0
    return state


def _program_octets(data: list[int]) -> int | None:
    """Return how many octets the five-bit digits hold; None where bits are left over that should be nought."""
    length, left = divmod(5 * len(data), 8)
    if left >= 5 or (left and data[-1] & ((1 << left) - 1)):
        return None
    return length
