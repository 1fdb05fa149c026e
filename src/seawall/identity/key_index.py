"""Which accounts of the bank hold this key? An inverted index of keys by kind, with instant additions and withdrawal.

The base is three arrays a kind: the keys ascending, where each one's accounts start, and the accounts' ordinals. What
is added stands in a small table beside it and is found at once; what is withdrawn is masked, a flag an account. The
index is a `Population`: it counts only accounts that are present. Its arrays can be read by mapping them
(`bank_folder.py`). Left out: what a key stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.portrait import Key, KeyKind, Keys

__all__ = ["BaseKeys", "KeyIndex"]

Ordinals = NDArray[np.uint32]
_NOBODY: Final[Ordinals] = np.zeros(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseKeys:
    """The keys of one kind: account ordinals of key `keys[i]` are `ordinals[starts[i]:starts[i + 1]]`, ascending."""

    keys: Keys
    starts: NDArray[np.int64]
    ordinals: Ordinals

    @classmethod
    def of(cls, keys: Keys, owners: Ordinals) -> BaseKeys:
        """Build from pairs of a key and the account that holds it, in any order, each pair once."""
        order = np.lexsort((owners, keys))
        keys, owners = keys[order], owners[order]
        first = np.ones(len(keys), dtype=bool)
        first[1:] = keys[1:] != keys[:-1]
        starts = np.append(np.flatnonzero(first), len(keys)).astype(np.int64)
        return cls(keys=keys[first], starts=starts, ordinals=owners)

    def holding(self, key: Key) -> Ordinals:
        """Return the ordinals of the accounts that hold the key."""
        place = self.place_of(key)
        return _NOBODY if place is None else self.ordinals[self.starts[place] : self.starts[place + 1]]

    def place_of(self, key: Key) -> int | None:
        """Return where a key stands; None where nobody holds it."""
        place = int(self.keys.searchsorted(np.uint64(key)))
        return place if place < len(self.keys) and int(self.keys[place]) == key else None

    def count_of(self, key: Key) -> int:
        """Return how many accounts hold the key."""
        place = self.place_of(key)
        return 0 if place is None else int(self.starts[place + 1]) - int(self.starts[place])


class KeyIndex:
    """Keys of accounts by kind; an account is an ordinal from 0 on."""

    def __init__(self, base: Mapping[KeyKind, BaseKeys] | None = None, *, account_count: int = 0) -> None:
        """Stand on a base that holds `account_count` accounts; empty without one."""
        self._base = dict(base or {})
        self._added: dict[KeyKind, dict[Key, list[int]]] = {}
        self._present = np.ones(account_count, dtype=bool)
        self._count = account_count
        self._withdrawn = 0

    @property
    def base(self) -> Mapping[KeyKind, BaseKeys]:
        """Return the base by kind, for walking many keys at once; what was added later is in `added_holding`."""
        return self._base

    @property
    def present(self) -> NDArray[np.bool_]:
        """Return, by ordinal, whether an account is present."""
        return self._present[: self._count]

    @property
    def has_additions(self) -> bool:
        """Say whether anything was added beside the base."""
        return bool(self._added)

    def has_added(self, kind: KeyKind) -> bool:
        """Say whether keys of a kind were added beside the base."""
        return kind in self._added

    def __len__(self) -> int:
        """Count the ordinals given out, withdrawn ones included."""
        return self._count

    def add(self, keys: Mapping[KeyKind, Keys]) -> int:
        """Take in one account; return its ordinal. The next look-up finds it."""
        ordinal = self._count
        if ordinal == len(self._present):
            self._present = np.concatenate((self._present, np.ones(max(64, ordinal), dtype=bool)))
        self._count += 1
        for kind, held in keys.items():
            of_kind = self._added.setdefault(kind, {})
            for key in held.tolist():
                of_kind.setdefault(key, []).append(ordinal)
        return ordinal

    def withdraw(self, ordinal: int) -> None:
        """Take an account out; it is found and counted no more. Doing it twice changes nothing."""
        if not 0 <= ordinal < self._count:
            raise IndexError(f"there is no account {ordinal} among {self._count}")
        self._withdrawn += int(self._present[ordinal])
        self._present[ordinal] = False

    def account_count(self) -> int:
        """Return how many accounts are present."""
        return self._count - self._withdrawn

    def holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many present accounts hold the key."""
        if not self._withdrawn:
            added = self._added.get(kind)
            base = self._base.get(kind)
            found = 0 if base is None else base.count_of(key)
            return found + (len(added.get(key, ())) if added else 0)
        return len(self.holding(kind, key))

    def holders_of(self, kind: KeyKind, keys: Keys) -> list[int]:
        """Return how many present accounts hold each of several keys."""
        if self._withdrawn or self.has_added(kind):
            return [self.holders(kind, key) for key in keys.tolist()]
        begins, ends, _ = self.spans(kind, keys)
        counts: list[int] = (ends - begins).tolist()
        return counts

    def holding(self, kind: KeyKind, key: Key) -> Ordinals:
        """Return the ordinals of the present accounts that hold the key, ascending."""
        base = self._base.get(kind)
        found = _NOBODY if base is None else base.holding(key)
        added = self.added_holding(kind, key)
        if added:
            found = np.concatenate((found, np.array(added, dtype=np.uint32)))
        return found[self._present[found]] if self._withdrawn else found

    def spans(self, kind: KeyKind, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64], Ordinals]:
        """Return begins, ends and ordinals: `ordinals[begins[i]:ends[i]]` hold key `i`, withdrawn ones included."""
        base = self._base.get(kind)
        if base is None or not len(base.keys):
            begins = ends = np.zeros(len(keys), dtype=np.int64)
            ordinals = _NOBODY
        else:
            from seawall.identity.blocking_kernel import span_keys  # compiles: only when needed

            begins, ends = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
            span_keys(base.keys, base.starts, keys, begins, ends)
            ordinals = base.ordinals
        if self._added.get(kind) is None:
            return begins, ends, ordinals
        rows = [
            np.concatenate((ordinals[begin:end], np.array(self.added_holding(kind, key), dtype=np.uint32)))
            for begin, end, key in zip(begins.tolist(), ends.tolist(), keys.tolist(), strict=True)
        ]
        edges = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
        return edges[:-1], edges[1:], np.concatenate(rows) if rows else _NOBODY

    def added_holding(self, kind: KeyKind, key: Key) -> list[int]:
        """Return the ordinals that hold the key and were added beside the base, withdrawn ones included."""
        of_kind = self._added.get(kind)
        return of_kind.get(key, []) if of_kind else []
