"""Which address does this address carry? Redirects, share links, archives and proxies, by `data/url_wrappers.toml`.

Whoever follows one of these gets to see the inner address, so it compares as that. Left out: wrappers that the table
doesn't know (`url_levels.py` gives their inner address besides), shorteners, which carry nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import unquote, unquote_plus

__all__ = ["address_in_path", "addresses_in_query", "carried_address", "is_wrapper"]

_MOST_ENCODINGS: Final = 3
_WITH_SCHEME: Final = re.compile(r"(?:(?:h[tx*]{2}ps?|ftp|tg)\s?:)?[/\\]{2}[^/\\\s]", re.IGNORECASE)
_BARE: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?:].*)?")
_ONE_SLASH: Final = re.compile(r"(https?):/+", re.IGNORECASE)
_INNER: Final = re.compile(r"https?:/+(?=[^/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrapper:
    path: re.Pattern[str] | None
    names: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    by_host: dict[str, tuple[_Wrapper, ...]]
    dashed: dict[str, str]
    families: tuple[tuple[re.Pattern[str], str], ...]


def is_wrapper(host: str) -> bool:
    """Say whether addresses on this canonical host may carry another."""
    return _family(host) in _table().by_host or host.partition(".")[2] in _table().dashed


def carried_address(host: str, path: str, query: str, fragment: str) -> str | None:
    """Return the inner address as written, or None; path, query and fragment are as written, too.

    >>> carried_address("l.facebook.com", "/l.php", "u=https%3A%2F%2Flamps.example%2Fa&h=1", "")
    'https://lamps.example/a'
    """
    label, _, parent = host.partition(".")
    if parent in _table().dashed:
        return _undashed(label, path, query, _table().dashed[parent])
    for wrapper in _table().by_host.get(_family(host), ()):
        match = wrapper.path.fullmatch(path) if wrapper.path is not None else None
        if wrapper.path is not None and match is None:
            continue
        if not wrapper.names:
            behind = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
            inner = _inner(f"{match[1] if match else ''}{behind}", wrapper)
        else:
            values = [value for name, value in _parameters(query) if name in wrapper.names]
            inner = next((found for value in values if (found := _inner(value, wrapper)) is not None), None)
        if inner is not None:
            return inner
    return None


def addresses_in_query(query: str) -> list[str]:
    """Return the values of a query that are addresses with a scheme, whatever the parameter is called."""
    return [value for _, value in _parameters(query) if _INNER.match(value)]


def address_in_path(path: str) -> str | None:
    """Return what follows a path that has an address inside: "/read/https://lamps.example/a"."""
    match = _INNER.search(path, 1)
    return None if match is None else _ONE_SLASH.sub(r"\1://", path[match.start() :], count=1)


def _parameters(query: str) -> list[tuple[str, str]]:
    pairs = [pair.partition("=") for pair in query.replace("&amp;", "&").split("&")]
    return [(name.lower(), _decoded(unquote_plus(value))) for name, _, value in pairs if value]


def _decoded(value: str) -> str:
    for _ in range(_MOST_ENCODINGS):
        if "%" not in value or "://" in value[:12]:
            break
        value = unquote(value)
    return value


def _inner(value: str, wrapper: _Wrapper) -> str | None:
    if wrapper.words is not None:
        match = wrapper.words.fullmatch(value)
        value = match[1] if match else ""
    written = _ONE_SLASH.sub(r"\1://", _decoded(value).strip(), count=1)
    return written if _WITH_SCHEME.match(written) or _BARE.fullmatch(written) else None


def _undashed(label: str, path: str, query: str, own: str) -> str:
    """Undo a host whose dots are written "-" and whose hyphens are written "--"."""
    host = label.replace("--", "\0").replace("-", ".").replace("\0", "-")
    kept = "&".join(pair for pair in query.split("&") if pair and not pair.startswith(own))
    return f"https://{host}{path}" + (f"?{kept}" if kept else "")


def _family(host: str) -> str:
    if host in _table().by_host:
        return host
    return next((head for pattern, head in _table().families if pattern.fullmatch(host)), host)


@cache
def _table() -> _Table:
    written: dict[str, Any] = tomllib.loads(
        files("seawall.signals").joinpath("data/url_wrappers.toml").read_text("utf-8")
    )
    by_host: dict[str, tuple[_Wrapper, ...]] = defaultdict(tuple)
    for kind in ("parameter", "path", "words"):
        for rule in written[kind]:
            wrapper = _Wrapper(
                path=re.compile(rule["path"]) if "path" in rule else None,
                names=frozenset(rule.get("names", ())),
                words=re.compile(rule["pattern"]) if "pattern" in rule else None,
            )
            for host in rule["hosts"]:
                by_host[host] += (wrapper,)
    families = tuple((re.compile(pattern), head) for pattern, head in written["families"].items())
    return _Table(by_host=dict(by_host), dashed=written["dashed"], families=families)
