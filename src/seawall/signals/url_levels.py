"""Which values does one address carry? Itself, its channel, the paths above it, its host: whatever a bank may name.

A bank names an address, or one of these levels, in canonical spelling:

    https://lamps.example/rooms/*   a path and everything below it
    https://lamps.example/*         a host, also written host:lamps.example
    https://*.lamps.example/*       a host and every host below it
    https://t.me/lamp_room          a channel, page or group of a platform: whatever is linked of it

A text's address carries each of its levels, so equality answers. An address inside another ("…?next=https://…") is
carried besides, and so is the Latin reading of a host written with look-alike letters: the text names it, whatever
else it names. No bank may name a host that many people share as a whole (`url_shared_hosts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from seawall.signals.errors import SignalValueError
from seawall.signals.url_canonical import canonical_url
from seawall.signals.url_lookalikes import latin_host
from seawall.signals.url_platforms import channel_address, platform_of
from seawall.signals.url_shared_hosts import is_shared_host
from seawall.signals.url_wrappers import address_in_path, addresses_in_query

__all__ = ["MARKS", "MAX_DEPTH", "HostLevels", "UrlLevel", "host_levels", "parse_url_value", "url_levels"]

MAX_DEPTH: Final = 8
"""Deepest path, in segments, that is a level of its own."""

CHANNEL, PATH, HOST, DOMAIN, INSIDE, LOOKALIKE, EXPANDED = (
    "its channel", "a path above it", "its host", "a host above it", "an address inside it",
    "its look-alike letters read as Latin", "what its short form stands for",
)  # fmt: skip
MARKS: Final = (None, HOST, DOMAIN, PATH)
"""The marks that the compiled loop writes, by their number."""

_SHARED_DEPTH: Final = 3  # on a shared host "/document/d/*" is everybody's, "/document/d/a1/*" one person's
_MAX_INSIDE: Final = 8
_HOST_SCHEME: Final = "host:"
_SCHEME: Final = re.compile(r"[A-Za-z]+://")
_ANY: Final = "*."
_BELOW: Final = "/*"


class UrlLevel(NamedTuple):
    """A value that an address carries; `mark` says which part of the address it is, None the address itself."""

    value: str
    mark: str | None


class HostLevels(NamedTuple):
    """What the host alone says: its levels, and from which number of path segments on a path is a level."""

    levels: tuple[UrlLevel, ...]
    least_depth: int


def url_levels(written: str, expansions: Mapping[str, str] | None = None) -> tuple[UrlLevel, ...]:
    """Return the values that a written address carries, the canonical address first; none where it is not understood.

    `expansions` maps canonical short addresses to what they stand for, where somebody resolved them.

    >>> [level.value for level in url_levels("lamps.example/rooms/7?x=1")][:3]
    ['https://lamps.example/rooms/7?x=1', 'https://lamps.example/*', 'https://*.lamps.example/*']
    """
    canonical = canonical_url(written)
    if canonical is None:
        return ()
    levels: dict[str, str | None] = {}
    for level in _levels_of(canonical):
        levels.setdefault(level.value, level.mark)
    for inner, mark in _besides(canonical, expansions or {}):
        for level in _levels_of(inner):
            levels.setdefault(level.value, mark)
    return tuple(UrlLevel(value, mark) for value, mark in levels.items())


@lru_cache(maxsize=1 << 16)
def host_levels(host: str) -> HostLevels:
    """Return the levels of a canonical host, and the least depth of a path that is a level below it."""
    if is_shared_host(host):
        return HostLevels(levels=(), least_depth=_SHARED_DEPTH)
    bare = host.partition(":")[0]
    labels = bare.split(".")
    above = [".".join(labels[place:]) for place in range(len(labels) - 1)]
    domains = [
        UrlLevel(f"https://*.{one}/*", DOMAIN) for one in above if not one[-1].isdigit() and not is_shared_host(one)
    ]
    return HostLevels(levels=(UrlLevel(f"https://{host}/*", HOST), *domains), least_depth=1)


def parse_url_value(value: str) -> str:
    """Return the canonical form of a bank value: an address, or a level of one.

    Raises:
        SignalValueError: it is no address, or names a host that many people share.

    >>> parse_url_value("host:WWW.lamps.example"), parse_url_value("telegram.me/Lamp_Room/*")
    ('https://lamps.example/*', 'https://t.me/lamp_room')
    """
    written = value.strip()
    if written.lower().startswith(_HOST_SCHEME):
        written = written[len(_HOST_SCHEME) :].strip().rstrip("/") + _BELOW
    rest = written.partition("://")[2] if _SCHEME.match(written) else written
    if rest.startswith(_ANY):
        return _domain(value, rest.removeprefix(_ANY))
    if written.endswith(_BELOW):
        return _below(value, written.removesuffix(_BELOW))
    canonical = canonical_url(written)
    if canonical is None:
        raise _refused(f"this is not a web address that we understand: {value[:80]!r}", value)
    return canonical


def _levels_of(canonical: str) -> Iterator[UrlLevel]:
    yield UrlLevel(canonical, None)
    scheme, _, rest = canonical.partition("://")
    if scheme != "https":
        return
    channel = channel_address(canonical)
    if channel is not None and channel != canonical:
        yield UrlLevel(channel, CHANNEL)
    host, _, path = rest.partition("/")
    yield from host_levels(host).levels
    segments = path.partition("?")[0].partition("#")[0].split("/") if path else []
    for depth in range(1, min(len(segments), MAX_DEPTH) + 1):
        above = "/".join(segments[:depth])
        if segments[depth - 1] and segments[depth - 1][-1] != ":" and not _is_too_wide(host, above):
            yield UrlLevel(f"https://{host}/{above}{_BELOW}", PATH)


def _besides(canonical: str, expansions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield other addresses that this one carries, with how."""
    rest = canonical.partition("://")[2]
    host = rest.partition("/")[0]
    latin = latin_host(host.partition(":")[0])
    if latin is not None:
        reading = canonical_url(canonical.replace(host, latin, 1))
        if reading is not None:
            yield reading, LOOKALIKE
    before_query, _, query = rest.partition("?")
    inner = address_in_path(before_query)
    written = [*([f"{inner}?{query}" if query else inner] if inner else []), *addresses_in_query(query)]
    for one in written[:_MAX_INSIDE]:
        carried = canonical_url(one)
        if carried is not None and carried != canonical:
            yield carried, INSIDE
    expanded = canonical_url(expansions[canonical]) if canonical in expansions else None
    if expanded is not None:
        yield expanded, EXPANDED


def _domain(value: str, rest: str) -> str:
    root = canonical_url("https://" + rest.removesuffix(_BELOW).rstrip("/")) or ""
    scheme, _, host = root.partition("://")
    if scheme != "https" or not host.endswith("/") or host.count("/") > 1:
        raise _refused(f"this names no host that we understand: {value[:80]!r}", value)
    if is_shared_host(host[:-1]):
        raise _refused(f"many people share {host[:-1]} and the hosts below it: {value[:80]!r}", value)
    return f"https://*.{host[:-1].partition(':')[0]}{_BELOW}"


def _below(value: str, written: str) -> str:
    root = canonical_url(written)
    if root is None or "?" in root or "#" in root or not root.startswith("https://"):
        raise _refused(f"this names no host or path that we understand: {value[:80]!r}", value)
    if channel_address(root) == root:
        return root
    host, _, path = root.removeprefix("https://").partition("/")
    if _is_too_wide(host, path):
        raise _refused(
            f"many people share {host}: name an address, a channel or a path of one of them on it, not the whole: "
            f"{value[:80]!r}",
            value,
        )
    return f"{root.rstrip('/')}{_BELOW}"


def _is_too_wide(host: str, path: str) -> bool:
    """Say whether a path (without its first slash) and everything below it belong to more than one person."""
    if not is_shared_host(host):
        return False
    platform = platform_of(host)
    if platform is None or not platform.channel:
        return path.count("/") < _SHARED_DEPTH - 1
    address = f"https://{host}/{path}"
    channel = channel_address(address)
    return channel is None or len(address) <= len(channel)


def _refused(reason: str, value: str) -> SignalValueError:
    return SignalValueError(reason, value=value, signal_type="url")
