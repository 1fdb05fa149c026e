"""Which number does the next case get? The next one of its year: no gaps, never twice.

The year's row is locked until the transaction ends, so a case that fails to open gives its number back.
"""

from __future__ import annotations

from seawall.desk.cases.models import CaseNumber

__all__ = ["next_references"]


def next_references(year: int, count: int) -> list[tuple[int, str]]:
    """Take the next `count` numbers of `year`; return each with its reference. Call it inside a transaction."""
    if count == 0:
        return []
    CaseNumber.objects.get_or_create(year=year, defaults={"last": 0})
    counter = CaseNumber.objects.select_for_update().get(year=year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [(number, f"C-{year}-{number:06d}") for number in range(first, first + count)]
