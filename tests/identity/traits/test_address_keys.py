"""What an address means: something shared, an invite, a number, an account."""

from __future__ import annotations

import pytest

from seawall.identity.portrait import KeyKind
from seawall.identity.traits.address_keys import account_of_address, address_meanings, contact_of, is_telling_host


@pytest.mark.parametrize(
    ("address", "meanings"),
    [
        ("https://lamps.example/a", [(KeyKind.URL, "https://lamps.example/a")]),
        ("https://t.me/+AbCdEf", [(KeyKind.CONTACT_POINT, "https://t.me/+AbCdEf")]),
        ("https://wa.me/34600111222", [(KeyKind.CONTACT_POINT, "tel:+34600111222")]),
        ("https://twitter.com/lamp_room", [(KeyKind.CONTACT, "https://twitter.com/lamp_room")]),
        (
            "https://twitter.com/lamp_room/status/12",
            [
                (KeyKind.URL, "https://twitter.com/lamp_room/status/12"),
                (KeyKind.CONTACT, "https://twitter.com/lamp_room"),
            ],
        ),
        ("https://twitter.com/home", [(KeyKind.URL, "https://twitter.com/home")]),
    ],
)
def test_meanings_of_an_address(address: str, meanings: list[tuple[KeyKind, str]]) -> None:
    assert list(address_meanings(address)) == meanings
    host = address.split("/")[2]
    assert is_telling_host(host) or meanings == [(KeyKind.URL, address)]


@pytest.mark.parametrize(
    ("written", "contact"),
    [("@Lamp", "@lamp"), (" lamp ", "@lamp"), ("＠LAMP", "@lamp"), ("@", None), ("", None)],
)
def test_a_contact_has_one_spelling(written: str, contact: str | None) -> None:
    assert contact_of(written) == contact


def test_accounts_are_read_from_profile_addresses_only() -> None:
    assert account_of_address("https://instagram.com/lamp.room") == "@lamp.room"
    assert account_of_address("https://tiktok.com/@lamp") == "@lamp"
    assert account_of_address("https://t.me/lamp_room/12") is None
