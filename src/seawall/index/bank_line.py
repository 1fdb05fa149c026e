"""What does one line of a bank file say? A record with the fields of the bank line, turned into an entry.

Fields: `signal_type` and `value`; optional `entry_id`, `bank`, `opinion`, `policy`, `note`; `content` names the piece
of content that several lines are signals of; `limit` is the largest distance that counts, in the unit of the signal
type's matching. Signal names of `tx` (python-threatexchange) are understood where we have the same signal under another
name. Left out: files and lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from seawall.index.entry import BankEntry, make_entry
from seawall.index.errors import BankEntryError

__all__ = ["BANK_FIELDS", "TX_NAMES", "entry_of_record", "limit_of"]

BANK_FIELDS: Final = ("entry_id", "bank", "signal_type", "value", "opinion", "policy", "note", "content", "limit")

_KNOWN: Final = frozenset(BANK_FIELDS)
_LONGEST_LIMIT: Final = 9

TX_NAMES: Final = MappingProxyType(
    {
        "raw_text": "text",
        "url": "url",
        "video_md5": "md5",
        "video_sha256": "sha256",
        "vpdq": "pdq_frames",
        "pdq": "pdq",
        "text": "text",
        "term": "term",
    }
)
"""Signal names of `tx` and ours for the same thing."""


def entry_of_record(record: Mapping[str, str | None], *, bank: str) -> BankEntry:
    """Return the entry that a record describes; `bank` names the bank where the record doesn't.

    Raises:
        BankEntryError, SignalValueError, UnknownPluginError: why it is none.
    """
    if not record.keys() <= _KNOWN:
        unknown = sorted(set(record) - _KNOWN)
        raise BankEntryError(f"unknown field {unknown[0]!r}; known: {', '.join(BANK_FIELDS)}", field=unknown[0])
    for field in ("signal_type", "value"):
        if not record.get(field):
            raise BankEntryError(f"the field {field!r} is missing", field=field)
    signal_type = str(record["signal_type"])
    return make_entry(
        signal_type=TX_NAMES.get(signal_type, signal_type),
        value=str(record["value"]),
        bank=record.get("bank") or bank,
        entry_id=record.get("entry_id"),
        opinion=record.get("opinion") or "positive",
        policy=record.get("policy"),
        note=record.get("note"),
        content=record.get("content"),
        limit=limit_of(record.get("limit")),
    )


def limit_of(written: str | None) -> int | None:
    """Return a limit as a number.

    Raises:
        BankEntryError: it is no whole number of 0 or more.
    """
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= _LONGEST_LIMIT):
        raise BankEntryError(f"a limit is a whole number of 0 or more, not {written[:80]!r}", limit=written)
    return int(written)
