"""What is an address in a post: something shared, an invite, a telephone number, or an account linked to?

An invite and `wa.me/34600111222` are contact points; a link to an account or channel, or to a post of it, is a contact
in the words of `KeyKind.CONTACT`; everything else is an address shared. All of them in canonical spelling
(`seawall.signals.url`). Left out: the paths and hosts above an address, which many people share.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from seawall.identity.portrait import KeyKind
from seawall.identity.traits.contact_points import as_telephone, is_invite
from seawall.signals.url_platforms import channel_address, platform_of

__all__ = ["account_of_address", "address_meanings", "contact_of", "is_telling_host", "meanings_of"]

_HANDLE_PATH: Final = re.compile(r"https://[^/]+/@?([A-Za-z0-9_][A-Za-z0-9_.-]{1,63})")
_INVITING: Final = frozenset({"join.skype.com", "viber.com", "invite.viber.com", "matrix.to"})  # some of their paths
_KEPT: Final = 1 << 16


@lru_cache(maxsize=_KEPT)
def is_telling_host(host: str) -> bool:
    """Say whether an address on this canonical host may be more than an address that is shared."""
    return platform_of(host) is not None or is_invite(f"https://{host}/x") or host in _INVITING


@lru_cache(maxsize=_KEPT)
def address_meanings(canonical: str) -> tuple[tuple[KeyKind, str], ...]:
    """Return the kinds of key that a canonical address gives, each with the text behind the key.

    >>> [(kind.name, text) for kind, text in address_meanings("https://t.me/lamp_room/12")]
    [('URL', 'https://t.me/lamp_room/12'), ('CONTACT', 'https://t.me/lamp_room')]
    """
    telephone = as_telephone(canonical)
    if telephone is not None:
        return ((KeyKind.CONTACT_POINT, telephone),)
    if is_invite(canonical):
        return ((KeyKind.CONTACT_POINT, canonical),)
    channel = channel_address(canonical)
    if channel is None:
        return ((KeyKind.URL, canonical),)
    if channel == canonical:
        return ((KeyKind.CONTACT, canonical),)
    return (KeyKind.URL, canonical), (KeyKind.CONTACT, channel)


def meanings_of(canonical: str) -> tuple[tuple[KeyKind, str], ...]:
    """Return what `address_meanings` does, sooner for an address whose host tells no more."""
    if is_telling_host(canonical.removeprefix("https://").partition("/")[0]):
        return address_meanings(canonical)
    return ((KeyKind.URL, canonical),)


def contact_of(written: str) -> str | None:
    """Return the text behind the key of a contact, from a handle or a profile's canonical address; None for "".

    >>> contact_of("@Lamp_Room"), contact_of("https://t.me/lamp_room")
    ('@lamp_room', 'https://t.me/lamp_room')
    """
    if written.startswith("https://"):
        return written
    bare = written.strip().lstrip("@＠").strip()
    return f"@{bare.lower()}" if bare else None


def account_of_address(canonical: str) -> str | None:
    """Return `@handle` for the canonical address of an account or channel; None where it is another address.

    >>> account_of_address("https://t.me/lamp_room"), account_of_address("https://lamps.example/room")
    ('@lamp_room', None)
    """
    if channel_address(canonical) != canonical:
        return None
    match = _HANDLE_PATH.fullmatch(canonical)
    return f"@{match[1].lower()}" if match else None
