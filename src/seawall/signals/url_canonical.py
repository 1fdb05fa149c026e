"""Which address does this written URL mean? One canonical spelling for all of its spellings.

Two URLs that lead to the same place in practice get one canonical form: `hxxp` and `[.]` are undone, http counts as
https, a leading `www.` or `m.`, default ports, users and passwords, tracking parameters, fragments and a trailing
slash go; percent-encoding, dot segments, parameter order and host names are normalised; redirects, share links and
archives that carry an address become that address (`url_wrappers.py`); platforms have one spelling
(`url_platforms.py`), every form of a Telegram address becomes `https://t.me/…`. Sources: RFC 3986 section 6, WHATWG
URL Standard. Left out: asking anybody, so shorteners stay as they are; hosts that look alike, which are two hosts.

The canonical form is for comparing. What was written is kept beside it, always.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from seawall.signals.url_host import canonical_authority
from seawall.signals.url_platforms import platform_form, platform_host, platform_of, with_latin_names
from seawall.signals.url_rules import url_rules
from seawall.signals.url_telegram import telegram_address, telegram_link
from seawall.signals.url_wrappers import carried_address, is_wrapper

__all__ = ["MAX_URL_CHARACTERS", "PLAIN_LIMIT", "AddressParts", "address_parts", "canonical_url", "is_plain_host"]

MAX_URL_CHARACTERS: Final = 16_384

_SCHEMES: Final = {
    **dict.fromkeys(("http", "https", "hxxp", "hxxps", "h**p", "h**ps", "hxtp", "hxtps", "htxp", "htxps", ""), "https"),
    "ftp": "ftp",
    "fxp": "ftp",
    "tg": "tg",
    "whatsapp": "whatsapp",
    "sgnl": "sgnl",
}
_INVISIBLE: Final = re.compile("[\x00-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0f\ufeff]")
_SCHEME: Final = re.compile(
    r"([a-zA-Z*]{2,8})\s?[\[(]?[:：]\s?[\])]?[/\\／]{2,}[\])]?|(tg):(?=(?:resolve|join|privatepost)\?)"
)
_OTHER_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")
_AUTHORITY_END: Final = re.compile(r"[/\\?#／？＃]")
_BARE_HOST: Final = re.compile(r"[^.]+(?:\.[^.]+)*\.(?:[a-z]{2,}|xn--[a-z0-9-]+)")
_SPELLED_OUT: Final = re.compile(
    r"\s*(?:[\s\[({]+(?:dot|punto|نقطة)[\s\])}]+|\s[.。．｡]\s?|[.。．｡]\s)\s*", re.IGNORECASE
)
_SPELLED_SLASH: Final = re.compile(r"\s+(?:slash|barra)\s+|\s*/\s*", re.IGNORECASE)
_PLAIN: Final = re.compile(
    r"https?://([a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.[a-z]{2,63})"
    r"((?:/[A-Za-z0-9_~-]+)+)(?<!/amp)/?"
)
_ARTICLE_AMP: Final = re.compile(r"(/[^/]*-[^/]*-[^/]*)/amp$")
_ENCODED: Final = re.compile(r"%([0-9A-Fa-f]{2})|([^A-Za-z0-9\-._~!$&'()*+,;=:@/?])")
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_STAR: Final = "%2A"
"""How an asterisk is spelled where it stands alone: in a bank, `/*` means everything below."""
PLAIN_LIMIT: Final = 200
"""Longest URL, in characters, that may take the short way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressParts:
    """A URL taken apart: its host, as written and as its platform, and its path are canonical, the rest as written."""

    scheme: str
    written_host: str
    host: str
    path: str
    query: str
    fragment: str


def canonical_url(written: str) -> str | None:
    """Return the canonical form of a written URL, or None where it is not a URL that we understand.

    >>> canonical_url("hxxp://WWW.Lamps[.]example:80/a/../Harbour/?utm_source=x&b=2&a=1#top")
    'https://lamps.example/Harbour?a=1&b=2'
    >>> canonical_url("telegram.me/s/Lamp_Room") == canonical_url("tg://resolve?domain=lamp_room")
    True
    >>> canonical_url("https://web.archive.org/web/2024/http://lamps.example/a")
    'https://lamps.example/a'
    >>> canonical_url("not a url") is None
    True
    """
    if len(written) <= PLAIN_LIMIT and (plain := _plain_form(written)) is not None:
        return plain
    taken = address_parts(written)
    if taken is None:
        return None
    spelled = taken if isinstance(taken, str) else _spelled(taken)
    return spelled[:-1] + _STAR if spelled.endswith("/*") else spelled


def address_parts(written: str) -> AddressParts | str | None:
    """Return the parts of the innermost address that a written URL carries; a link of an app is canonical at once.

    Each inner address is shorter than what carries it, so loops end.
    """
    if len(written) > MAX_URL_CHARACTERS:
        return None
    text = written
    taken: AddressParts | str | None = None
    while True:
        inner = _taken_apart(text)
        if inner is None or isinstance(inner, str):
            return inner if taken is None or inner is not None else taken
        taken = inner
        carried = (
            carried_address(inner.host, inner.path, inner.query, inner.fragment) if is_wrapper(inner.host) else None
        )
        if carried is None or len(carried) >= len(text):
            return taken
        text = carried


@lru_cache(maxsize=1 << 16)
def is_plain_host(host: str) -> bool:
    """Say whether addresses of letters, digits, `/`, `_`, `~` and `-` on this host are canonical as they stand.

    Apart from a trailing slash and from an AMP copy of an article, `…/amp`.
    """
    return (
        canonical_authority(host, "https") == host
        and platform_host(host) == host
        and platform_of(host) is None
        and not host.endswith(".t.me")
        and not is_wrapper(host)
    )


def _plain_form(written: str) -> str | None:
    """Return the canonical form of a URL that needs next to nothing; most are like that, and this is 5 times faster."""
    match = _PLAIN.fullmatch(written)
    if match is None or not is_plain_host(match[1]):
        return None
    return f"https://{match[1]}{match[2]}"


def _taken_apart(written: str) -> AddressParts | str | None:
    text = _INVISIBLE.sub("", written.strip()).strip()
    split = _split_scheme(text)
    if split is None:
        return None
    scheme, rest = split
    if scheme == "tg":
        return telegram_link(rest)
    if scheme in {"whatsapp", "sgnl"}:
        return _of_app(scheme, rest)
    bare = rest == text
    if bare:
        rest = _SPELLED_SLASH.sub("/", _SPELLED_OUT.sub(".", rest))
    end = _AUTHORITY_END.search(rest)
    cut = end.start() if end else len(rest)
    host = canonical_authority(rest[:cut] if bare else _SPELLED_OUT.sub(".", rest[:cut]), scheme)
    if host is None or (bare and not _BARE_HOST.fullmatch(host.partition(":")[0])):
        return None
    before_fragment, _, fragment = rest[cut:].partition("#")
    path, _, query = before_fragment.partition("?")
    return AddressParts(
        scheme=scheme,
        written_host=host,
        host=platform_host(host),
        path=canonical_path(path),
        query=query,
        fragment=fragment,
    )


def _split_scheme(text: str) -> tuple[str, str] | None:
    match = _SCHEME.match(text)
    if match is not None:
        scheme = _SCHEMES.get((match[1] or match[2]).lower())
        return None if scheme is None else (scheme, text[match.end() :])
    if text.startswith("//"):
        return "https", text.lstrip("/")
    if _OTHER_SCHEME.match(text):  # mailto:, javascript:, data: …
        return None
    return "https", text


def _of_app(scheme: str, rest: str) -> AddressParts | None:
    """Return the web address behind `whatsapp://chat?code=…`, `whatsapp://send?phone=…` and `sgnl://signal.group/#…`."""
    command, _, query = rest.partition("?")
    if scheme == "sgnl":
        taken = _taken_apart(f"https://{rest}")
        return taken if isinstance(taken, AddressParts) and taken.host.startswith("signal.") else None
    values = dict(pair.partition("=")[::2] for pair in query.split("&"))
    path = {"chat": values.get("code"), "send": values.get("phone")}.get(command.strip("/").lower())
    host = "chat.whatsapp.com" if "code" in values else "wa.me"
    if not path:
        return None
    return AddressParts(scheme="https", written_host=host, host=host, path=f"/{path}", query="", fragment="")


def _spelled(parts: AddressParts) -> str:
    host, path = parts.host, with_latin_names(platform_of(parts.host), parts.path)
    if host == "t.me" or host.endswith(".t.me"):
        return telegram_address(host, canonical_path(path), parts.query)
    rest = _ARTICLE_AMP.sub(r"\1", canonical_path(path))
    if query := canonical_query(parts.query, host):
        rest += f"?{query}"
    # a fragment that begins so is a route of a page that draws itself, never a place within a page
    fragment = parts.fragment
    if fragment and (host in url_rules().fragment_hosts or fragment.startswith(("/", "!"))):
        rest += f"#{_percent(fragment)}"
    if parts.scheme == "https":
        host, rest = platform_form(parts.written_host, host, rest)
        if host == "t.me":
            return telegram_address(host, rest)
    return f"{parts.scheme}://{host}{rest}"


def canonical_path(path: str) -> str:
    """Return the path with one spelling of each octet, no dot segments, no doubled or trailing slash.

    >>> canonical_path("/a//b/%7Ec/./../d%2f/")
    '/a/b/d%2F'
    """
    encoded = _percent(path.replace("\\", "/").replace("／", "/"))
    segments: list[str] = []
    for segment in encoded.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment.endswith(":") and segment in {"http:", "https:"}:
            segments.append(segment + "/")  # an address inside the path, as archives have it, keeps its two slashes
        elif segment == "*":
            segments.append(_STAR)
        elif segment not in {"", "."}:
            segments.append(segment.partition(";jsessionid=")[0])
    return "/" + "/".join(segments)


def canonical_query(query: str, host: str) -> str:
    """Return the parameters that name content, sorted by name; their order under one name stays."""
    rules = url_rules()
    kept = []
    for pair in query.replace("&amp;", "&").split("&"):
        name, equals, value = _percent(pair.replace("+", "%20")).partition("=")
        if (name or value) and not rules.is_tracking(host, name.lower(), value.lower()):
            kept.append((name, f"{name}{equals if value else ''}{value}"))
    return "&".join(spelled for _, spelled in sorted(kept, key=lambda pair: pair[0]))


def _percent(text: str) -> str:
    return _ENCODED.sub(_one_spelling, text)


def _one_spelling(match: re.Match[str]) -> str:
    if match[1] is None:
        return quote(match[2], safe="", errors="surrogatepass")
    octet = int(match[1], 16)
    return chr(octet) if octet in _UNRESERVED else f"%{octet:02X}"
