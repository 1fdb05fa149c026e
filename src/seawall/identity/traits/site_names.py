"""Under which name does a site or page go that has no handle? The name in its address that somebody registered.

"https://news.lamps-return2.example/" comes down to "lamps-return2": without what stands before it, and without the
suffix ("example", "co.uk", "blogspot.com", as the table of shared hosts knows them), which would be common to many. It
is read as any handle is, so counters and additions fall away. A page of a platform has that platform's address: it is
its own only where nothing follows the host. Left out: who registered the name, and every look-up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import idna

from seawall.identity.portrait import AccountKind
from seawall.signals.url_canonical import canonical_url
from seawall.signals.url_shared_hosts import is_customer_parent, is_shared_host

__all__ = ["domain_stem", "site_handle"]

_ADDRESS: Final = re.compile(r"https://([^/:]+\.[^/:]+)(?::\d+)?(?:/(.*))?", re.DOTALL)
_PLATFORM: Final = re.compile(r"[^:/]*:(?!//)")
_NUMBER: Final = re.compile(r"[\d.]+")


@lru_cache(maxsize=1 << 12)
def domain_stem(written: str, *, bare: bool = False) -> str | None:
    """Return the registered name of an address or host, without its suffix; None where nobody's own is named.

    Args:
        written: an address or a host, with or without scheme.
        bare: only an address of a host alone counts.

    >>> domain_stem("https://www.lamps-return2.example/a"), domain_stem("lamps.blogspot.com"), domain_stem("t.me/lamps")
    ('lamps-return2', 'lamps', None)
    """
    match = _ADDRESS.fullmatch(canonical_url(written) or "")
    if match is None or (bare and match[2]):
        return None
    host = match[1]
    if is_shared_host(host) or _NUMBER.fullmatch(host):
        return None
    labels = host.split(".")
    parents = (place for place in range(1, len(labels)) if is_customer_parent(".".join(labels[place:])))
    return _shown(labels[next(parents, len(labels) - 1) - 1])


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
