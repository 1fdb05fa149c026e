"""Which addresses may be fetched from: every kind that reaches something of ours is refused."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.exchange import is_public, parse_networks

REFUSED = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "239.1.1.1",
    "233.252.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "100::1",
    "3fff::1",
    "5f00::1",
    "",
    "localhost",
    "2130706433",
    "0x7f000001",
    "127.1",
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "8.8.8.8", "2606:4700::1111", "2a00:1450::1"])
def test_what_is_public_is_not(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_a_form_that_carries_another_address_is_no_way_around(address):
    number = int(address)
    carried = [
        IPv6Address(number),
        IPv6Address(0xFFFF_0000_0000 + number),
        IPv6Address((0x64_FF9B << 96) + number),
        IPv6Address((0x2002 << 112) + (number << 80)),
    ]
    assert not any(is_public(str(form)) for form in carried)


@given(st.ip_addresses(v=4))
def test_nothing_that_the_registry_calls_private_is_public(address):
    if address.is_private or address.is_multicast or address.is_loopback or address.is_reserved:
        assert not is_public(str(address))


def test_an_allowed_network_is_allowed_and_no_other():
    allowed = parse_networks("10.20.0.0/16, fd00:1::/32")
    assert is_public("10.20.3.4", allowed=allowed)
    assert is_public("fd00:1::5", allowed=allowed)
    assert not is_public("10.21.0.1", allowed=allowed)
    assert not is_public("::ffff:10.20.3.4", allowed=allowed)


@pytest.mark.parametrize("written", ["10.0.0.1/8", "harbour", "10.0.0.0/33"])
def test_a_network_that_is_none_is_named(written):
    with pytest.raises(ValueError, match=r"."):
        parse_networks(written)


def test_the_registry_of_this_python_knows_what_we_rely_on():
    assert not IPv4Address("169.254.169.254").is_global
    assert not IPv4Address("100.64.0.1").is_global
