"""The closed accounts that new ones are compared with: portraits, the index of their keys, and their styles.

What is added is compared at once; what is withdrawn is found and counted no more; an account whose closing has expired
is never linked. Portraits that were added later stand behind those the bank was made of. A bank is a population: how
common a thing is, is counted among its accounts. Left out: how a bank lies on disk (`bank_folder.py`).
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.identity.blocking import Scratch
from seawall.identity.errors import IdentityError
from seawall.identity.key_index import BaseKeys, KeyIndex
from seawall.identity.kin import NO_KIN, find_kin
from seawall.identity.portrait import Key, KeyKind, Keys, Portrait
from seawall.identity.portraits import ABSENT, Portraits
from seawall.identity.ragged import Ragged
from seawall.identity.style_rows import nearest_of_parts
from seawall.identity.traits.rhythm import likeness_of_rows
from seawall.identity.traits.style_tail import ASKED, StyleTail
from seawall.identity.traits.word_tail import WordTail
from seawall.index.hamming_table import HASH_OCTETS
from seawall.index.near_hashes import NearHashes

__all__ = ["ClosedBank", "Standing", "index_keys"]


def index_keys(portraits: Portraits) -> dict[KeyKind, BaseKeys]:
    """Return the inverted index of all keys of these portraits."""
    return {kind: BaseKeys.of(rows.values, rows.owners) for kind, rows in portraits.keys.items() if len(rows.values)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The accounts that were present in a bank at one moment; gathering them takes a while and needs no lock."""

    parts: tuple[Portraits, ...]
    present: NDArray[np.bool_]

    def names(self) -> list[str]:
        """Return their names, in the order of their ordinals."""
        if not self.parts:
            return []
        accounts = pa.chunked_array([part.accounts for part in self.parts])
        names: list[str] = accounts.filter(pa.array(self.present)).to_pylist()
        return names

    def gathered(self) -> Portraits | None:
        """Return their portraits, in the order of their ordinals, and no word of others; None where there are none."""
        kept = np.flatnonzero(self.present)
        if not len(kept):
            return None
        joined = Portraits.joined(self.parts)
        if len(kept) == len(joined):
            return joined
        left = joined.take(kept)
        return replace(left, shown=left.shown.only([rows.values for rows in left.keys.values()]))


class _Near(NamedTuple):
    """The nearest styles of a bank at one moment, and what they say of strangers."""

    portrait: Portrait
    asked: tuple[int, int, int]
    ordinals: NDArray[np.int64]
    cosines: NDArray[np.float32]
    tail: StyleTail | None


class ClosedBank:
    """Closed accounts by ordinal."""

    def __init__(self, portraits: Portraits | None = None, *, base: Mapping[KeyKind, BaseKeys] | None = None) -> None:
        """Hold these portraits; `base`, where it was kept, is the index of their keys.

        Raises:
            IdentityError: an account stands in the portraits twice.
        """
        self._parts: list[Portraits] = []
        self._firsts: list[int] = []
        self._ordinals: dict[str, int] = {}
        self._sorted: NDArray[np.int64] | None = None
        self._ranks: NDArray[np.int64] | None = None  # of the base's accounts by name, made when first asked for
        self._local = threading.local()
        self._pictures = NearHashes()
        self._pictures_of = 0  # ordinals whose avatars are in it
        self._styled = ((-1, -1), 0)  # accounts, present ones; how many of these have a style
        count = 0 if portraits is None else len(portraits)
        if portraits is not None and count:
            if base is None:
                base = index_keys(portraits)
            self._parts, self._firsts = [portraits], [0]
            self._sorted = np.asarray(pc.sort_indices(portraits.accounts), dtype=np.int64)
            _refuse_twice(portraits.accounts, self._sorted)
        self.keys = KeyIndex(base, account_count=count)

    def __len__(self) -> int:
        """Count the ordinals given out, withdrawn ones included."""
        return len(self.keys)

    @property
    def portraits(self) -> Portraits | None:
        """Return the portraits of all ordinals, withdrawn ones included; None for an empty bank."""
        return Portraits.joined(self._parts) if self._parts else None

    def account_count(self) -> int:
        """Return how many accounts are present."""
        return self.keys.account_count()

    def holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many present accounts hold the key."""
        return self.keys.holders(kind, key)

    def holders_of(self, kind: KeyKind, keys: Keys) -> list[int]:
        """Return how many present accounts hold each of several keys."""
        return self.keys.holders_of(kind, keys)

    def kin_of(self, closed: Portrait) -> NDArray[np.uint32]:
        """Return the ordinals of the kin of a closed account, itself left out; see `kin.py`."""
        kin = find_kin(closed, self.keys, lambda ordinals: self._texts_of("handle", ordinals))
        own = self.ordinal_of(closed.account) if len(kin) else None
        return kin if own is None else kin[kin != own]

    def holders_among(self, ordinals: NDArray[np.uint32], kind: KeyKind, key: Key) -> int:
        """Return how many of these accounts hold the key."""
        return int(np.isin(self.keys.holding(kind, key), ordinals).sum())

    def portrait(self, ordinal: int) -> Portrait:
        """Return one portrait."""
        part, row = self._place(ordinal)
        return part[row]

    def portraits_beside(self, portrait: Portrait, ordinals: NDArray[np.int64]) -> list[Portrait]:
        """Return the portraits of several accounts that are to be compared with one; see `Portraits.beside`."""
        if len(self._parts) == 1:
            return self._parts[0].beside(portrait, ordinals)
        places = [self._place(ordinal) for ordinal in ordinals.tolist()]
        return [part.beside(portrait, np.array([row]))[0] for part, row in places]

    def ordinal_of(self, account: str) -> int | None:
        """Return the ordinal of an account that is present; None where there is none."""
        found = self._ordinals.get(account)
        if found is None and self._sorted is not None:
            found = _search(self._parts[0].accounts, self._sorted, account)
        return found if found is not None and self.keys.present[found] else None

    def names_of(self, ordinals: NDArray[np.int64]) -> list[str]:
        """Return the names of several accounts."""
        return [name or "" for name in self._texts_of("account", ordinals)]

    def _texts_of(self, column: str, ordinals: NDArray[Any]) -> list[str | None]:
        if len(self._parts) == 1:
            texts: list[str | None] = self._parts[0].texts[column].take(pa.array(ordinals)).to_pylist()
            return texts
        places = [self._place(ordinal) for ordinal in ordinals.tolist()]
        return [part.texts[column][row].as_py() for part, row in places]

    def ranks_of(self, ordinals: NDArray[Any]) -> NDArray[np.int64] | None:
        """Return numbers that order these accounts as their names do; None where one stands outside the base."""
        if self._sorted is None or not len(ordinals) or int(ordinals.max()) >= len(self._sorted):
            return None
        if self._ranks is None:
            ranks = np.empty(len(self._sorted), np.int64)
            ranks[self._sorted] = np.arange(len(ranks))
            self._ranks = ranks
        found: NDArray[np.int64] = self._ranks[ordinals]
        return found

    def expires_at(self, ordinal: int) -> int | None:
        """Return when the closing expires, in seconds since 1970; None: never."""
        part, row = self._place(ordinal)
        found = int(part.numbers["expires_at"][row])
        return None if found == ABSENT else found

    def add(self, portraits: Portraits) -> range:
        """Take in accounts; the next comparison finds them. An account that is present is replaced.

        Returns:
            The ordinals they were given.
        """
        first = len(self.keys)
        for row in range(len(portraits)):
            account = portraits.accounts[row].as_py()
            known = self.ordinal_of(account)
            if known is not None:
                self.keys.withdraw(known)
            self._ordinals[account] = self.keys.add(portraits.keys_of(row))
        if len(portraits):
            self._parts.append(portraits)
            self._firsts.append(first)
            self._join_small_parts()
        return range(first, len(self.keys))

    @property
    def part_count(self) -> int:
        """Return in how many pieces the portraits lie."""
        return len(self._parts)

    def _join_small_parts(self) -> None:
        """Join the last parts while the one before is no larger (Bentley and Saxe, 1980); the base stays as it is."""
        least = int(self._sorted is not None)
        while len(self._parts) > least + 1 and len(self._parts[-2]) <= len(self._parts[-1]):
            self._parts[-2:] = [Portraits.joined(self._parts[-2:])]
            self._firsts.pop()

    def withdraw(self, account: str) -> bool:
        """Take an account out, as a reinstatement asks; say whether it was present."""
        ordinal = self.ordinal_of(account)
        if ordinal is None:
            return False
        self.keys.withdraw(ordinal)
        return True

    def withdraw_expired(self, now: datetime) -> int:
        """Take out every account whose closing has expired; return how many."""
        moment, count = int(now.timestamp()), 0
        for first, part in zip(self._firsts, self._parts, strict=True):
            expires = part.numbers["expires_at"]
            for row in np.flatnonzero((expires != ABSENT) & (expires <= moment)).tolist():
                count += int(self.keys.present[first + row])
                self.keys.withdraw(first + row)
        return count

    def standing(self) -> Standing:
        """Return who is present at this moment: what is added or withdrawn later changes nothing of it."""
        return Standing(parts=tuple(self._parts), present=self.keys.present.copy())

    def compacted(self) -> ClosedBank:
        """Return a bank of the accounts that are present, with nothing beside its base: itself, where it is that."""
        if len(self._parts) <= 1 and self._sorted is not None and bool(self.keys.present.all()):
            return self
        return ClosedBank(self.standing().gathered())

    def scratch(self) -> Scratch:
        """Return this thread's room for the bits of every account."""
        found: Scratch | None = getattr(self._local, "scratch", None)
        if found is None or found.size < len(self):
            found = self._local.scratch = Scratch(max(64, len(self) + len(self) // 4))
        return found

    def nearest_styles(self, portrait: Portrait, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ordinals of the `count` present accounts of nearest style, ascending, with their cosines.

        Those that are as near as the last of them come too, so that no order of arrival decides who does.
        """
        if portrait.style is None:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        near = self._near(portrait, portrait.style, count)
        return near.ordinals, near.cosines

    def style_tail(self, portrait: Portrait, but: NDArray[np.uint32] = NO_KIN) -> StyleTail | None:
        """Return how near strangers, all `but` some, come to a style; None where the bank is too small to tell."""
        if portrait.style is None:
            return None
        near = self._near(portrait, portrait.style, ASKED)
        if not len(but):
            return near.tail
        return StyleTail.of(near.cosines[~np.isin(near.ordinals, but)], self._styled_count() - len(but))

    def word_tail(self, portrait: Portrait, but: NDArray[np.uint32] = NO_KIN) -> WordTail | None:
        """Return how near those of nearest style, all `but` some, come to a choice of words; None for too few."""
        if portrait.style is None:
            return None
        near = self._near(portrait, portrait.style, ASKED).ordinals
        near = near[~np.isin(near, but)] if len(but) else near
        if len(self._parts) == 1:
            return WordTail.of(portrait.words, self._parts[0].words, near)
        held = [part.words.take(rows) for part, _, rows in self._by_part(near)]
        return WordTail.of(portrait.words, Ragged.joined(held), np.arange(len(near))) if held else None

    def _near(self, portrait: Portrait, style: NDArray[np.float32], count: int) -> _Near:
        """Return the nearest styles, those of the last portrait kept: it is asked about again and again."""
        asked = (count, len(self), self.account_count())
        last: _Near | None = getattr(self._local, "near", None)
        if last is None or last.portrait is not portrait or last.asked != asked:
            ordinals, cosines = self._find_nearest(style, count)
            tail = StyleTail.of(cosines, self._styled_count())
            last = self._local.near = _Near(portrait, asked, ordinals, cosines, tail)
        return last

    def _styled_count(self) -> int:
        """Return how many present accounts have a style: who only passes things on is nobody's stranger in it."""
        asked = (len(self), self.account_count())  # whoever comes changes the one, whoever goes the other
        if self._styled[0] != asked:
            count = sum(
                int(np.count_nonzero((part.style.scales > 0) & self.keys.present[first : first + len(part)]))
                for first, part in zip(self._firsts, self._parts, strict=True)
                if part.style is not None
            )
            self._styled = (asked, count)
        return self._styled[1]

    def _find_nearest(self, style: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        found: list[NDArray[np.int64]] = []
        cosines: list[NDArray[np.float32]] = []
        for first, part in zip(self._firsts, self._parts, strict=True):
            if part.style is not None:
                places, near = part.style.nearest(style, self.keys.present[first : first + len(part)], count)
                found.append(places + first)
                cosines.append(near)
        return nearest_of_parts(found, cosines, count)

    def rhythm_likeness(self, hours: NDArray[np.uint16], ordinals: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how alike a week is to those of these accounts, 0 to 1."""
        found = np.zeros(len(ordinals), np.float32)
        for part, here, rows in self._by_part(ordinals):
            found[here] = likeness_of_rows(hours, part.hours, part.hour_posts, rows)
        return found

    def closed_at(self, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return when these accounts were closed, in seconds since 1970; the least of numbers where nobody knows."""
        if len(self._parts) == 1:
            return self._parts[0].numbers["closed_at"][ordinals]
        found = np.full(len(ordinals), ABSENT)
        for part, here, rows in self._by_part(ordinals):
            found[here] = part.numbers["closed_at"][rows]
        return found

    def near_pictures(self, words: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the ordinals of the present accounts with an avatar that looks like this one (PDQ, four words)."""
        for first, part in zip(self._firsts, self._parts, strict=True):
            last = first + len(part)
            if last > self._pictures_of:
                shown = np.flatnonzero(part.pictures["avatar"].any(axis=1))
                shown = shown[shown >= self._pictures_of - first]
                self._pictures.add(_octets(part.pictures["avatar"][shown]), shown + first)
                self._pictures_of = last
        found = np.unique(self._pictures.look_up(_octets(words[None, :])).numbers)
        return found[self.keys.present[found]]

    def style_cosines(self, style: NDArray[np.float32], ordinals: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how near the styles of these accounts are; 0 where one has none."""
        cosines = np.zeros(len(ordinals))
        for part, here, rows in self._by_part(ordinals):
            if part.style is not None:
                cosines[here] = part.style.cosines(style, rows)
        return cosines

    def _by_part(self, ordinals: NDArray[np.int64]) -> Iterator[tuple[Portraits, Any, NDArray[np.int64]]]:
        """Yield the parts in which accounts lie: which of the ordinals lie there, and their rows."""
        if len(self._parts) == 1:
            yield self._parts[0], slice(None), ordinals
            return
        parts = np.searchsorted(np.array(self._firsts), ordinals, side="right") - 1
        for number in sorted(set(parts.tolist())):
            here = parts == number
            yield self._parts[number], here, ordinals[here] - self._firsts[number]

    def _place(self, ordinal: int) -> tuple[Portraits, int]:
        number = bisect_right(self._firsts, ordinal) - 1
        if number < 0 or ordinal >= len(self):
            raise IndexError(f"there is no account {ordinal} among {len(self)}")
        return self._parts[number], ordinal - self._firsts[number]


def _octets(words: NDArray[np.uint64]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(words).view(np.uint8).reshape(len(words), HASH_OCTETS)


def _refuse_twice(accounts: Any, order: NDArray[np.int64]) -> None:
    names = accounts.take(pa.array(order))
    twice = pc.equal(names.slice(1), names.slice(0, len(names) - 1)) if len(names) > 1 else None
    if twice is not None and pc.any(twice).as_py():
        name = names[int(np.flatnonzero(np.asarray(twice))[0])].as_py()
        raise IdentityError(f"{name} stands in the bank twice", account=name)


def _search(accounts: Any, order: Sequence[int] | NDArray[np.int64], account: str) -> int | None:
    """Find a name by halving; `order` sorts the names as Arrow does, by octets."""
    wanted = account.encode()
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        if accounts[int(order[middle])].as_py().encode() < wanted:
            low = middle + 1
        else:
            high = middle
    if low < len(order) and accounts[int(order[low])].as_py() == account:
        return int(order[low])
    return None
