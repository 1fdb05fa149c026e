"""One ledger entry: who did what to which subject when, and the digest of the details.

The details (the payload) stand apart from the entry, beside a random salt; the entry holds only SHA-256(salt ‖
payload). Without salt and payload the digest tells nothing, so both can be erased later and the chain still verifies.
The payload is written in one canonical form: JSON with sorted keys, no spaces, UTF-8. RFC 8785 (JCS) gives the same
bytes for the values that are allowed here: objects with string keys, lists, strings, booleans, null and integers
below 2^53. Floats are refused, since their written form differs between languages. Signatures and checkpoints are not
made here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from seawall.clock import require_aware
from seawall.ledger.errors import LedgerError, PayloadMismatchError

__all__ = ["SALT_BYTES", "Entry", "Sealed", "canonical_bytes", "check_payload", "seal_payload"]

SALT_BYTES: Final = 32
_LARGEST_INTEGER: Final = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A payload in canonical bytes, its salt, and the SHA-256 of both in hexadecimal."""

    salt: bytes
    payload: bytes
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the chain. `previous` is the digest of the row before, `number` counts from 1."""

    number: int
    at: datetime
    acting: str
    event: str
    subject: str
    payload_digest: str
    previous: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 over all fields, in hexadecimal."""
        return hashlib.sha256(canonical_bytes(self._fields())).hexdigest()

    def _fields(self) -> dict[str, Any]:
        return {
            "acting": self.acting,
            "at": require_aware(self.at).isoformat(timespec="microseconds"),
            "event": self.event,
            "number": self.number,
            "payload_digest": self.payload_digest,
            "previous": self.previous,
            "subject": self.subject,
        }


def canonical_bytes(value: Any) -> bytes:
    """Return the one written form of a payload; a value that has no safe form raises LedgerError.

    >>> canonical_bytes({"b": 1, "a": ["ل", None]}).decode()
    '{"a":["ل",null],"b":1}'
    """
    _refuse_unsafe(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def seal_payload(payload: dict[str, Any], *, salt: bytes) -> Sealed:
    """Seal a payload with `salt`, which must be 32 fresh random bytes."""
    if len(salt) != SALT_BYTES:
        raise LedgerError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    written = canonical_bytes(payload)
    return Sealed(salt=salt, payload=written, digest=hashlib.sha256(salt + written).hexdigest())


def check_payload(sealed_digest: str, *, salt: bytes, payload: bytes) -> None:
    """Raise PayloadMismatchError unless SHA-256(salt ‖ payload) is `sealed_digest`."""
    found = hashlib.sha256(salt + payload).hexdigest()
    if found != sealed_digest:
        raise PayloadMismatchError(expected=sealed_digest, found=found)


def _refuse_unsafe(value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _refuse_surrogates(value)
    elif isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise LedgerError(f"the integer {value} is too large for a ledger payload: write it as a string")
    elif isinstance(value, list | tuple):
        for element in value:
            _refuse_unsafe(element)
    elif isinstance(value, dict):
        for key, element in value.items():
            if not isinstance(key, str):
                raise LedgerError(f"a ledger payload has string keys, not {key!r}")
            _refuse_surrogates(key)
            _refuse_unsafe(element)
    else:
        raise LedgerError(f"a ledger payload can't hold a {type(value).__name__}")


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LedgerError("a ledger payload is valid Unicode text without lone surrogates") from error
