"""How do credentials of exchanges lie in the database? Encrypted with a key derived from the desk's own secret.

The secret lies beside the database, not in it, so a copy of the database alone opens nothing. Whoever changes the
secret has to set the credentials again. AES-128-CBC with HMAC (Fernet); the key comes from the secret by HKDF-SHA256.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["open_sealed", "seal"]

_PURPOSE: Final = b"seawall exchange credentials 1"


def seal(values: Mapping[str, Any], *, secret: str) -> str:
    """Return the values as text that only the secret opens."""
    return _box(secret).encrypt(msgspec.json.encode(dict(values))).decode("ascii")


def open_sealed(sealed: str, *, secret: str) -> dict[str, Any] | None:
    """Return the values, None where another secret sealed them.

    >>> open_sealed(seal({"token": "x"}, secret="s"), secret="s"), open_sealed(seal({}, secret="s"), secret="t")
    ({'token': 'x'}, None)
    """
    try:
        return msgspec.json.decode(_box(secret).decrypt(sealed.encode("ascii")), type=dict[str, Any])
    except InvalidToken:
        return None


def _box(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode("utf-8"))
    return Fernet(base64.urlsafe_b64encode(key))
