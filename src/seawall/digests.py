"""A digest is a named algorithm and its value; the two never travel apart.

An unknown algorithm raises: a file must never be left unhashed in silence. Digests are written `sha256:2cf2…`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO, Final

from seawall.errors import SeawallError

__all__ = ["ALGORITHMS", "Digest", "DigestError", "digest_bytes", "digest_stream"]

ALGORITHMS: Final[dict[str, int]] = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
"""Known algorithms and the length of their value in hexadecimal digits."""

_CHUNK_BYTES: Final = 1 << 20


class DigestError(SeawallError):
    """This is not a digest that Seawall knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A digest in lower-case hexadecimal, with the algorithm that made it.

    >>> str(Digest.parse("SHA256:" + "AB" * 32))[:12]
    'sha256:ababa'
    """

    algorithm: str
    value: str

    def __post_init__(self) -> None:
        """Refuse an unknown algorithm, a wrong length or a digit that is not hexadecimal."""
        length = ALGORITHMS.get(self.algorithm)
        if length is None:
            raise DigestError(f"unknown digest algorithm {self.algorithm!r}", algorithm=self.algorithm)
        if len(self.value) != length or any(digit not in "0123456789abcdef" for digit in self.value):
            raise DigestError(
                f"a {self.algorithm} digest has {length} hexadecimal digits, this has {len(self.value)} characters: "
                f"{self.value[:80]!r}",
                algorithm=self.algorithm,
                value=self.value,
            )

    def __str__(self) -> str:
        """Write the digest as `algorithm:value`."""
        return f"{self.algorithm}:{self.value}"

    @classmethod
    def parse(cls, written: str) -> Digest:
        """Read `algorithm:value`, in any letter case."""
        algorithm, _, value = written.strip().lower().partition(":")
        return cls(algorithm=algorithm, value=value)


def _new_hash(algorithm: str) -> hashlib._Hash:
    if algorithm not in ALGORITHMS:
        raise DigestError(f"unknown digest algorithm {algorithm!r}", algorithm=algorithm)
    return hashlib.new(algorithm, usedforsecurity=False)


def digest_bytes(content: bytes, algorithm: str = "sha256") -> Digest:
    """Return the digest of `content`.

    >>> digest_bytes(b"").value[:8]
    'e3b0c442'
    """
    state = _new_hash(algorithm)
    state.update(content)
    return Digest(algorithm=algorithm, value=state.hexdigest())


def digest_stream(stream: BinaryIO, algorithm: str = "sha256") -> Digest:
    """Return the digest of what is left in `stream`, read in pieces of 1 MiB."""
    state = _new_hash(algorithm)
    while chunk := stream.read(_CHUNK_BYTES):
        state.update(chunk)
    return Digest(algorithm=algorithm, value=state.hexdigest())
