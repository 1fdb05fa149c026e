"""Which of these new entries are near what the negative banks protect?

The negative banks are read anew each time, unless whoever takes in many entries hands in what it read before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from seawall.clock import utc_now
from seawall.desk.banks.models import Bank, BankEntry, Opinion
from seawall.desk.banks.selectors import compared_entry, entries_for_scan
from seawall.index.collisions import ProtectedContent

__all__ = ["collisions_with_protected", "protected_content"]


def protected_content(now: datetime | None = None) -> ProtectedContent:
    """Return what the negative banks protect at `now`."""
    return ProtectedContent(entries_for_scan(now or utc_now(), opinion=Opinion.NEGATIVE))


def collisions_with_protected(
    bank: Bank, entries: Sequence[BankEntry], protected: ProtectedContent | None = None
) -> Iterator[tuple[BankEntry, str]]:
    """Yield the entries that collide, each with the reason."""
    if not entries:
        return
    by_id = {entry.entry_id: entry for entry in entries}
    held = protected_content() if protected is None else protected
    for collision in held.collisions([compared_entry(bank, entry) for entry in entries]):
        yield by_id[collision.entry.entry_id], collision.reason
