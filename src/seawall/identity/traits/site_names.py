"""Under which name does a site or page go that has no handle? What stands in its address before the ending.

"https://www.lamps-return2.example/" comes down to "lamps-return2": the ending ("example", "co.uk", "gov.eg") is common
to many. Below a host that is known to give names away ("blogspot.com") the name just below it counts. Below another
("alice.harbourblogs.example") everything before the ending does: nobody knows whether the host is one person's or a
thousand people's, and its last part alone would make one of the thousand. The name is read as any handle is, so
counters and additions fall away. A page of a platform has that platform's address: it is its own only where nothing
follows the host. Left out: who registered the name, and every look-up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import idna

from seawall.identity.portrait import AccountKind
from seawall.signals.url_canonical import canonical_url
from seawall.signals.url_shared_hosts import is_customer_parent, is_ending, is_shared_host

__all__ = ["domain_stem", "site_handle"]

_ADDRESS: Final = re.compile(r"https://([^/:]+\.[^/:]+)(?::\d+)?(?:/(.*))?", re.DOTALL)
_PLATFORM: Final = re.compile(r"[^:/]*:(?!//)")
_NUMBER: Final = re.compile(r"[\d.]+")


@lru_cache(maxsize=1 << 12)
def domain_stem(written: str, *, bare: bool = False) -> str | None:
    """Return the name in an address or host, without its ending; None where nobody's own is named.

    Args:
        written: an address or a host, with or without scheme.
        bare: only an address of a host alone counts.

    >>> domain_stem("https://www.lamps-return2.example/a"), domain_stem("lamps.blogspot.com"), domain_stem("t.me/lamps")
    ('lamps-return2', 'lamps', None)
    >>> domain_stem("alice.harbourblogs.example"), domain_stem("lamps.gov.eg")
    ('alice.harbourblogs', 'lamps')
    """
    match = _ADDRESS.fullmatch(canonical_url(written) or "")
    if match is None or (bare and match[2]):
        return None
    host = match[1]
    if is_shared_host(host) or _NUMBER.fullmatch(host):
        return None
    return ".".join(_shown(label) for label in _own_labels(host.split(".")))


def _own_labels(labels: list[str]) -> list[str]:
    """Return the labels of a host that are somebody's own."""
    for place in range(1, len(labels)):
        parent = ".".join(labels[place:])
        if is_ending(parent):
            return labels[:place]
        if is_customer_parent(parent):
            return labels[place - 1 : place]
    return labels


def site_handle(
    kind: AccountKind, account: str, *, platform: str | None, handle: str | None, url: str | None
) -> str | None:
    """Return what is compared as the handle of an account of this kind, whose name is `platform:id` or the id.

    >>> site_handle(AccountKind.SITE, "lamps.example", platform=None, handle=None, url=None)
    'lamps'
    """
    if kind is AccountKind.SITE:
        if handle is not None:
            return domain_stem(handle) or handle
        named = domain_stem(account) or domain_stem(_PLATFORM.sub("", account, count=1))
        return named or (domain_stem(url) if url else None)
    if kind is AccountKind.PAGE and handle is None:
        named = domain_stem(account, bare=True) if platform is None else None
        return named or (domain_stem(url, bare=True) if url else None)
    return handle


def _shown(label: str) -> str:
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except (idna.IDNAError, UnicodeError):
        return label
