"""How does a ledger travel? As JSON lines, one entry a line, so that anyone can verify it without the desk.

Each line holds the fields of the entry, its `digest`, and `salt` (hexadecimal) with `payload` (the canonical text), or
null for both where they were erased or left out. `verify_lines` walks such a file: the chain, and each payload that is
there. Nothing here reads or writes files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from seawall.ledger.chain import BrokenLink, Chain, verify_chain
from seawall.ledger.entry import Entry, Sealed, canonical_bytes, check_payload
from seawall.ledger.errors import LedgerError, PayloadMismatchError

__all__ = ["verify_lines", "write_line"]


def write_line(entry: Entry, digest: str, sealed: Sealed | None) -> bytes:
    """Return the line of one entry, with the newline; `sealed` is None where the payload is not handed over."""
    fields = {
        "number": entry.number,
        "at": entry.at.isoformat(timespec="microseconds"),
        "acting": entry.acting,
        "event": entry.event,
        "subject": entry.subject,
        "payload_digest": entry.payload_digest,
        "previous": entry.previous,
        "digest": digest,
        "salt": sealed.salt.hex() if sealed else None,
        "payload": sealed.payload.decode("utf-8") if sealed else None,
    }
    return canonical_bytes(fields) + b"\n"


def verify_lines(lines: Iterable[bytes], *, expected_head: Chain | None = None) -> BrokenLink | Chain:
    """Verify a ledger that came as lines; return where it ends, or the first thing wrong.

    Raises:
        LedgerError: a line is not one of a ledger.
    """
    changed: list[int] = []
    result = verify_chain(_read(lines, changed), expected_head=expected_head)
    if changed and (isinstance(result, Chain) or changed[0] < result.number):
        return BrokenLink(number=changed[0], reason="its details were changed")
    return result


def _read(lines: Iterable[bytes], changed: list[int]) -> Iterator[tuple[Entry, str]]:
    for position, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            entry, digest = _entry(fields), str(fields["digest"])
            if fields["payload"] is not None:
                _check(entry, fields, changed)
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"line {position} is not a line of a ledger: {error}", line=position) from error
        yield entry, digest


def _entry(fields: dict[str, Any]) -> Entry:
    return Entry(
        number=int(fields["number"]),
        at=datetime.fromisoformat(fields["at"]),
        acting=str(fields["acting"]),
        event=str(fields["event"]),
        subject=str(fields["subject"]),
        payload_digest=str(fields["payload_digest"]),
        previous=str(fields["previous"]),
    )


def _check(entry: Entry, fields: dict[str, Any], changed: list[int]) -> None:
    try:
        check_payload(
            entry.payload_digest, salt=bytes.fromhex(fields["salt"]), payload=str(fields["payload"]).encode("utf-8")
        )
    except PayloadMismatchError:
        changed.append(entry.number)
