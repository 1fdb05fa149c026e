"""Does the ledger of a SQLite file hold? Read without Django, for a database that is not (yet) in use."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from seawall.ledger import BrokenLink, Chain, Entry, PayloadMismatchError, verify_chain
from seawall.ledger.entry import check_payload

__all__ = ["verify_database_ledger"]

_ROWS = """
SELECT number, at, acting, event, subject, payload_digest, previous, digest, salt, payload
FROM audit_ledgerrow LEFT JOIN audit_ledgerpayload ON row_id = number ORDER BY number
"""


def verify_database_ledger(database: sqlite3.Connection) -> BrokenLink | Chain:
    """Walk the chain and each payload that is there; return where it ends, or the first thing wrong."""
    changed: list[int] = []
    result = verify_chain(_entries(database, changed))
    if changed and (isinstance(result, Chain) or changed[0] < result.number):
        return BrokenLink(number=changed[0], reason="its details were changed")
    return result


def _entries(database: sqlite3.Connection, changed: list[int]) -> Iterator[tuple[Entry, str]]:
    for number, at, acting, event, subject, payload_digest, previous, digest, salt, payload in database.execute(_ROWS):
        if payload is not None:
            try:
                check_payload(payload_digest, salt=_plain(salt), payload=_plain(payload))
            except PayloadMismatchError:
                changed.append(number)
        yield (
            Entry(
                number=number,
                at=_moment(at),
                acting=acting,
                event=event,
                subject=subject,
                payload_digest=payload_digest,
                previous=previous,
            ),
            digest,
        )


def _moment(written: Any) -> datetime:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return datetime.min.replace(tzinfo=UTC)


def _plain(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value or b"")
