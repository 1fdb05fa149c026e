"""What do we know about particular hosts, parameters and endings? The table `data/url_rules.toml`, read once.

Left out: any judgement on a host. The table only says which spellings mean the same address.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["UrlRules", "url_rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRules:
    """The table, in the forms that look-ups want."""

    tracking_names: frozenset[str]
    tracking_prefixes: tuple[str, ...]
    tracking_on: dict[str, frozenset[str]]
    fragment_hosts: frozenset[str]
    host_alias: dict[str, str]
    telegram_functions: frozenset[str]
    plain_endings: frozenset[str]
    path_endings: frozenset[str]

    def is_tracking(self, host: str, name: str) -> bool:
        """Say whether the query parameter `name` (lower case) only tracks visitors on `host`."""
        return (
            name in self.tracking_names
            or name.startswith(self.tracking_prefixes)
            or name in self.tracking_on.get(host, ())
        )


@cache
def url_rules() -> UrlRules:
    """Return the shipped table."""
    table = tomllib.loads(files("seawall.signals").joinpath("data/url_rules.toml").read_text("utf-8"))
    tracking = table["tracking"]
    return UrlRules(
        tracking_names=frozenset(name for name in tracking if not name.endswith("*")),
        tracking_prefixes=tuple(name[:-1] for name in tracking if name.endswith("*")),
        tracking_on={host: frozenset(names) for host, names in table["tracking_on"].items()},
        fragment_hosts=frozenset(table["fragment_hosts"]),
        host_alias=table["host_alias"],
        telegram_functions=frozenset(table["telegram"]["functions"]),
        plain_endings=frozenset(table["endings"]["plain"]),
        path_endings=frozenset(table["endings"]["with_path"]),
    )
