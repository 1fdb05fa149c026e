"""What is an account called where it must not be named? A keyed pseudonym, the same in every run.

A pseudonym is the beginning of BLAKE2b over the account's name under a secret key (RFC 7693). Without the key nobody
can try names; whoever holds it can, so it lies apart from what is handed on.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterable
from typing import Final

__all__ = ["KEY_BYTES", "pseudonym_of", "pseudonyms_of"]

KEY_BYTES: Final = 32
_OCTETS: Final = 10  # 80 bits: a million accounts share none


def pseudonym_of(account: str, key: bytes) -> str:
    """Return an account's pseudonym.

    >>> pseudonym_of("harbourfeed:4117", bytes(32))
    'acct-hgswscwxmo7ynoh6'
    """
    digest = hashlib.blake2b(account.encode("utf-8", "replace"), key=key, digest_size=_OCTETS, person=b"seawall-cells")
    return "acct-" + b32encode(digest.digest()).decode("ascii").lower()


def pseudonyms_of(accounts: Iterable[str], key: bytes) -> list[str]:
    """Return the pseudonym of each account, in order."""
    return [pseudonym_of(account, key) for account in accounts]
