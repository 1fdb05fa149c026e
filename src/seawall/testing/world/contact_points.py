"""Invented ways to reach or pay the movement that cannot exist: invites too long, wallets whose checksum fails.

Every host ends in a name that RFC 2606 keeps out of the real network. The longest invite code that a messenger gives
out has under 32 letters; ours have `INVITE_LETTERS`. A wallet is drawn, and drawn again with another letter if by
chance its checksum held.
"""

from __future__ import annotations

import hashlib
from typing import Final

from seawall.testing.world.draws import Draws
from seawall.testing.world.words import WORDS

__all__ = [
    "INVITE_LETTERS",
    "RESERVED_SUFFIXES",
    "base58_checksum_holds",
    "bech32_checksum_holds",
    "invite",
    "letters",
    "movement_url",
    "wallet",
]

RESERVED_SUFFIXES: Final = (".example", ".test", ".invalid")
INVITE_LETTERS: Final = 72

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CODE: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_HOSTS: Final = WORDS["movement_hosts"]
_FOLDERS: Final = ("watch", "letters", "steps", "night", "beam", "page")


def letters(draws: Draws, name: str, alphabet: str, count: int, *numbers: int) -> str:
    """Return `count` drawn letters of an alphabet."""
    return "".join(alphabet[draws.number(name, len(alphabet), *numbers, i)] for i in range(count))


def movement_url(draws: Draws, number: int) -> str:
    """Return an invented page of the movement."""
    host = _HOSTS[draws.number("movement host", len(_HOSTS), number)]
    folder = _FOLDERS[draws.number("movement folder", len(_FOLDERS), number)]
    return f"https://{host}/{folder}/{letters(draws, 'movement page', _CODE[:26], 8, number)}-{number}"


def invite(draws: Draws, number: int) -> str:
    """Return an invite to an invented private channel, longer than any platform allows."""
    return f"https://pierchat.example/+{letters(draws, 'invite', _CODE, INVITE_LETTERS, number)}"


def wallet(draws: Draws, number: int) -> str:
    """Return an invented payment address that nobody can spend from: its checksum fails."""
    if number % 2:
        body = letters(draws, "wallet", _BECH32, 38, number)
        for last in _BECH32:
            if not bech32_checksum_holds(f"bc1q{body}{last}"):
                return f"bc1q{body}{last}"
    body = letters(draws, "wallet", _BASE58, 32, number)
    failing = (f"1{body}{last}" for last in _BASE58 if not base58_checksum_holds(f"1{body}{last}"))
    return next(failing)


def base58_checksum_holds(address: str) -> bool:
    """Return whether the last four bytes are the double SHA-256 of the rest (Base58Check)."""
    value = 0
    for letter in address:
        value = value * 58 + _BASE58.index(letter)
    zeros = len(address) - len(address.lstrip("1"))
    raw = b"\0" * zeros + value.to_bytes((value.bit_length() + 7) // 8, "big")
    body, check = raw[:-4], raw[-4:]
    return len(raw) == 25 and hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4] == check


def bech32_checksum_holds(address: str) -> bool:
    """Return whether the address's checksum holds, as Bech32 (BIP 173) or Bech32m (BIP 350)."""
    prefix, _, data = address.rpartition("1")
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = 1
    for value in values + [_BECH32.index(c) for c in data]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            check ^= generator if (top >> i) & 1 else 0
    return check in (1, 0x2BC830A3)
