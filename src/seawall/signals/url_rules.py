"""What do we know about parameters, hosts and endings in general? The table `data/url_rules.toml`, read once.

Left out: any judgement on a host. The table only says which spellings mean the same address.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["UrlRules", "url_rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRules:
    """The table, in the forms that look-ups want."""

    tracking_names: frozenset[str]
    tracking_pairs: frozenset[str]
    tracking_prefixes: tuple[str, ...]
    tracking_on: dict[str, frozenset[str]]
    fragment_hosts: frozenset[str]
    host_alias: dict[str, str]
    host_patterns: tuple[tuple[re.Pattern[str], str], ...]
    mobile_prefixes: tuple[str, ...]
    spelled_out: tuple[str, ...]
    telegram_functions: frozenset[str]
    plain_endings: frozenset[str]
    path_endings: frozenset[str]

    def is_tracking(self, host: str, name: str, value: str) -> bool:
        """Say whether the query parameter `name` (lower case) only tracks visitors, or asks for a small screen."""
        return (
            name in self.tracking_names
            or name.startswith(self.tracking_prefixes)
            or self._is_listed(self.tracking_on.get(host), name, value)
            or self._is_listed(self.tracking_on.get(host.partition(".")[2]), name, value)
            or f"{name}={value}" in self.tracking_pairs
        )

    @staticmethod
    def _is_listed(names: frozenset[str] | None, name: str, value: str) -> bool:
        return names is not None and (name in names or f"{name}={value}" in names)


@cache
def url_rules() -> UrlRules:
    """Return the shipped table."""
    table = tomllib.loads(files("seawall.signals").joinpath("data/url_rules.toml").read_text("utf-8"))
    tracking = table["tracking"]
    return UrlRules(
        tracking_names=frozenset(name for name in tracking if not name.endswith("*") and "=" not in name),
        tracking_pairs=frozenset(name for name in tracking if "=" in name),
        tracking_prefixes=tuple(name[:-1] for name in tracking if name.endswith("*")),
        tracking_on={host: frozenset(names) for host, names in table["tracking_on"].items()},
        fragment_hosts=frozenset(table["fragment_hosts"]),
        host_alias=table["host_alias"],
        host_patterns=tuple((re.compile(pattern), host) for pattern, host in table["host_patterns"].items()),
        mobile_prefixes=tuple(table["mobile_prefixes"]),
        spelled_out=tuple(table["spelled_out"]),
        telegram_functions=frozenset(table["telegram"]["functions"]),
        plain_endings=frozenset(table["endings"]["plain"]),
        path_endings=frozenset(table["endings"]["with_path"]),
    )
