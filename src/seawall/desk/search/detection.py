"""What did somebody paste? An address, a handle, a digest, a case, an entry's id, a post's key, or words.

A pasted thing may be several at once (32 hexadecimal digits are an MD5 and may be a post's key), so all readings are
kept. Words are always one of them. Addresses, handles and texts are read by the same functions as in a scan, so that a
look-up finds what a scan would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from seawall.digests import ALGORITHMS, Digest, DigestError
from seawall.signals import canonical_url, find_urls, normalise

__all__ = ["MAX_CHARACTERS", "Asked", "Handle", "detect"]

MAX_CHARACTERS: Final = 20_000
"""A longer paste is cut: no post is longer, and a normal form of megabytes helps nobody."""

_CASE: Final = re.compile(r"C-\d{4}-\d{1,9}", re.IGNORECASE)
_HEX: Final = re.compile(r"[0-9a-fA-F]+")
_HANDLE: Final = re.compile(r"(?:(?P<platform>[\w.-]{1,60}):)?@(?P<name>[\w.-]{1,100}(?:@[\w.-]{1,200})?)")
_NAMED: Final = re.compile(r"(?P<platform>[a-z][\w.-]{1,59}):(?P<name>[^\s/@:]{1,200})", re.IGNORECASE)
_KEY_DIGITS: Final = 32
_SENTENCE_END: Final = ".,;:!?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A handle or an account's id, on one platform or on any."""

    name: str
    platform: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Every way in which the pasted text can be read; an absent reading is None."""

    written: str
    normal: str
    url: str | None = None
    handle: Handle | None = None
    digest: Digest | None = None
    case_reference: str | None = None
    post_key: bytes | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was asked."""
        return not self.written

    @property
    def signal_values(self) -> tuple[tuple[str, str], ...]:
        """Return (signal type, canonical value) of the bank entries that would hold just this."""
        values: list[tuple[str, str]] = []
        if self.digest is not None:
            values.append((self.digest.algorithm, self.digest.value))
        if self.url is not None:
            values.append(("url", self.url))
        if self.handle is not None and self.handle.platform is not None:
            platform = self.handle.platform.lower()
            values += [
                ("handle", f"{platform}:@{self.handle.name.lower()}"),
                ("handle", f"{platform}:{self.handle.name}"),
            ]
        if self.normal:
            values += [("text", self.normal), ("term", self.normal)]
        return tuple(values)


def detect(written: str) -> Asked:
    """Read what somebody pasted.

    >>> detect("HXXPS://Lamps[.]example/a/").url, detect("harbourfeed:@lampkeeper").handle
    ('https://lamps.example/a', Handle(name='lampkeeper', platform='harbourfeed'))
    >>> detect("c-2026-000012").case_reference, detect("The  LAMPS return!").normal
    ('C-2026-000012', 'the lamps return')
    """
    text = _storable(written).strip()[:MAX_CHARACTERS]
    url = _url(text)
    digest = _digest(text)
    return Asked(
        written=text,
        normal=normalise(text),
        url=url,
        handle=None if url is not None or digest is not None else _handle(text),
        digest=digest,
        case_reference=text.upper() if _CASE.fullmatch(text) else None,
        post_key=bytes.fromhex(text) if len(text) == _KEY_DIGITS and _HEX.fullmatch(text) else None,
    )


def _storable(text: str) -> str:
    """Return the text without null characters and lone surrogates, which no database takes."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _url(text: str) -> str | None:
    if not text or any(letter.isspace() for letter in text):
        return None
    found = find_urls(text)
    if len(found) == 1 and found[0].start == 0 and found[0].end >= len(text.rstrip(_SENTENCE_END)):
        return canonical_url(found[0].written)
    return canonical_url(text) if "://" in text else None


def _digest(text: str) -> Digest | None:
    algorithm, colon, value = text.lower().rpartition(":")
    if colon:
        try:
            return Digest(algorithm=algorithm, value=value)
        except DigestError:
            return None
    if not _HEX.fullmatch(text):
        return None
    by_length = {length: name for name, length in ALGORITHMS.items()}
    name = by_length.get(len(text))
    return Digest(algorithm=name, value=text.lower()) if name is not None else None


def _handle(text: str) -> Handle | None:
    match = _HANDLE.fullmatch(text) or _NAMED.fullmatch(text)
    return Handle(name=match["name"], platform=match["platform"]) if match is not None else None
