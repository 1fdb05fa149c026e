"""Which address does this written URL mean? One canonical spelling for all of its spellings.

Two URLs that lead to the same place in practice get one canonical form: `hxxp` and `[.]` are undone, http counts as
https, a leading `www.`, default ports, users and passwords, tracking parameters, fragments and a trailing slash go;
percent-encoding, dot segments, parameter order and host names are normalised; every spelling of a Telegram address
becomes `https://t.me/…`. Sources: RFC 3986 section 6, WHATWG URL Standard. Left out: following redirects or shorteners.

The canonical form is for comparing. What was written is kept beside it, always.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from seawall.signals.url_host import canonical_authority
from seawall.signals.url_rules import url_rules
from seawall.signals.url_telegram import telegram_address, telegram_link

__all__ = ["MAX_URL_CHARACTERS", "PLAIN_LIMIT", "canonical_url"]

MAX_URL_CHARACTERS: Final = 16_384

_SCHEMES: Final = {
    **dict.fromkeys(("http", "https", "hxxp", "hxxps", "h**p", "h**ps", "hxtp", "hxtps", "htxp", "htxps", ""), "https"),
    "ftp": "ftp",
    "fxp": "ftp",
    "tg": "tg",
}
_INVISIBLE: Final = re.compile("[\x00-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0f\ufeff]")
_SCHEME: Final = re.compile(r"([a-zA-Z*]{2,5})\s?[\[(]?[:：]\s?[\])]?[/\\／]{2,}[\])]?")
_OTHER_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")
_AUTHORITY_END: Final = re.compile(r"[/\\?#／？＃]")
_BARE_HOST: Final = re.compile(r"[^.]+(?:\.[^.]+)*\.(?:[a-z]{2,}|xn--[a-z0-9-]+)")
_PLAIN: Final = re.compile(
    r"https?://((?!www\.)[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.[a-z]{2,63})"
    r"((?:/[A-Za-z0-9_~-]+)+)/?"
)
_ENCODED: Final = re.compile(r"%([0-9A-Fa-f]{2})|([^A-Za-z0-9\-._~!$&'()*+,;=:@/?])")
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
PLAIN_LIMIT: Final = 200
"""Longest URL, in characters, that may take the short way."""


def canonical_url(written: str) -> str | None:
    """Return the canonical form of a written URL, or None where it is not a URL that we understand.

    >>> canonical_url("hxxp://WWW.Lamps[.]example:80/a/../Harbour/?utm_source=x&b=2&a=1#top")
    'https://lamps.example/Harbour?a=1&b=2'
    >>> canonical_url("telegram.me/s/Lamp_Room") == canonical_url("tg://resolve?domain=lamp_room")
    True
    >>> canonical_url("not a url") is None
    True
    """
    if len(written) <= PLAIN_LIMIT and (plain := _plain_form(written)) is not None:
        return plain
    if len(written) > MAX_URL_CHARACTERS:
        return None
    text = _INVISIBLE.sub("", written.strip()).strip()
    split = _split_scheme(text)
    if split is None:
        return None
    scheme, rest = split
    if scheme == "tg":
        return telegram_link(rest)
    return _canonical_rest(scheme, rest, bare=rest == text)


def _plain_form(written: str) -> str | None:
    """Return the canonical form of a URL that needs next to nothing; most are like that, and this is 5 times faster."""
    match = _PLAIN.fullmatch(written)
    if match is None:
        return None
    host, path = match.groups()
    if host in url_rules().host_alias or host == "t.me" or host.endswith(".t.me"):
        return None
    return f"https://{host}{path}"


def _split_scheme(text: str) -> tuple[str, str] | None:
    match = _SCHEME.match(text)
    if match is not None:
        scheme = _SCHEMES.get(match[1].lower())
        return None if scheme is None else (scheme, text[match.end() :])
    if text.startswith("//"):
        return "https", text.lstrip("/")
    if _OTHER_SCHEME.match(text):  # mailto:, javascript:, data: …
        return None
    return "https", text


def _canonical_rest(scheme: str, rest: str, *, bare: bool) -> str | None:
    end = _AUTHORITY_END.search(rest)
    cut = end.start() if end else len(rest)
    host = canonical_authority(rest[:cut], scheme)
    if host is None or (bare and not _BARE_HOST.fullmatch(host.partition(":")[0])):
        return None
    before_fragment, _, fragment = rest[cut:].partition("#")
    path, _, query = before_fragment.partition("?")
    if host == "t.me" or host.endswith(".t.me"):
        return telegram_address(host, canonical_path(path), query)
    spelled = f"{scheme}://{host}{canonical_path(path)}"
    if query := canonical_query(query, host):
        spelled += f"?{query}"
    # a fragment that begins so is a route of a page that draws itself, never a place within a page
    if fragment and (host in url_rules().fragment_hosts or fragment.startswith(("/", "!"))):
        spelled += f"#{_percent(fragment)}"
    return spelled


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
        elif segment not in {"", "."}:
            segments.append(segment.partition(";jsessionid=")[0])
    return "/" + "/".join(segments)


def canonical_query(query: str, host: str) -> str:
    """Return the parameters that name content, sorted by name; their order under one name stays."""
    rules = url_rules()
    kept = []
    for pair in query.replace("&amp;", "&").split("&"):
        name, equals, value = _percent(pair.replace("+", "%20")).partition("=")
        if (name or value) and not rules.is_tracking(host, name.lower()):
            kept.append((name, f"{name}{equals if value else ''}{value}"))
    return "&".join(spelled for _, spelled in sorted(kept, key=lambda pair: pair[0]))


def _percent(text: str) -> str:
    return _ENCODED.sub(_one_spelling, text)


def _one_spelling(match: re.Match[str]) -> str:
    if match[1] is None:
        return quote(match[2], safe="", errors="surrogatepass")
    octet = int(match[1], 16)
    return chr(octet) if octet in _UNRESERVED else f"%{octet:02X}"
