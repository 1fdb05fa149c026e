"""Which accounts of the bank are kin of a closed one? Those that agree with it by handle and by a contact as well.

An actor who was closed three hundred times fills the bank with one handle and one invite. Counted account by account,
both look common there, and the next return would be taken for a namesake; so whoever counts holders of a thing counts
kin apart (`population.strangers`). Kin of an account have handles with the stem of its own, and name a contact point or
link of its, too. A name in common is not enough: a movement's followers take its name and its public link. A pure
function of who is present. Traps: followers who take the handle's stem as well; so one of 64 kin is counted all the
same. Left out: kin of kin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.key_index import KeyIndex
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.handle import handle_forms
from seawall.identity.traits.key_hash import key_of

__all__ = ["NO_KIN", "find_kin"]

Ordinals = NDArray[np.uint32]
NO_KIN: Final[Ordinals] = np.zeros(0, dtype=np.uint32)

_MOST_HOLDERS: Final = 10_000  # what more hold ties nobody to anybody
_MOST_KEYS: Final = 32  # of a kind


def find_kin(closed: Portrait, keys: KeyIndex, handles: Callable[[Ordinals], list[str | None]]) -> Ordinals:
    """Return the ordinals of the kin of an account, ascending, its own among them where it has any.

    Args:
        closed: the account.
        keys: of the bank.
        handles: what the accounts of these ordinals are called.
    """
    stem = handle_forms(closed.handle).stem if closed.handle else ""
    named = keys.holding(KeyKind.HANDLE, key_of(stem)) if stem else NO_KIN  # asked first: few share it
    if not 1 < len(named) <= _MOST_HOLDERS:
        return NO_KIN
    same, kin = set(named.tolist()), set[int]()
    for kind in (KeyKind.CONTACT_POINT, KeyKind.OWN_LINK):
        for key in closed.of_kind(kind)[:_MOST_KEYS].tolist():
            if 1 < len(held := keys.holding(kind, key)) <= _MOST_HOLDERS:
                kin |= same.intersection(held.tolist())
    if len(kin) <= 1:  # the account itself
        return NO_KIN
    found: Ordinals = np.array(sorted(kin), np.uint32)
    alike = [handle is not None and handle_forms(handle).stem == stem for handle in handles(found)]
    return np.compress(alike, found)  # display names have keys of the same kind
