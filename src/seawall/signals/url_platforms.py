"""How does this platform spell the address, and which channel does it belong to? The table `data/url_platforms.toml`.

Front ends, short hosts and old forms become one spelling; `youtu.be/ID` is `youtube.com/watch?v=ID`. Left out:
Telegram's own rules (`url_telegram.py`), any judgement on a platform.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote

from seawall.signals.url_lookalikes import latin_reading
from seawall.signals.url_rules import url_rules

__all__ = ["Platform", "channel_address", "platform_form", "platform_host", "platform_of", "with_latin_names"]

_Rules = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What the table says of one host."""

    host: str
    rewrite: _Rules = ()
    channel: _Rules = ()
    lower: re.Pattern[str] | None = None
    ascii_names: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    platforms: dict[str, Platform]
    aliases: dict[str, str]
    alias_patterns: _Rules


def platform_of(host: str) -> Platform | None:
    """Return what is known of a canonical host."""
    return _table().platforms.get(host)


@lru_cache(maxsize=1 << 16)
def platform_host(host: str) -> str:
    """Return the host that all names of this host compare as.

    >>> platform_host("x.com"), platform_host("en.m.wikipedia.org"), platform_host("lamps.example")
    ('twitter.com', 'en.wikipedia.org', 'lamps.example')
    """
    known = _table().aliases.get(host)
    if known is not None:
        return known
    for pattern, replacement in _table().alias_patterns:
        match = pattern.fullmatch(host)
        if match is not None:
            return match.expand(replacement)
    return host


def platform_form(written_host: str, host: str, rest: str) -> tuple[str, str]:
    """Return host and rest (path, query, fragment) as the platform `host` spells them; others are left as they are."""
    platform = platform_of(host)
    if platform is None:
        return host, rest
    for pattern, replacement in platform.rewrite:
        match = pattern.match(written_host + rest)
        if match is not None:
            rest = match.expand(replacement)
            break
    if rest.startswith("//"):
        host, _, path = rest[2:].partition("/")
        return host, "/" + path.rstrip("/")
    lower = platform.lower.match(rest) if platform.lower else None
    if lower is not None:
        rest = lower[0].lower() + rest[lower.end() :]
    return host, rest


def channel_address(canonical: str) -> str | None:
    """Return the address of the channel, page, group or account that a canonical address belongs to; None for none.

    >>> channel_address("https://t.me/lamp_room/12")
    'https://t.me/lamp_room'
    """
    scheme, _, rest = canonical.partition("://")
    host, slash, path = rest.partition("/")
    platform = platform_of(host)
    if platform is None:
        return None
    for pattern, replacement in platform.channel:
        match = pattern.match(slash + path)
        if match is not None and not match[0].endswith(":"):  # "/https://…" is an address in a path, no name
            return f"{scheme}://{host}{match.expand(replacement)}"
    return None


def with_latin_names(platform: Platform | None, path: str) -> str:
    """Return a path whose look-alike letters are the Latin ones, where names on the platform are ASCII."""
    if platform is None or not platform.ascii_names or (path.isascii() and "%" not in path):
        return path
    plain = unquote(path)
    if plain.isascii():
        return path
    latin = latin_reading(plain)
    return quote(latin, safe="/@+") if latin.isascii() else path


@cache
def _table() -> _Table:
    written: dict[str, dict[str, Any]] = tomllib.loads(
        files("seawall.signals").joinpath("data/url_platforms.toml").read_text("utf-8")
    )
    aliases = dict(url_rules().host_alias)
    patterns = list(url_rules().host_patterns)
    for host, rules in written.items():
        aliases |= dict.fromkeys(rules.get("aliases", ()), host)
        if "alias_pattern" in rules:
            patterns.append((re.compile(rules["alias_pattern"]), host))
    return _Table(
        platforms={host: _platform(host, rules) for host, rules in written.items()},
        aliases=aliases,
        alias_patterns=tuple(patterns),
    )


def _platform(host: str, rules: dict[str, Any]) -> Platform:
    return Platform(
        host=host,
        rewrite=_compiled(rules.get("rewrite", ())),
        channel=_compiled(rules.get("channel", ())),
        lower=re.compile(rules["lower"], re.ASCII) if "lower" in rules else None,
        ascii_names=rules.get("ascii_names", False),
    )


def _compiled(pairs: list[list[str]]) -> _Rules:
    return tuple((re.compile(pattern, re.ASCII), replacement) for pattern, replacement in pairs)
