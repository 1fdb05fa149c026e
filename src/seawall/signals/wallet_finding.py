"""Where in a text do payment identifiers stand? Offsets into the text as written, also across spaces and line breaks.

Invisible characters count for nothing; full-width letters and Arabic or Persian digits count as the ASCII ones. Pieces
between single spaces or line breaks are one identifier where that can't be mistaken: an IBAN in groups of four, or an
address with a checksum of which each piece but the last has four characters or more and mixes letters and digits, or a
capital behind a small letter. An address without checksum must stand in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seawall.signals.wallet_kinds import is_checked, payment_identifier
from seawall.signals.wallet_rules import wallet_rules

__all__ = ["FoundWallet", "find_wallets"]

_INVISIBLE: Final = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
    "\ufe0f\ufeff"
)
_ASCII: Final = str.maketrans(
    {
        **{full: full - 0xFEE0 for full in range(0xFF10, 0xFF5B)},
        **{zero + digit: ord("0") + digit for zero in (0x0660, 0x06F0) for digit in range(10)},
    }
)
_SPECIAL: Final = re.compile("[\u0660-\u0669\u06f0-\u06f9\uff10-\uff5a" + "".join(sorted(_INVISIBLE)) + "]")
_TOKEN: Final = re.compile(r"[0-9A-Za-z]+")
_GAP: Final = re.compile("[ \t\r\n\u00a0\u2009\u202f]{1,2}")
_TON: Final = re.compile(r"(?<![\w-])(?:[EU]Q[\w-]{46}|-?\d:[0-9a-fA-F]{64})(?![\w-])", re.ASCII)
_IBAN_BEGINS: Final = re.compile(r"[A-Za-z]{2}\d{2}")
_MIXED: Final = re.compile(r"[A-Za-z]\d|\d[A-Za-z]|[a-z][A-Z]")
_SHORTEST_PIECE: Final = 4
_SHORTEST, _LONGEST = 15, 106
_SHORTEST_JOINED: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWallet:
    """A payment identifier in a text: the characters where it stands, and its canonical form."""

    start: int
    end: int
    canonical: str


def find_wallets(text: str) -> list[FoundWallet]:
    """Return the payment identifiers of a text from left to right.

    >>> [found.canonical for found in find_wallets("to GB82 WEST 1234 5698 7654 32, not 33")]
    ['iban:GB82WEST12345698765432']
    """
    if not _SPECIAL.search(text):
        spans = sorted({*_ton_spans(text), *_token_spans(text)})
        return [FoundWallet(start=start, end=end, canonical=canonical) for start, end, canonical in spans]
    seen = [place for place, letter in enumerate(text) if letter not in _INVISIBLE]
    clean = "".join(text[place] for place in seen).translate(_ASCII)
    spans = sorted({*_ton_spans(clean), *_token_spans(clean)})
    return [
        FoundWallet(start=seen[start], end=seen[end - 1] + 1, canonical=canonical) for start, end, canonical in spans
    ]


def _ton_spans(clean: str) -> Iterator[tuple[int, int, str]]:
    for match in _TON.finditer(clean):
        canonical = payment_identifier(match[0])
        if canonical is not None:
            yield *match.span(), canonical


def _token_spans(clean: str) -> Iterator[tuple[int, int, str]]:
    tokens = [match.span() for match in _TOKEN.finditer(clean)]
    at = 0
    while at < len(tokens):
        if tokens[at][1] - tokens[at][0] < _SHORTEST_PIECE:
            at += 1
            continue
        count, canonical = _begins_at(clean, tokens, at)
        if canonical is None:
            at += 1
            continue
        yield tokens[at][0], tokens[at + count - 1][1], canonical
        at += count


def _begins_at(clean: str, tokens: list[tuple[int, int]], at: int) -> tuple[int, str | None]:
    """Return how many tokens from `at` on are an identifier, and which."""
    start, end = tokens[at]
    first = clean[start:end]
    if not _MIXED.search(first):
        return 1, None
    if _SHORTEST <= len(first) <= _LONGEST and (whole := payment_identifier(first)) is not None:
        return 1, whole
    iban_length = wallet_rules().iban_lengths.get(first[:2].upper()) if _IBAN_BEGINS.fullmatch(first) else None
    joined = first
    for count, (before, token) in enumerate(zip(tokens[at:], tokens[at + 1 :], strict=False), start=2):
        if len(joined) > _LONGEST or not (
            _may_go_on(clean[slice(*before)], iban_length) and _GAP.fullmatch(clean, before[1], token[0])
        ):
            break
        joined += clean[slice(*token)]
        canonical = _joined(joined, iban_length)
        if canonical is not None:
            return count, canonical
    return 1, None


def _may_go_on(piece: str, iban_length: int | None) -> bool:
    """Say whether another piece may follow this one: groups of four in an IBAN, elsewhere none that could be a word."""
    if iban_length is not None:
        return len(piece) == _SHORTEST_PIECE
    return len(piece) >= _SHORTEST_PIECE and _MIXED.search(piece) is not None


def _joined(joined: str, iban_length: int | None) -> str | None:
    if iban_length is not None:
        return payment_identifier(joined) if len(joined) == iban_length else None
    if not _SHORTEST_JOINED <= len(joined) <= _LONGEST or not is_checked(joined):
        return None
    return payment_identifier(joined)
