"""Which of the new accounts are closed ones themselves, though their names are written otherwise?

The same id in other letters, or with a platform in one table and without in the other. A bare id may be another
platform's, so it is taken for the same account only where the handles don't tell two apart; where they do, the two are
compared, and it is told. Left out: names that are written alike (`ClosedBank.ordinal_of`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from seawall.identity.closed_bank import ClosedBank

__all__ = ["StandingAccounts", "standing_accounts"]

_SAME_ID: Final = "it has the id of the closed account {}, one of them without platform"


@dataclass(frozen=True, slots=True)
class StandingAccounts:
    """What is told of new accounts by their places: those that stand in the bank, and those that may."""

    known: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)


def standing_accounts(names: list[str], handles: list[str | None], bank: ClosedBank) -> StandingAccounts:
    """Say which new accounts, by name and handle, stand in the bank under another writing of their name."""
    asked: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if bank.ordinal_of(name) is None:
            asked.setdefault(_id_of(name.casefold()), []).append(place)
    found = StandingAccounts()
    for closed in _with_ids(bank, asked):
        folded = closed.casefold()
        for place in asked[_id_of(folded)]:
            name = names[place].casefold()
            if name == folded:
                found.known[place] = f"it is the closed account {closed}, in other letters: it is not compared"
            elif ":" in name and ":" in folded:
                continue
            elif _may_be_one(handles[place], closed, bank):
                found.known[place] = f"{_SAME_ID.format(closed)}: it is taken for that account and not compared"
            else:
                found.doubtful[place] = f"{_SAME_ID.format(closed)}, and another handle: it is compared"
    return found


def _with_ids(bank: ClosedBank, asked: dict[str, list[int]]) -> Iterable[str]:
    return [name for name in bank.standing().names() if _id_of(name.casefold()) in asked] if asked else ()


def _id_of(name: str) -> str:
    return name.partition(":")[2] or name


def _may_be_one(handle: str | None, closed: str, bank: ClosedBank) -> bool:
    ordinal = bank.ordinal_of(closed)
    theirs = None if ordinal is None else bank.portrait(ordinal).handle
    return handle is None or theirs is None or handle.casefold() == theirs.casefold()
