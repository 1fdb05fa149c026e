"""Which Telegram address is this? Every spelling of a channel, message or invite becomes one under `https://t.me/`.

Names are case-insensitive, invite codes are not (core.telegram.org/api/links). Knows `t.me/s/NAME`, `NAME.t.me`,
`t.me/joinchat/CODE`, `t.me/+CODE`, messages of a topic, `t.me/c/ID`, `tg://resolve`, `tg://join` and `tg://privatepost`.
Left out: asking Telegram.
"""

from __future__ import annotations

from urllib.parse import parse_qs, quote, unquote

from seawall.signals.url_rules import url_rules

__all__ = ["telegram_address", "telegram_link"]

_ROOT = "https://t.me/"


def telegram_address(host: str, path: str, query: str = "") -> str:
    """Return the canonical address for a canonical `path` on t.me or on NAME.t.me.

    >>> telegram_address("t.me", "/joinchat/AbC")
    'https://t.me/+AbC'
    >>> telegram_address("lamps.t.me", "/12")
    'https://t.me/lamps/12'
    """
    segments = [segment for segment in path.split("/") if segment]
    if host != "t.me":
        segments.insert(0, host.removesuffix(".t.me"))
    while segments and (_is_nameless(segments[0]) or (len(segments) > 1 and segments[0].lower() == "s")):
        del segments[0]
    if not segments:
        return _ROOT
    first = unquote(segments[0])
    if first.lower() == "joinchat" and len(segments) > 1:
        return f"{_ROOT}+{_code(segments[1])}"
    if first.startswith("+"):
        return f"{_ROOT}+{_code(first[1:])}"
    if first.lower() == "c":
        return _ROOT + "/".join(("c", *segments[1:2], *segments[2:][-1:]))
    if first.lower() in url_rules().telegram_functions:
        return _ROOT + "/".join((first.lower(), *segments[1:])) + (f"?{query}" if query else "")
    if len(segments) > 2 and all(segment.isdecimal() for segment in segments[1:3]):
        del segments[1]  # the topic: the message's number is the chat's
    return _ROOT + "/".join((quote(first.lstrip("@").lower(), safe=""), *segments[1:]))


def telegram_link(rest: str) -> str | None:
    """Return the web address of what follows `tg://`; None for a link that names neither a name nor an invite."""
    command, _, query = rest.partition("?")
    values = {name: value[0] for name, value in parse_qs(query.partition("#")[0]).items()}
    if command.strip("/").lower() == "resolve" and "domain" in values:
        post = f"/{quote(values['post'], safe='')}" if "post" in values else ""
        return telegram_address("t.me", f"/{quote(values['domain'], safe='')}{post}")
    if command.strip("/").lower() == "join" and "invite" in values:
        return f"{_ROOT}+{_code(values['invite'])}"
    if command.strip("/").lower() == "privatepost" and "channel" in values:
        return telegram_address(
            "t.me", f"/c/{quote(values['channel'], safe='')}/{quote(values.get('post', ''), safe='')}"
        )
    return None


def _is_nameless(segment: str) -> bool:
    return not unquote(segment).strip("@")


def _code(written: str) -> str:
    return quote(unquote(written), safe="-_")
