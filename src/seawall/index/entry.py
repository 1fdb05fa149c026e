"""What is an entry of a bank? One canonical signal value, with the bank's opinion on it.

A *positive* entry is known content; a *negative* one must never be matched (newsrooms, rights material, known false
hits); a *seed* helps finding and raises nothing by itself; a *withdrawn* one is no longer held, and what was found by
it is withdrawn too. Left out: who may change a bank, expiry, disputes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from seawall.index.errors import BankEntryError
from seawall.signals import SIGNAL_TYPES, ContentKind, SignalValueError

__all__ = ["BankEntry", "Opinion", "make_entry"]


class Opinion(StrEnum):
    """What a bank holds about a value."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    SEED = "seed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankEntry:
    """One signal value in one bank.

    `value` is canonical: make entries with `make_entry`. `written` is the value as it was handed in. Two entries of one
    bank and id are versions of one entry. `content` names the piece of banked content that the value was taken from, so
    that several signals of one picture are one fact; `limit` is the largest distance that counts, in the unit of the
    signal type's matching (absent: the index's own); `held_back` says why nothing is raised by it (not yet looked at
    here, quarantined, disputed).
    """

    entry_id: str
    bank: str
    signal_type: str
    value: str
    opinion: Opinion = Opinion.POSITIVE
    policy: str | None = None
    note: str | None = None
    written: str | None = None
    content: str | None = None
    limit: int | None = None
    held_back: str | None = None

    def __post_init__(self) -> None:
        """Refuse an entry without id or bank."""
        if not self.entry_id or not self.bank:
            raise BankEntryError("an entry needs an id and a bank", entry_id=self.entry_id, bank=self.bank)

    @property
    def said_by(self) -> str:
        """Return the bank and, where there is one, the note, for sentences that people read."""
        return f"the bank “{self.bank}”" + (f" ({self.note})" if self.note else "")


def make_entry(
    *,
    signal_type: str,
    value: str,
    bank: str,
    entry_id: str | None = None,
    opinion: str = Opinion.POSITIVE,
    policy: str | None = None,
    note: str | None = None,
    content: str | None = None,
    limit: int | None = None,
    held_back: str | None = None,
) -> BankEntry:
    """Return an entry with its value in canonical form; without an id, a digest of bank, type and value is the id.

    Raises:
        UnknownPluginError: no such signal type.
        SignalValueError: the value is none of that type.
        BankEntryError: an opinion that doesn't exist, or an account held as known content.
    """
    kind = SIGNAL_TYPES[signal_type]
    if limit is not None and limit < 0:
        raise BankEntryError(f"a limit is a distance of 0 or more, not {limit}", limit=limit)
    try:
        held = Opinion(opinion)
    except ValueError:
        known = ", ".join(Opinion)
        raise BankEntryError(f"no opinion {opinion!r}; known: {known}", opinion=opinion) from None
    if kind.APPLIES_TO is ContentKind.ACCOUNT and held in {Opinion.POSITIVE, Opinion.SEED}:
        raise BankEntryError(f"{kind.TITLE}: an account is never known content; only a negative bank may name it")
    if "\x00" in value:
        raise SignalValueError("a value can't hold a null character", value=value, signal_type=signal_type)
    canonical = kind.parse(value)
    return BankEntry(
        entry_id=entry_id or entry_digest(bank, signal_type, canonical),
        bank=bank,
        signal_type=signal_type,
        value=canonical,
        opinion=held,
        policy=policy or None,
        note=note or None,
        written=value,
        content=content or None,
        limit=limit,
        held_back=held_back or None,
    )


def entry_digest(bank: str, signal_type: str, value: str) -> str:
    """Return 16 hexadecimal digits that name this value in this bank, the same on every machine."""
    return hashlib.sha256(f"{bank}\0{signal_type}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
