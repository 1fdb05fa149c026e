"""Does the ledger still say what it said? Each entry names the digest of the one before it.

A change, a removal or an insertion anywhere breaks the chain at that row, and `verify_chain` says where and how. A
cut at the end can't be seen from the chain alone: compare the head with one that was published or kept elsewhere
(`expected_head`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from seawall.ledger.entry import Entry, Sealed
from seawall.ledger.errors import LedgerError

__all__ = ["GENESIS", "BrokenLink", "Chain", "verify_chain"]

GENESIS: Final = "0" * 64
"""What the first entry names as its predecessor."""

_HEAD: Final = re.compile(r"([0-9]{1,18}):([0-9a-fA-F]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """The first row at which the chain doesn't hold, and why in words."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Where a chain ends: the number and digest of its last entry."""

    number: int = 0
    head: str = GENESIS

    def __str__(self) -> str:
        """Write the chain's end as `number:digest`, to keep elsewhere."""
        return f"{self.number}:{self.head}"

    @classmethod
    def parse(cls, written: str) -> Chain:
        """Read `number:digest` as `str` writes it.

        >>> Chain.parse(str(Chain())) == Chain()
        True
        """
        match = _HEAD.fullmatch(written.strip())
        if match is None:
            raise LedgerError("a head is written number:digest, for instance 12: and 64 hexadecimal digits")
        return cls(number=int(match[1]), head=match[2].lower())

    def next_entry(self, *, at: datetime, acting: str, event: str, subject: str, sealed: Sealed) -> Entry:
        """Return the entry that continues this chain."""
        return Entry(
            number=self.number + 1,
            at=at,
            acting=acting,
            event=event,
            subject=subject,
            payload_digest=sealed.digest,
            previous=self.head,
        )


def verify_chain(entries: Iterable[tuple[Entry, str]], *, expected_head: Chain | None = None) -> BrokenLink | Chain:
    """Walk (entry, recorded digest) pairs in order; return where the chain ends, or the first broken link.

    `expected_head` is a head that was kept elsewhere; the chain must pass through it.
    """
    chain = Chain()
    seen_expected = expected_head is None or expected_head == chain
    for entry, recorded in entries:
        broken = _broken_at(chain, entry, recorded)
        if broken:
            return BrokenLink(number=chain.number + 1, reason=broken)
        chain = Chain(number=entry.number, head=recorded)
        seen_expected = seen_expected or chain == expected_head
    if not seen_expected and expected_head is not None:
        return BrokenLink(number=expected_head.number, reason="the head that was kept elsewhere is not in this ledger")
    return chain


def _broken_at(chain: Chain, entry: Entry, recorded: str) -> str | None:
    if entry.number != chain.number + 1:
        return f"entry {chain.number + 1} is missing: the next one is numbered {entry.number}"
    if entry.previous != chain.head:
        return "it does not continue the entry before it"
    if entry.digest != recorded:
        return "its fields were changed after it was written"
    return None
