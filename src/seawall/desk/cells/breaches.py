"""Which members have content that a reviewer found in breach? What the rule for names counts.

A member counts while a decided case about that very account stands as *in breach*; a decision that was undone or
corrected counts no longer. Membership of a cell is no ground for that outcome: each account is judged by its own posts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.db.models.functions import Lower

from seawall.desk.cases.models import Case, CaseState, Outcome
from seawall.desk.cells.models import Cell

__all__ = ["LEAST_BREACHED", "breached_members", "cases_of_members"]

LEAST_BREACHED: Final = 3
"""So many members must have content found in breach before any is named."""
_AT_ONCE: Final = 500


def breached_members(cell: Cell) -> frozenset[int]:
    """Return the numbers of the members that have a standing decision *in breach*."""
    decided = Q(state=CaseState.DECIDED, outcome=Outcome.IN_BREACH)
    return frozenset(_matched(cell, decided))


def cases_of_members(cell: Cell) -> dict[int, Case]:
    """Return the newest case about each member that has one, by the member's number."""
    return _matched(cell, Q())


def _matched(cell: Cell, wanted: Q) -> dict[int, Case]:
    numbers = {
        (platform.lower(), name): number
        for number, platform, name in cell.members.values_list("number", "platform", "account_id")
    }
    found: dict[int, Case] = {}
    for names in _parts(sorted({name for _, name in numbers})):
        cases = Case.objects.filter(wanted).filter(Q(account_id__in=names) | Q(channel_id__in=names))
        for case in cases.annotate(folded=Lower("platform")).order_by("pk"):
            number = numbers.get((case.folded, case.account_id or case.channel_id or ""))
            if number is not None:
                found[number] = case
    return found


def _parts(names: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]
