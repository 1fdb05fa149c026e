"""Who made this model file, and has anybody changed it since? An Ed25519 signature by a key that the caller keeps.

The key is a PEM file (PKCS 8, without password, readable by its owner only); whoever only reads models needs the public
half. Left out: where keys are kept and who may use them.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from seawall.classify.errors import ModelSignatureError

__all__ = ["SIGNATURE_OCTETS", "check_signature", "key_name", "make_key", "public_key_of", "read_key", "sign"]

SIGNATURE_OCTETS = 64
_MOST_OCTETS = 1 << 14

Key = Ed25519PrivateKey | Ed25519PublicKey


def make_key(path: Path) -> Ed25519PrivateKey:
    """Make a new private key and write it to `path`, which must not exist yet; its public half to `path` + ".pub".

    Raises:
        ModelSignatureError: there is such a file already, or it can't be written.
    """
    key = Ed25519PrivateKey.generate()
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(written)
    except OSError as error:
        raise ModelSignatureError(f"The key {path} can't be written: {error.strerror}", path=path) from error
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    path.with_name(path.name + ".pub").write_bytes(public)
    return key


def read_key(path: Path) -> Key:
    """Read a private or a public key.

    Raises:
        ModelSignatureError: there is no such file, or it holds no Ed25519 key.
    """
    try:
        with path.open("rb") as stream:
            written = stream.read(_MOST_OCTETS)
    except OSError as error:
        raise ModelSignatureError(f"The key {path} can't be read: {error.strerror}", path=path) from error
    try:
        private = b"PRIVATE KEY" in written
        key = (
            serialization.load_pem_private_key(written, None) if private else serialization.load_pem_public_key(written)
        )
    except (ValueError, TypeError) as error:
        raise ModelSignatureError(f"{path} holds no key", path=path) from error
    if not isinstance(key, Ed25519PrivateKey | Ed25519PublicKey):
        raise ModelSignatureError(f"{path} holds a key of another kind than Ed25519", path=path)
    return key


def public_key_of(key: Key) -> Ed25519PublicKey:
    """Return the public half."""
    return key.public_key() if isinstance(key, Ed25519PrivateKey) else key


def key_name(key: Key) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the public key."""
    raw = public_key_of(key).public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def sign(key: Key, content: bytes) -> bytes:
    """Return the signature of `content`.

    Raises:
        ModelSignatureError: this is the public half only.
    """
    if not isinstance(key, Ed25519PrivateKey):
        raise ModelSignatureError("Signing a model needs the private key; this is the public one.")
    return key.sign(content)


def check_signature(key: Key, content: bytes, signature: bytes) -> None:
    """Pass, or refuse.

    Raises:
        ModelSignatureError: `content` was changed, or signed with another key.
    """
    try:
        public_key_of(key).verify(signature, content)
    except InvalidSignature as error:
        raise ModelSignatureError(
            f"The model file was altered, or signed with another key than {key_name(key)}; it is not used."
        ) from error
