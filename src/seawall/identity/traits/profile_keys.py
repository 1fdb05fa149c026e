"""What does a profile link to and name? The keys of bios (or descriptions) and profile addresses.

The same finders as for posts (`named_in_posts.py`): addresses of a bio are the account's own links, its wallets,
e-mail addresses, telephone numbers and invites contact points; "old account @x was closed" names a former account.
Left out: the wording of the bio (`bio.py`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seawall.identity.portrait import KeyKind
from seawall.identity.traits.key_gathering import KeyGathering, PostKeys
from seawall.identity.traits.named_in_posts import gather_named, scan_texts
from seawall.signals.normal_form import normalise_octets

__all__ = ["gather_profiles", "profile_keys"]


def profile_keys(bios: Any, addresses: Any = None, owners: NDArray[Any] | None = None) -> PostKeys:
    """Return OWN_LINK, CONTACT_POINT, CONTACT, HASHTAG, ANNOUNCED and FORMER keys of profiles.

    Args:
        bios: Arrow string column, one a profile; null is a profile without.
        addresses: Arrow string column of the profiles' own addresses, or None.
        owners: the account of each profile; the row's number without it.
    """
    gathering = KeyGathering()
    gather_profiles(gathering, bios, addresses, owners)
    return gathering.finish()


def gather_profiles(
    gathering: KeyGathering, bios: Any, addresses: Any = None, owners: NDArray[Any] | None = None
) -> None:
    """Gather the keys of profiles; see `profile_keys`."""
    whose = np.arange(len(bios), dtype=np.int32) if owners is None else np.ascontiguousarray(owners, dtype=np.int32)
    written = [one for one in (bios, addresses) if one is not None and one.null_count < len(one)]
    if written:
        scanned = scan_texts(*written)
        whose = whose if len(written) == 1 else np.concatenate((whose, whose))
        normal = normalise_octets(scanned.cleaned, scanned.offsets)
        gather_named(scanned, normal, whose, gathering, shared=KeyKind.OWN_LINK)
