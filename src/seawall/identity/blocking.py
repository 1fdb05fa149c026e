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
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.style import default_space
from seawall.identity.traits.style_rarity import DEPTHS, StyleRarity

if TYPE_CHECKING:
    from seawall.identity.closed_bank import ClosedBank

__all__ = ["LIMIT", "LOOK_UPS", "MOST_HOLDERS", "Candidates", "Scratch", "find_candidates"]

MOST_HOLDERS: Final = 1_000
"""A key that more accounts hold generates no candidate."""

LOOK_UPS: Final = 8_192
"""So many accounts are looked up for one kind of key, at most."""

LIMIT: Final = 25
"""So many candidates are compared in full, at most."""

_STYLE_SEATS: Final = 8
_NAME_SEATS: Final = 5
_STYLE_ASKED: Final = 40
_STYLE_WEIGHED: Final = 500  # candidates, the likeliest by their keys, whose style is weighed too
_STYLE: Final = 1 << 31
_MOST_FOUND: Final = 1 << 16
_STYLE_WEIGHT: Final = 1.0
_SAME_PICTURE: Final = 1 << KeyKind.AVATAR
_PICTURE_WEIGHT, _PICTURE_CAP = 0.8, 14.0


@dataclass(frozen=True, slots=True)
class _Rule:
    """Keys of the new account, the kind in which the bank holds them, how much their bits count and up to how many."""

    kind: KeyKind
    held_as: KeyKind
    weight: float
    cap: float


def _rule(kind: KeyKind, weight: float, cap: float) -> _Rule:
    return _Rule(kind, kind, weight, cap)


_NAME_RULES: Final = (
    _rule(KeyKind.HANDLE, 1.0, 18.0),
    _rule(KeyKind.HANDLE_GRAM, 0.25, 12.0),
    _rule(KeyKind.NAME, 0.7, 12.0),
    _rule(KeyKind.NAME_WORD, 0.4, 8.0),
)
_OTHER_RULES: Final = (
    _rule(KeyKind.BIO_PHRASE, 0.5, 16.0),
    _rule(KeyKind.OWN_LINK, 1.0, 24.0),
    _rule(KeyKind.CONTACT_POINT, 1.0, 24.0),
    _rule(KeyKind.AVATAR, 1.0, 18.0),
    _rule(KeyKind.URL, 0.6, 16.0),
    _rule(KeyKind.MEDIA, 0.6, 16.0),
    _rule(KeyKind.POST, 0.8, 20.0),
    _rule(KeyKind.PHRASE, 0.3, 14.0),
    _rule(KeyKind.CONTACT, 0.5, 14.0),
    _rule(KeyKind.ANNOUNCED, 0.7, 12.0),
    _rule(KeyKind.HASHTAG, 0.2, 5.0),
    _rule(KeyKind.CERTIFICATE, 1.0, 18.0),
    _rule(KeyKind.STRUCTURE, 0.4, 12.0),
    _Rule(KeyKind.OWN_LINK, KeyKind.URL, 0.6, 14.0),
    _Rule(KeyKind.URL, KeyKind.OWN_LINK, 0.6, 14.0),
    _Rule(KeyKind.OWN, KeyKind.ANNOUNCED, 1.0, 18.0),  # the closed account announced this one
    _Rule(KeyKind.FORMER, KeyKind.OWN, 1.0, 18.0),  # this one says that it was the closed one
    _Rule(KeyKind.CONTACT, KeyKind.OWN, 0.5, 8.0),
    _Rule(KeyKind.ANNOUNCER, KeyKind.CONTACT, 0.5, 8.0),  # who announced this one belonged to the closed one's circle
)
_RULES: Final = (*_NAME_RULES, *_OTHER_RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Ordinals of the bank, the likeliest first, with what brought them: bits, and kinds of keys as a bit each."""

    ordinals: NDArray[np.int64]
    bits: NDArray[np.float32]
    reasons: NDArray[np.uint32]

    def reasons_of(self, place: int) -> tuple[str, ...]:
        """Return what brought a candidate: names of kinds of keys, `style` for a near style."""
        found = int(self.reasons[place])
        kinds = tuple(kind.name.lower() for kind in KeyKind if found & (1 << kind))
        return (*kinds, "style") if found & _STYLE else kinds


class Scratch:
    """Room for the bits of every account of a bank, cleared after each use; one a thread."""

    def __init__(self, size: int) -> None:
        """Make room for so many accounts."""
        self.scores = np.zeros(size, np.float32)
        self.of_kind = np.zeros(size, np.float32)
        self.reasons = np.zeros(size, np.uint32)
        self.found = np.empty(min(size, _MOST_FOUND) + 1, np.uint32)
        self.touched = np.empty(min(size, len(_RULES) * LOOK_UPS) + 1, np.uint32)


def find_candidates(portrait: Portrait, bank: ClosedBank, limit: int = LIMIT) -> Candidates:
    """Return at most `limit` accounts of the bank that are worth comparing with the portrait, the likeliest first.

    Accounts that fit equally well stand in the order of their names.
    """
    scratch = bank.scratch()
    count = _gather(portrait, bank, scratch, _NAME_RULES, 0)
    by_name = scratch.found[:count].astype(np.int64)
    name_bits = scratch.scores[by_name]
    count = _gather(portrait, bank, scratch, _OTHER_RULES, count)
    gathered = scratch.found[:count].astype(np.int64)
    near, cosines = bank.nearest_styles(portrait, _STYLE_ASKED)
    alike = _alike(portrait, bank)
    found = np.unique(np.concatenate((gathered, near, alike)))
    bits, reasons = scratch.scores[found], scratch.reasons[found]
    scratch.scores[gathered] = 0.0
    scratch.reasons[gathered] = 0
    reasons[np.searchsorted(found, near)] |= np.uint32(_STYLE)
    _add_pictures(bank, found, alike, bits, reasons)
    bits = _with_style(portrait, bank, found, near, bits)
    seats = [
        *_first(bank, found, bits, limit - _NAME_SEATS - _STYLE_SEATS),
        *_first(bank, by_name, name_bits, _NAME_SEATS),
        *_first(bank, near, cosines, _STYLE_SEATS),
        *_first(bank, found, bits, limit),
    ]
    seated = np.searchsorted(found, np.array(list(dict.fromkeys(seats))[:limit], dtype=np.int64))
    seated = seated[_order(bank, found[seated], bits[seated])]
    return Candidates(ordinals=found[seated], bits=bits[seated], reasons=reasons[seated])


def _gather(portrait: Portrait, bank: ClosedBank, scratch: Scratch, rules: Sequence[_Rule], found: int) -> int:
    """Add the bits of shared keys to the scratch; return how many accounts were found by now."""
    from seawall.identity.blocking_kernel import meet_keys, settle_kind  # compiles: only when needed

    accounts_bits = float(np.log2(bank.keys.account_count() + 1))
    present = bank.keys.present
    for rule in rules:
        held = portrait.of_kind(rule.kind)
        if not len(held):
            continue
        begins, ends, ordinals = bank.keys.spans(rule.held_as, held)
        touched = meet_keys(
            begins, ends, ordinals, present, MOST_HOLDERS, LOOK_UPS, accounts_bits, scratch.of_kind, scratch.touched
        )
        found = settle_kind(
            scratch.touched, touched, scratch.of_kind, rule.weight, rule.cap, 1 << rule.kind,
            scratch.scores, scratch.reasons, scratch.found, found,
        )  # fmt: skip
    return found


def _alike(portrait: Portrait, bank: ClosedBank) -> NDArray[np.int64]:
    """Return the accounts whose avatar looks like the portrait's; none where too many have it."""
    if portrait.avatar_bits is None:
        return np.zeros(0, np.int64)
    found = bank.near_pictures(portrait.avatar_bits)
    return found if len(found) <= MOST_HOLDERS else found[:0]


def _add_pictures(
    bank: ClosedBank, found: NDArray[np.int64], alike: NDArray[np.int64], bits: Any, reasons: Any
) -> None:
    """Add the bits of avatars that look alike to those that have not the very picture, which counted already."""
    places = np.searchsorted(found, alike)
    places = places[(reasons[places] & np.uint32(_SAME_PICTURE)) == 0]
    rarity = np.log2((bank.keys.account_count() + 1) / (len(alike) + 1))
    bits[places] += np.float32(min(_PICTURE_WEIGHT * rarity, _PICTURE_CAP))
    reasons[places] |= np.uint32(_SAME_PICTURE)


def _with_style(
    portrait: Portrait, bank: ClosedBank, found: NDArray[np.int64], near: NDArray[np.int64], bits: Any
) -> Any:
    """Return the bits with those of style, for the nearest by style and those that are likely by their keys."""
    if portrait.style is None or not len(found):
        return bits
    weighed = np.ones(len(found), dtype=bool)
    if len(found) > _STYLE_WEIGHED:
        weighed = bits >= np.partition(bits, -_STYLE_WEIGHED)[-_STYLE_WEIGHED]
        weighed[np.searchsorted(found, near)] = True
    cosines = bank.style_cosines(portrait.style, found[weighed])
    rarity = portrait.style_rarity or default_space().rarity
    bits = bits.copy()
    bits[weighed] += (_STYLE_WEIGHT * _style_bits(rarity, cosines, portrait.post_count)).astype(np.float32)
    return bits


def _style_bits(rarity: StyleRarity, cosines: NDArray[np.float64], post_count: int) -> NDArray[np.float64]:
    """Return what `StyleRarity.bits` says of each cosine."""
    row = rarity.cosines[min(len(DEPTHS) - 1, sum(post_count >= depth for depth in DEPTHS[1:]))]
    return np.asarray(np.interp(cosines, row, np.arange(len(row)) / 2, left=0.0))


def _first(bank: ClosedBank, ordinals: NDArray[np.int64], bits: Any, count: int) -> list[int]:
    """Return the `count` ordinals of most bits."""
    if len(ordinals) > count > 0:
        line = np.partition(bits, -count)[-count]
        likely = np.flatnonzero(bits >= line)
        ordinals, bits = ordinals[likely], bits[likely]
    return [int(one) for one in ordinals[_order(bank, ordinals, bits)[: max(0, count)]]]


def _order(bank: ClosedBank, ordinals: NDArray[np.int64], bits: Any) -> NDArray[np.int64]:
    """Return the places by falling bits; equal ones by the accounts' names."""
    order = np.argsort(-bits, kind="stable")
    told = bits[order]
    if not (told[1:] == told[:-1]).any():
        return order
    names = bank.names_of(ordinals)
    return np.array(sorted(range(len(ordinals)), key=lambda at: (-bits[at], names[at])), dtype=np.int64)
