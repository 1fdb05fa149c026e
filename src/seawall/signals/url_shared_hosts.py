"""Is this host shared by people who have nothing to do with each other? The table `data/url_shared_hosts.toml`.

A bank entry that named such a host as a whole would meet everybody on it, so it is refused (`url_levels.py`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["is_customer_parent", "is_ending", "is_shared_host", "is_shortener"]

_COUNTRY = 2  # letters of a country's ending


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    platforms: frozenset[str]
    parents: frozenset[str]
    suffixes: frozenset[str]
    second_levels: frozenset[str]
    shorteners: frozenset[str]


def is_customer_parent(host: str) -> bool:
    """Say whether each name just below this host belongs to somebody else: "blogspot.com", "co.uk"."""
    return host in _table().parents


def is_ending(parent: str) -> bool:
    """Say whether what stands above a host is no more than an ending: "example", "co.uk", "gov.eg".

    Asked of what stands above a name only: "web.de" is a host of its own, though names below it count as sold.

    >>> is_ending("com"), is_ending("gov.eg"), is_ending("lamps.eg"), is_ending("blogspot.com")
    (True, True, False, False)
    """
    label, dot, country = parent.partition(".")
    return not dot or parent in _table().suffixes or (len(country) == _COUNTRY and label in _table().second_levels)


def is_shortener(host: str) -> bool:
    """Say whether addresses on this host only lead somewhere else."""
    return host in _table().shorteners


@lru_cache(maxsize=1 << 16)
def is_shared_host(host: str) -> bool:
    """Say whether this canonical host may not be named as a whole.

    >>> is_shared_host("t.me"), is_shared_host("blogspot.com"), is_shared_host("lamps.blogspot.com")
    (True, True, False)
    """
    if host in _table().parents or host in _table().shorteners or "." not in host:
        return True
    labels = host.split(".")
    return any(".".join(labels[place:]) in _table().platforms for place in range(len(labels)))


@cache
def _table() -> _Table:
    table = tomllib.loads(files("seawall.signals").joinpath("data/url_shared_hosts.toml").read_text("utf-8"))
    return _Table(
        platforms=frozenset(table["platforms"]),
        parents=frozenset((*table["hosting"], *table["suffixes"])),
        suffixes=frozenset(table["suffixes"]),
        second_levels=frozenset(table["second_levels"]),
        shorteners=frozenset(table["shorteners"]),
    )
