"""Which host does the authority part of a URL name? Lower case, punycode, plain dots, no user, default port or `www.`.

Sources: WHATWG URL Standard (host parser, IPv4 parser), UTS 46 through the `idna` package, RFC 5952 for IPv6.
Written-out dots (`[.]`, `(dot)`, full-width) become dots. Left out: looking a host up, and judging look-alike names:
two hosts that look alike are two hosts.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import unquote

import idna

from seawall.signals.url_rules import url_rules
from seawall.signals.url_shared_hosts import is_customer_parent

__all__ = ["WRITTEN_DOT", "canonical_authority"]

WRITTEN_DOT: Final = r"(?:\s?[\[({]\s?(?:[.。．｡]|dot|punto|نقطة)\s?[\])}]\s?|[.。．｡])"
"""A dot as people write it, also so that the address can't be clicked."""

_DOT: Final = re.compile(WRITTEN_DOT, re.IGNORECASE)
_LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER: Final = re.compile(r"0x[0-9a-f]*|\d+")
_PORT: Final = re.compile(r"\d{0,5}", re.ASCII)
_DEFAULT_PORTS: Final = {"https": (80, 443), "ftp": (21,)}
_MAX_HOST: Final = 253


def canonical_authority(authority: str, scheme: str) -> str | None:
    """Return `host` or `host:port`; None where no host can be meant by it."""
    host, port = _split_port(_DOT.sub(".", authority.rpartition("@")[2]))
    if not _PORT.fullmatch(port) or (port and int(port) > 0xFFFF):
        return None
    name = _ipv6(host) if host.startswith("[") else _named_host(host)
    if name is None:
        return None
    if port and int(port) not in _DEFAULT_PORTS.get(scheme, ()):
        return f"{name}:{int(port)}"
    return name


def _split_port(authority: str) -> tuple[str, str]:
    host, colon, port = authority.rpartition(":")
    if not colon or port.endswith("]"):
        return authority, ""
    return host, port.strip()


def _ipv6(host: str) -> str | None:
    try:
        return f"[{ipaddress.IPv6Address(host.strip('[]')).compressed}]"
    except ValueError:
        return None


def _named_host(written: str) -> str | None:
    host = _ascii_host(written)
    if host is None:
        return None
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    if len(host) > _MAX_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return _without_screen(host)


def _without_screen(host: str) -> str:
    """Return the host without a first label that only says for which screen; a customer's name is none."""
    while host.startswith(url_rules().mobile_prefixes):
        rest = host.partition(".")[2]
        if "." not in rest or is_customer_parent(rest):
            break
        host = rest
    return host


def _ascii_host(host: str) -> str | None:
    """Return the host in lower-case ASCII, labels beyond ASCII as punycode."""
    try:
        if "%" in host:
            host = unquote(host, errors="strict")
        mapped = host.lower() if host.isascii() else idna.uts46_remap(host, std3_rules=False, transitional=False)
        labels = mapped.strip(".").split(".")
        return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in labels)
    except (idna.IDNAError, UnicodeError):
        return None


def _ipv4(labels: list[str]) -> str | None:
    """Read an IPv4 address as browsers do: decimal, octal or hexadecimal, the last number filling what is left."""
    if len(labels) > 4:
        return None
    try:
        numbers = [_number(label) for label in labels]
    except ValueError:
        return None
    *bytes_before, last = numbers
    if any(number > 0xFF for number in bytes_before) or last >= 256 ** (5 - len(numbers)):
        return None
    value = last + sum(number << (24 - 8 * place) for place, number in enumerate(bytes_before))
    return str(ipaddress.IPv4Address(value))


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if len(label) > 1 and label.startswith("0") else int(label)
