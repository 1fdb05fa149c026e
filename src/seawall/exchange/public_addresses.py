"""Is this network address a public one, so that fetching from it can't reach anything of ours?

Refused: loopback, private, link-local (cloud metadata among them), shared (CGNAT), multicast, reserved and
unspecified addresses, and every IPv6 form that carries an IPv4 address inside (mapped, 6to4, Teredo, NAT64), since
what it reaches is decided by that. Source: the IANA special-purpose address registries, as Python's `ipaddress` has
them, and the list below. Left out: names; a name is resolved by `fetching`, and each of its addresses asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

__all__ = ["Network", "is_public", "parse_networks"]

Network = IPv4Network | IPv6Network

_REFUSED: Final[tuple[Network, ...]] = tuple(
    ip_network(written)
    for written in (
        "100.64.0.0/10",  # shared address space (RFC 6598); one cloud keeps its metadata here
        "168.63.129.16/32",  # a cloud's host services, on a public address
        "192.0.0.0/24",  # protocol assignments; one cloud keeps its metadata here
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks between networks
        "::/96",  # IPv4-compatible, long given up
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 within a network
        "100::/64",  # discard
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local, given up
    )
)


def is_public(written: str, *, allowed: Sequence[Network] = ()) -> bool:
    """Say whether an address may be connected to; `allowed` networks may, whatever they are.

    >>> is_public("93.184.216.34"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    >>> is_public("10.1.2.3", allowed=parse_networks("10.1.0.0/16"))
    True
    """
    try:
        address = ip_address(written)
    except ValueError:
        return False
    if any(_within(address, network) for network in allowed):
        return True
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(_within(address, network) for network in _REFUSED)


def parse_networks(written: str) -> tuple[Network, ...]:
    """Read networks with commas between them (`10.1.0.0/16,fd00::/8`); ValueError names one that is none."""
    return tuple(ip_network(part.strip()) for part in written.split(",") if part.strip())


def _within(address: IPv4Address | IPv6Address, network: Network) -> bool:
    return address.version == network.version and address in network
