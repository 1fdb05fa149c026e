"""Who announced this account? Announcements known, by whom they point to, and the accounts that they point to.

An announcement names a handle, which anybody may take who comes after it; who wrote it is known by account. So both are
kept of an announcer: the handle, by which others name it, and the account itself, which no impostor can take over. An
account without a handle announces as well. Left out: how posts are read (`traits/announcements.py`) and what an
announcement says (`compare/announcement.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus.columns import whole_column
from seawall.identity.portrait import KeyKind, Keys
from seawall.identity.portraits import Portraits
from seawall.identity.ragged import Ragged
from seawall.identity.traits.announcements import ACCOUNT_PREFIX
from seawall.identity.traits.key_gathering import KeyGathering
from seawall.identity.traits.key_hash import column_keys
from seawall.identity.traits.named_in_posts import gather_announced, scan_texts
from seawall.signals.normal_form import normalise_octets

__all__ = ["Announcements", "account_keys", "announce", "announced_in", "announcements_of", "handle_keys"]

_MOST_KEYS: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """Announcements by the key of the handle that they point to, ascending.

    `handles` are the keys by which others name the announcers, 0 for one without a handle; `accounts` those of the
    announcers themselves.
    """

    announced: Keys
    handles: NDArray[np.uint64]
    accounts: NDArray[np.uint64]

    def __len__(self) -> int:
        """Count the announcements."""
        return len(self.announced)

    @classmethod
    def of(cls, announced: Any, handles: Any, accounts: Any) -> Self:
        """Take announcements in any order."""
        order = np.argsort(announced, kind="stable")
        return cls(announced=announced[order], handles=handles[order], accounts=accounts[order])


def announcements_of(portraits: Portraits) -> Announcements:
    """Return what these accounts announce."""
    announced = portraits.keys.get(KeyKind.ANNOUNCED)
    if announced is None or not len(announced.values):
        none = np.zeros(0, np.uint64)
        return Announcements(announced=none, handles=none, accounts=none)
    by = announced.owners
    return Announcements.of(announced.values, _handles(portraits)[by], _accounts(portraits, by))


def announce(portraits: Portraits, known: Announcements | None = None) -> Portraits:
    """Return the portraits with the keys of those who announced an account (`KeyKind.ANNOUNCER`).

    `known` are the announcements of everybody; without, those of these accounts themselves count.
    """
    told, own = announcements_of(portraits) if known is None else known, portraits.keys.get(KeyKind.OWN)
    if own is None or not len(told):
        return portraits
    first, last = (np.searchsorted(told.announced, own.values, side=side) for side in ("left", "right"))
    counts = last - first
    whom = np.repeat(own.owners.astype(np.int64), counts)
    by = np.arange(int(counts.sum())) + np.repeat(first - (np.cumsum(counts) - counts), counts)
    others = told.accounts[by] != _accounts(portraits, whom)
    whom, by = whom[others], by[others]
    named = told.handles[by] != 0
    owners = np.concatenate((whom, whom[named]))
    keys = np.concatenate((told.accounts[by], told.handles[by[named]]))
    announcers = Ragged.of(owners, keys, len(portraits)).capped(_MOST_KEYS)
    return replace(portraits, keys=dict(portraits.keys) | {KeyKind.ANNOUNCER: announcers})


def announced_in(texts: Any) -> tuple[NDArray[np.int64], Keys]:
    """Return what texts announce as somebody's new account: the row of a text and the key of the handle, in pairs."""
    gathering, rows = KeyGathering(), np.arange(len(texts), dtype=np.int32)
    scanned = scan_texts(texts)
    gather_announced(scanned, normalise_octets(scanned.cleaned, scanned.offsets), rows, gathering)
    found = gathering.finish().of_kind(KeyKind.ANNOUNCED)
    return found.owners.astype(np.int64), found.keys


def account_keys(accounts: Any) -> NDArray[np.uint64]:
    """Return the keys of accounts by their names, an Arrow column of `platform:id`."""
    return _joined_keys(ACCOUNT_PREFIX, accounts)


def handle_keys(handles: Any) -> NDArray[np.uint64]:
    """Return the keys by which others name accounts, of an Arrow column of handles in small letters without `@`."""
    return _joined_keys("@", handles)


def _joined_keys(before: str, texts: Any) -> NDArray[np.uint64]:
    ahead, between = (pa.scalar(text, pa.large_string()) for text in (before, ""))
    joined = pc.binary_join_element_wise(ahead, whole_column(texts).cast(pa.large_string()), between)
    return column_keys(whole_column(joined))


def _handles(portraits: Portraits) -> NDArray[np.uint64]:
    handles, own = np.zeros(len(portraits), np.uint64), portraits.keys.get(KeyKind.OWN)
    if own is not None:
        handles[own.owners] = own.values
    return handles


def _accounts(portraits: Portraits, rows: NDArray[Any]) -> NDArray[np.uint64]:
    """Return the key of the account of each of some rows."""
    unique, places = np.unique(rows, return_inverse=True)
    found: NDArray[np.uint64] = account_keys(portraits.accounts.take(pa.array(unique)))[places]
    return found
