"""Which of the new accounts are closed ones themselves, though their names are written otherwise?

The same id in other letters, or with a platform in one table and without in the other. Either may be another account:
ids tell letter case apart on some platforms, and a bare id, above all one that is a user name, may be another
platform's. So the two are taken for one only where their handles say so, and those say nothing that repeat a bare id;
the address of a site is its own everywhere. Who was opened after the closing is another account whatever the names say.
Where there is doubt the two are compared, and it is told. Names that are written alike are one account
(`ClosedBank.ordinal_of`): of those it is told where one was opened after the closing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import pyarrow as pa

from seawall.identity.closed_bank import ClosedBank
from seawall.identity.portrait import AccountKind, Portrait

__all__ = ["StandingAccounts", "standing_accounts"]

_CASE: Final = "it has the name of the closed account {} in other letters"
_BARE: Final = "it has the id of the closed account {}, one of them without platform"
_LATER: Final = "it goes by the name of a closed account, though it was opened after the closing: it is not compared"


@dataclass(frozen=True, slots=True)
class StandingAccounts:
    """What is told of new accounts by their places: those that stand in the bank, and those that may."""

    known: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)


def standing_accounts(accounts: pa.Table, bank: ClosedBank) -> StandingAccounts:
    """Say which of these accounts (columns of `account_tables.ACCOUNTS`) stand in the bank or may, and why."""
    found = StandingAccounts()
    asked: dict[str, list[int]] = {}
    for place, name in enumerate(accounts["account"].to_pylist()):
        ordinal = bank.ordinal_of(name)
        if ordinal is None:
            asked.setdefault(_id_of(name.casefold()), []).append(place)
        elif _is_later(accounts["created"][place].as_py(), bank.portrait(ordinal)):
            found.known[place] = _LATER
    for theirs in _with_ids(bank, asked):
        for place in asked[_id_of(theirs.account.casefold())]:
            _tell(found, place, accounts, theirs)
    return found


def _tell(found: StandingAccounts, place: int, accounts: pa.Table, theirs: Portrait) -> None:
    name, kind, handle, created = (accounts[one][place].as_py() for one in ("account", "kind", "handle", "created"))
    mine, closed = name.casefold(), theirs.account.casefold()
    if mine != closed and ":" in mine and ":" in closed:
        return  # two platforms
    handles = _folded(handle), _folded(theirs.handle)
    if _is_later(created, theirs):
        doubt = "and was opened after the closing"
    elif mine == closed:
        doubt = _doubt_of_letters(*handles)
    else:
        is_site = theirs.kind is AccountKind.SITE and (kind or "").upper() == AccountKind.SITE.name
        doubt = _doubt_of_id(*handles, "" if is_site else _id_of(mine))
    same = (_CASE if mine == closed else _BARE).format(theirs.account)
    if doubt:
        found.doubtful[place] = f"{same}, {doubt}: it is compared"
    else:
        found.known[place] = f"{same}: it is taken for that account and not compared"


def _doubt_of_letters(mine: str | None, theirs: str | None) -> str:
    return "" if mine is not None and mine == theirs else "and not surely its handle"


def _doubt_of_id(mine: str | None, theirs: str | None, own: str) -> str:
    """Return why accounts of one id may be two; `own` is the id, "" where it is nobody's user name."""
    if mine is not None and theirs is not None and mine != theirs:
        return "and another handle"
    return "and no handle but that id" if own and {mine, theirs} <= {None, own} else ""


def _is_later(created: datetime | None, closed: Portrait) -> bool:
    return created is not None and closed.closed_at is not None and int(created.timestamp()) > closed.closed_at


def _with_ids(bank: ClosedBank, asked: Mapping[str, list[int]]) -> Iterator[Portrait]:
    names = bank.standing().names() if asked else []
    ordinals = (bank.ordinal_of(name) for name in names if _id_of(name.casefold()) in asked)
    return (bank.portrait(ordinal) for ordinal in ordinals if ordinal is not None)


def _id_of(name: str) -> str:
    return name.partition(":")[2] or name


def _folded(handle: str | None) -> str | None:
    return handle.casefold().removeprefix("@") if handle else None
