"""Profiles link, name and tell where to reach them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seawall.identity.portrait import KeyKind
from seawall.identity.traits.profile_keys import profile_keys


def test_links_of_bio_and_profile_are_the_accounts_own() -> None:
    found = profile_keys(
        pa.array(["lamps.example/shop, oil@mail.example, old account @lamp1", None, "backup: @lamp3"]),
        pa.array(["https://www.lamps.example/", "t.me/+AbCdEf", "https://t.me/lamp_room"]),
    )

    def shown(kind: KeyKind) -> list[tuple[int, str]]:
        return sorted((int(one), found.shown[int(key)]) for one, key in zip(*found.of_kind(kind), strict=True))

    assert shown(KeyKind.OWN_LINK) == [(0, "https://lamps.example/"), (0, "https://lamps.example/shop")]
    assert shown(KeyKind.CONTACT_POINT) == [(0, "mailto:oil@mail.example"), (1, "https://t.me/+AbCdEf")]
    assert shown(KeyKind.FORMER) == [(0, "@lamp1")]
    assert shown(KeyKind.ANNOUNCED) == [(2, "@lamp3")]
    assert not len(found.of_kind(KeyKind.URL).keys)
    assert not len(found.of_kind(KeyKind.POST).keys)


def test_owners_may_be_given() -> None:
    found = profile_keys(pa.array(["https://lamps.example/"]), owners=np.array([7]))
    assert found.of_kind(KeyKind.OWN_LINK).owners.tolist() == [7]
