"""Which closed accounts are worth comparing with this new one? A few dozen out of a million, without walking them all.

Accounts that share a key which few hold are gathered, kind by kind, each key by its rarity in bits and each kind up to
a cap; keys of more than `MOST_HOLDERS` accounts bring nobody, and a kind looks up at most `LOOK_UPS` accounts, rarest
keys first. Beside them stand the accounts whose style is nearest. The sum of bits orders the candidates; the nearest by
style and by the name keep seats of their own, so that care in one thing does not hide likeness in another.

What is found is a function of what the bank holds, never of the order in which it came. Left out: comparing them
(`linking.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.compare.durations import DAY, HOUR, MONTH, WEEK, opened_at
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.portrait_rows import ABSENT
from seawall.identity.traits.style import default_space
from seawall.identity.traits.style_tail import ASKED

if TYPE_CHECKING:
    from seawall.identity.closed_bank import ClosedBank

__all__ = ["LIMIT", "LOOK_UPS", "MOST_HOLDERS", "Candidates", "Scratch", "find_candidates"]

MOST_HOLDERS: Final = 1_000
"""A key that more accounts hold generates no candidate."""

LOOK_UPS: Final = 8_192
"""So many accounts are looked up for one kind of key, at most."""

LIMIT: Final = 8
"""So many candidates are compared in full, at most."""

_STYLE_SEATS: Final = 2
_NAME_SEATS: Final = 2
_HABITS_WEIGHED: Final = 500  # candidates, the likeliest by all else, whose style and rhythm are weighed too
_HEAPED: Final = 32  # so many are found quicker one by one than by parting
_STYLE: Final = 1 << 31
_MOST_FOUND: Final = 1 << 16
_STYLE_WEIGHT: Final = 1.8
_RHYTHM_BITS: Final = 8.0
_RHYTHM_FROM: Final = 5  # posts
_TIMING_STEPS: Final = np.array([HOUR, DAY, WEEK, MONTH])
_TIMING_BITS: Final = np.array([9.0, 7.5, 4.0, 2.0, 0.0], np.float32)
_SAME_PICTURE: Final = 1 << KeyKind.AVATAR
_PICTURE_WEIGHT, _PICTURE_CAP = 0.5, 9.0


@dataclass(frozen=True, slots=True)
class _Rule:
    """Keys of the new account, the kind in which the bank holds them, how much their bits count and up to how many."""

    kind: KeyKind
    weight: float
    cap: float
    held_as: KeyKind | None = None  # in the kind itself


_NAME_RULES: Final = (
    _Rule(KeyKind.HANDLE, 0.5, 9.0),
    _Rule(KeyKind.HANDLE_GRAM, 0.1, 5.0),
    _Rule(KeyKind.NAME, 0.4, 7.0),
    _Rule(KeyKind.NAME_WORD, 0.25, 5.0),
)
_OTHER_RULES: Final = (
    _Rule(KeyKind.BIO_PHRASE, 0.3, 10.0),
    _Rule(KeyKind.OWN_LINK, 0.9, 22.0),
    _Rule(KeyKind.CONTACT_POINT, 1.0, 24.0),
    _Rule(KeyKind.AVATAR, 0.5, 9.0),
    _Rule(KeyKind.URL, 0.6, 16.0),
    _Rule(KeyKind.MEDIA, 0.5, 14.0),
    _Rule(KeyKind.POST, 0.4, 10.0),
    _Rule(KeyKind.PHRASE, 0.2, 9.0),
    _Rule(KeyKind.CONTACT, 0.8, 22.0),
    _Rule(KeyKind.ANNOUNCED, 0.7, 12.0),
    _Rule(KeyKind.HASHTAG, 0.5, 12.0),
    _Rule(KeyKind.CERTIFICATE, 1.0, 18.0),
    _Rule(KeyKind.STRUCTURE, 0.4, 12.0),
    _Rule(KeyKind.OWN_LINK, 0.6, 14.0, KeyKind.URL),
    _Rule(KeyKind.URL, 0.6, 14.0, KeyKind.OWN_LINK),
    _Rule(KeyKind.OWN, 1.0, 18.0, KeyKind.ANNOUNCED),  # the closed account announced this one
    _Rule(KeyKind.FORMER, 1.0, 18.0, KeyKind.OWN),  # this one says that it was the closed one
    _Rule(KeyKind.CONTACT, 0.5, 8.0, KeyKind.OWN),
    _Rule(KeyKind.ANNOUNCER, 0.5, 8.0, KeyKind.CONTACT),  # who announced this one belonged to the closed one's circle
)
_RULE_COUNT: Final = len(_NAME_RULES) + len(_OTHER_RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Ordinals of the bank, the likeliest first, with what brought them: bits, and kinds of keys as a bit each."""

    ordinals: NDArray[np.int64]
    bits: NDArray[np.float32]
    reasons: NDArray[np.uint32]

    def reasons_of(self, place: int) -> tuple[str, ...]:
        """Return what brought a candidate: names of kinds of keys, `style` for a near style."""
        return _named(int(self.reasons[place]))


@lru_cache(maxsize=1 << 12)
def _named(reasons: int) -> tuple[str, ...]:
    kinds = tuple(kind.name.lower() for kind in KeyKind if reasons & (1 << kind))
    return (*kinds, "style") if reasons & _STYLE else kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The accounts that were found, each once, in no order; `near` and `alike` are places among them."""

    ordinals: NDArray[np.int64]
    bits: NDArray[np.float32]
    reasons: NDArray[np.uint32]
    near: NDArray[np.int64]
    alike: NDArray[np.int64]


class Scratch:
    """Room for the bits of every account of a bank, cleared after each use; one a thread."""

    def __init__(self, size: int) -> None:
        """Make room for so many accounts."""
        self.size = size
        self.cells = np.zeros((size, 4), np.float32)
        self.words = self.cells.view(np.uint32)
        self.found = np.empty(min(size, _MOST_FOUND) + 1, np.uint32)
        self.touched = np.empty(min(size, _RULE_COUNT * LOOK_UPS) + 1, np.uint32)

    def scores_of(self, ordinals: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Return the bits that accounts have so far."""
        from seawall.identity.blocking_kernel import SCORE  # compiles: only when needed

        scores: NDArray[np.float32] = self.cells[ordinals, SCORE]
        return scores

    def lay_out(self, count: int, near: NDArray[np.int64], alike: NDArray[np.int64]) -> _Found:
        """Return the first `count` of those found, and behind them those near or alike that are new; clear the room."""
        from seawall.identity.blocking_kernel import add_others, hand_over, lay_out  # compiles: only when needed

        ordinals = np.empty(count + len(near) + len(alike), np.int64)
        near_places, alike_places = np.empty(len(near), np.int64), np.empty(len(alike), np.int64)
        lay_out(self.found, count, self.words, ordinals)
        count = add_others(near, count, _STYLE, self.words, ordinals, near_places)
        if len(alike):
            count = add_others(alike, count, 0, self.words, ordinals, alike_places)
        ordinals = ordinals[:count]
        bits, reasons = np.empty(count, np.float32), np.empty(count, np.uint32)
        hand_over(ordinals, self.cells, self.words, bits, reasons)
        return _Found(ordinals=ordinals, bits=bits, reasons=reasons, near=near_places, alike=alike_places)


def find_candidates(portrait: Portrait, bank: ClosedBank, limit: int = LIMIT) -> Candidates:
    """Return at most `limit` accounts of the bank that are worth comparing with the portrait, the likeliest first.

    Accounts that fit equally well stand in the order of their names.
    """
    scratch = bank.scratch()
    count = _gather(portrait, bank, scratch, _NAME_RULES, 0)
    by_name = scratch.found[:count].copy()
    name_bits = scratch.scores_of(by_name)
    count = _gather(portrait, bank, scratch, _OTHER_RULES, count)
    near, _ = bank.nearest_styles(portrait, ASKED)
    found = scratch.lay_out(count, near, _alike(portrait, bank))
    _add_pictures(bank, found)
    timing = _of_timing(portrait, bank, found.ordinals)
    found.bits[:] += timing
    near_bits = _add_habits(_Habits(portrait, bank), found) + timing[found.near]
    likeliest = _first(bank, found.ordinals, found.bits, limit)
    seats = [
        *likeliest[: max(0, limit - _NAME_SEATS - _STYLE_SEATS)],
        *_first(bank, by_name, name_bits, _NAME_SEATS),  # they stand foremost among those found
        *found.near[_first(bank, near, near_bits, _STYLE_SEATS)].tolist(),
        *likeliest,
    ]
    seated = np.array(list(dict.fromkeys(seats))[:limit], dtype=np.int64)
    seated = seated[_order(bank, found.ordinals[seated], found.bits[seated])]
    return Candidates(ordinals=found.ordinals[seated], bits=found.bits[seated], reasons=found.reasons[seated])


def _gather(portrait: Portrait, bank: ClosedBank, scratch: Scratch, rules: Sequence[_Rule], count: int) -> int:
    """Add the bits of shared keys to the scratch; return how many accounts were found by now."""
    from seawall.identity.blocking_kernel import gather_held, gather_spans  # compiles: only when needed

    index = bank.keys
    accounts_bits = float(np.log2(index.account_count() + 1))
    present, withdrawn = index.present, len(index) - index.account_count()
    for rule in rules:
        held = portrait.of_kind(rule.kind)
        if not len(held):
            continue
        held_as = rule.kind if rule.held_as is None else rule.held_as
        numbers = present, withdrawn, MOST_HOLDERS, LOOK_UPS, accounts_bits, rule.weight, rule.cap, 1 << rule.kind
        rooms = scratch.cells, scratch.words, scratch.touched, scratch.found
        if index.has_added(held_as):
            count = gather_spans(*index.spans(held_as, held), *numbers, *rooms, count)
        elif (base := index.base.get(held_as)) is not None:
            count = gather_held(base.keys, base.starts, base.ordinals, held, *numbers, *rooms, count)
    return count


def _alike(portrait: Portrait, bank: ClosedBank) -> NDArray[np.int64]:
    """Return the accounts whose avatar looks like the portrait's; none where too many have it."""
    if portrait.avatar_bits is None:
        return np.zeros(0, np.int64)
    found = bank.near_pictures(portrait.avatar_bits)
    return found if len(found) <= MOST_HOLDERS else found[:0]


def _add_pictures(bank: ClosedBank, found: _Found) -> None:
    """Add the bits of avatars that look alike to those that have not the very picture, which counted already."""
    if not len(found.alike):
        return
    places = found.alike[(found.reasons[found.alike] & np.uint32(_SAME_PICTURE)) == 0]
    rarity = np.log2((bank.keys.account_count() + 1) / (len(found.alike) + 1))
    found.bits[places] += np.float32(min(_PICTURE_WEIGHT * rarity, _PICTURE_CAP))
    found.reasons[places] |= np.uint32(_SAME_PICTURE)


def _add_habits(habits: _Habits, found: _Found) -> NDArray[np.float32]:
    """Add the bits of style and rhythm, for the nearest by style and those that are likely by all else.

    Returns those of the nearest alone.
    """
    weighed = _foremost(found.bits, _HABITS_WEIGHED)
    if len(weighed) < len(found.bits):
        is_weighed = np.zeros(len(found.bits), dtype=bool)
        is_weighed[weighed] = is_weighed[found.near] = True
        weighed = np.flatnonzero(is_weighed)
    ordinals = found.ordinals[weighed]
    bits = habits.style_bits(ordinals) + habits.rhythm_bits(ordinals)
    found.bits[weighed] += bits
    return bits[np.searchsorted(weighed, found.near)]


class _Habits:
    """How a new account writes, and when, beside accounts of the bank."""

    def __init__(self, portrait: Portrait, bank: ClosedBank) -> None:
        self._portrait, self._bank = portrait, bank
        self._rarity = portrait.style_rarity or default_space().rarity
        self._tail = bank.style_tail(portrait)

    def style_bits(self, ordinals: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how rare such nearness of styles is, in bits."""
        portrait = self._portrait
        if portrait.style is None or not len(ordinals):
            return np.zeros(len(ordinals), np.float32)
        wide = self._bank.style_cosines(portrait.style, ordinals)
        posts, rarity = portrait.own_post_count, self._rarity
        rare = rarity.bits_of(wide, posts) if self._tail is None else self._tail.bits_of(wide, rarity, posts)
        return np.asarray(_STYLE_WEIGHT * rare, np.float32)

    def rhythm_bits(self, ordinals: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what posting in the same hours of the week says, in bits."""
        portrait = self._portrait
        if portrait.hours is None or portrait.post_count < _RHYTHM_FROM or not len(ordinals):
            return np.zeros(len(ordinals), np.float32)
        return np.float32(_RHYTHM_BITS) * self._bank.rhythm_likeness(portrait.hours, ordinals)


def _of_timing(portrait: Portrait, bank: ClosedBank, found: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the bits of having been closed not long before the new account was opened."""
    opened = opened_at(portrait)
    if opened is None or not len(found):
        return np.zeros(len(found), np.float32)
    from seawall.identity.blocking_kernel import timing_bits  # compiles: only when needed

    bits = np.empty(len(found), np.float32)
    timing_bits(bank.closed_at(found), opened, ABSENT, _TIMING_STEPS, _TIMING_BITS, bits)
    return bits


def _foremost(bits: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the places of the `count` largest, ascending, and of all that equal the last of them."""
    if len(bits) <= count:
        return np.arange(len(bits))
    if count > _HEAPED:
        return np.flatnonzero(bits >= np.partition(bits, -count)[-count])
    from seawall.identity.blocking_kernel import foremost  # compiles: only when needed

    places = np.empty(len(bits), np.int64)
    return places[: foremost(bits, count, places)]


def _first(bank: ClosedBank, ordinals: NDArray[Any], bits: NDArray[np.float32], count: int) -> list[int]:
    """Return the places of the `count` ordinals of most bits."""
    if count < 1:
        return []
    likely = _foremost(bits, count)
    first: list[int] = likely[_order(bank, ordinals[likely], bits[likely])[:count]].tolist()
    return first


def _order(bank: ClosedBank, ordinals: NDArray[Any], bits: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the places by falling bits; equal ones by the accounts' names."""
    told = bits.tolist()
    order = sorted(range(len(told)), key=told.__getitem__, reverse=True)  # few: plain numbers are quicker
    if any(told[one] == told[other] for one, other in pairwise(order)):
        known = bank.ranks_of(ordinals)
        names: list[Any] = bank.names_of(ordinals) if known is None else known.tolist()
        order.sort(key=lambda at: (-told[at], names[at]))
    return np.array(order, dtype=np.int64)
