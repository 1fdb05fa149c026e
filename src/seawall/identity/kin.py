"""Which accounts of the bank are kin of a closed one? Those that agree with it by name and by a contact as well.

An actor who was closed three hundred times fills the bank with one name and one invite. Counted account by account,
both look common there, and the next return would be taken for a namesake; so whoever counts holders of a thing counts
kin apart (`population.strangers`). Kin of an account bear its name or the stem of its handle, and name a contact
point or link of its, too. A pure function of who is present. Traps: followers who take a name and its link; so one of
64 kin is counted all the same, and a link still needs what any link needs. Left out: kin of kin.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.key_index import KeyIndex
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["NO_KIN", "find_kin"]

Ordinals = NDArray[np.uint32]
NO_KIN: Final[Ordinals] = np.zeros(0, dtype=np.uint32)

_NAMES: Final = (KeyKind.HANDLE, KeyKind.NAME)
_CONTACTS: Final = (KeyKind.CONTACT_POINT, KeyKind.OWN_LINK)
_MOST_HOLDERS: Final = 10_000  # what more hold ties nobody to anybody
_MOST_KEYS: Final = 32  # of a kind


def find_kin(closed: Portrait, keys: KeyIndex) -> Ordinals:
    """Return the ordinals of the kin of an account, ascending, its own among them where it has any."""
    beside = _holders(closed, keys, _CONTACTS)  # asked first: few share any
    if not len(beside):
        return NO_KIN
    kin: Ordinals = np.intersect1d(_holders(closed, keys, _NAMES), beside, assume_unique=True)
    return kin


def _holders(closed: Portrait, keys: KeyIndex, kinds: Iterable[KeyKind]) -> Ordinals:
    """Return who holds any of an account's keys of some kinds, ascending, each once."""
    found = [
        held
        for kind in kinds
        for key in closed.of_kind(kind)[:_MOST_KEYS].tolist()
        if 1 < len(held := keys.holding(kind, key)) <= _MOST_HOLDERS
    ]
    return np.unique(np.concatenate(found)) if found else NO_KIN
