"""Is this host shared by people who have nothing to do with each other? The table `data/url_shared_hosts.toml`.

A bank entry that named such a host as a whole would meet everybody on it, so it is refused (`url_levels.py`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["is_customer_parent", "is_shared_host", "is_shortener"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    platforms: frozenset[str]
    parents: frozenset[str]
    shorteners: frozenset[str]


def is_customer_parent(host: str) -> bool:
    """Say whether each name just below this host belongs to somebody else: "blogspot.com", "co.uk"."""
    return host in _table().parents


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
        shorteners=frozenset(table["shorteners"]),
    )
