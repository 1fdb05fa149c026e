"""What do two accounts share of one kind of key, and how many hold it? The part that all overlap comparisons need.

Shared keys are weighed rarest first: the rarest counts whole, each further one half of the one before, since things
that travel together (the addresses of one campaign, the members of one chat) are not found independently. So the sum
stays under twice the rarest, and never says more than the bank can: log2 of its size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np

from seawall.identity.compare.quoting import shortened
from seawall.identity.population import Population, kin_holders, strangers
from seawall.identity.portrait import EMPTY_KEYS, Key, KeyKind, Keys, Portrait
from seawall.identity.portrait_rows import KeysOfRow
from seawall.identity.traits.key_hash import key_of

__all__ = [
    "MOST_WEIGHED",
    "Overlap",
    "contact_key",
    "counted",
    "few",
    "holds",
    "kept_key_of",
    "kinds_of",
    "overlap",
    "share_none",
    "shared_keys",
    "shared_kinds",
    "told_of_kin",
]

MOST_WEIGHED: Final = 24
"""So many shared keys are looked up in the population; of more, those with the smallest keys: a fair sample."""

_FEW: Final = 3
_FEW_OF: Final = 50_000
_NAMED: Final = 3

kept_key_of = lru_cache(maxsize=1 << 16)(key_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What two accounts share: keys by rarity, with the strangers that hold each, and how many are shared.

    `holders` and `kin` are told of the rarest: all that hold it, and how many of these are kin of the closed account.
    """

    keys: tuple[Key, ...]
    strangers: tuple[int, ...]
    count: int
    accounts: int
    few: int
    holders: int
    kin: int

    @property
    def rare(self) -> int:
        """Count the weighed keys that few accounts hold."""
        return sum(held <= self.few for held in self.strangers)

    @property
    def bits(self) -> float:
        """Return what they say together, in bits."""
        bits, share = 0.0, 1.0
        for held in self.strangers:
            if held >= self.accounts:
                break
            bits += share * math.log2((self.accounts + 1) / (held + 1))
            share /= 2
        return bits

    def named(self, *shown: Mapping[Key, str]) -> str:
        """Name the rarest of them that can be named: "a, b and 4 more"; "" where none can."""
        names: list[str] = []
        for key in self.keys[:_NAMED]:
            name = next((text for text in (told.get(key) for told in shown) if text is not None), None)
            if name is not None:
                names.append(shortened(name, 90))
        rest = self.count - len(names)
        return f"{', '.join(names)} and {rest:,} more" if names and rest else ", ".join(names)

    def told(self, verbs: tuple[str, str] = ("has", "have")) -> str:
        """Say how many accounts hold the rarest, as a sentence with a space before it; "" where nobody was counted."""
        what = "it" if self.count == 1 else "the rarest of them"
        return counted(self.holders, self.accounts, what, verbs) + told_of_kin(self.kin)


_NOTHING: Final = Overlap(keys=(), strangers=(), count=0, accounts=0, few=0, holders=0, kin=0)


def overlap(new: Keys, closed: Keys, kind: KeyKind, population: Population, *, but: tuple[Key, ...] = ()) -> Overlap:
    """Return what two sets of keys share, `but` for some keys."""
    shared = shared_keys(new, closed)
    if not len(shared):
        return _NOTHING
    keys = [key for key in shared.tolist() if key not in but]
    held = sorted((strangers(population, kind, key), key) for key in keys[:MOST_WEIGHED])
    return Overlap(
        keys=tuple(key for _, key in held),
        strangers=tuple(strange for strange, _ in held),
        count=len(keys),
        accounts=population.account_count(),
        few=few(population),
        holders=population.holders(kind, held[0][1]) if held else 0,
        kin=kin_holders(population, kind, held[0][1]) if held else 0,
    )


def shared_keys(left: Keys, right: Keys) -> Keys:
    """Return the keys that stand in both; both are ascending, each key once."""
    if not len(left) or not len(right):
        return EMPTY_KEYS
    found: Keys = _shared()(left, right)
    return found


@cache
def _shared() -> Callable[[Keys, Keys], Keys]:
    from seawall.identity.compare.overlap_kernel import shared  # compiles: only when needed

    return shared


def kinds_of(*kinds: KeyKind) -> int:
    """Return kinds of keys as one number, a bit each."""
    return sum(1 << kind for kind in kinds)


def share_none(new: Portrait, closed: Portrait, own: int, others: int = 0) -> bool:
    """Say whether two accounts that both have keys of a kind share none of it, nor of other kinds, a bit each.

    A quick way past texts that have nothing in common: taking apart a closed account's text costs more than all keys.
    """
    return bool(_held(new.keys) & _held(closed.keys) & own) and not shared_kinds(new, closed) & (own | others)


def shared_kinds(new: Portrait, closed: Portrait) -> int:
    """Return the kinds of which both have a key in common, a bit each."""
    mine, theirs = new.keys, closed.keys
    known = theirs.shared_with(mine) if isinstance(theirs, KeysOfRow) else None
    if known is None:
        both = _held(mine) & _held(theirs)
        known = sum(1 << kind for kind in KeyKind if both >> kind & 1 and len(shared_keys(mine[kind], theirs[kind])))
        if isinstance(theirs, KeysOfRow):
            theirs.note_shared(mine, known)
    return known


def _held(keys: Mapping[KeyKind, Keys]) -> int:
    """Return the kinds of which an account has a key, a bit each."""
    if isinstance(keys, KeysOfRow):
        return keys.held
    return sum(1 << kind for kind, held in keys.items() if len(held))


def holds(keys: Keys, key: Key | None) -> bool:
    """Say whether a key stands among ascending keys."""
    if key is None or not len(keys):
        return False
    place = int(keys.searchsorted(np.uint64(key)))
    return place < len(keys) and int(keys[place]) == key


def few(population: Population) -> int:
    """Return how many accounts may hold a thing that still counts as rare: 3, or one in 50,000."""
    return max(_FEW, population.account_count() // _FEW_OF)


def counted(holders: int, accounts: int, what: str, verbs: tuple[str, str] = ("has", "have")) -> str:
    """Say how many of the accounts, the closed one among them, hold something; a sentence with a space before it.

    >>> counted(1, 100_000, "it"), counted(40, 100_000, "it"), counted(0, 0, "it")
    (' No other of the 100,000 accounts known has it.', ' 40 of the 100,000 accounts known have it.', '')
    """
    if not accounts:
        return ""
    if holders <= 1:
        return f" No other of the {accounts:,} accounts known {verbs[0]} {what}."
    return f" {holders:,} of the {accounts:,} accounts known {verbs[1]} {what}."


def told_of_kin(kin: int) -> str:
    """Say how many other holders are kin of the closed account; a sentence with a space before it.

    >>> told_of_kin(0), told_of_kin(299)
    ('', ' Of these, 299 can be tied to the closed one by handle and by a contact point or link.')
    """
    if not kin:
        return ""
    return f" Of these, {kin:,} can be tied to the closed one by handle and by a contact point or link."


def contact_key(portrait: Portrait) -> Key | None:
    """Return the key under which others mention an account; None for one without handle."""
    if not portrait.handle:
        return None
    bare = portrait.handle.strip().lstrip("@＠").strip().lower()
    return kept_key_of(f"@{bare}") if bare else None
