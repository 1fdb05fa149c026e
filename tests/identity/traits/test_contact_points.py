"""Contact points have one spelling."""

from __future__ import annotations

import pytest

from seawall.identity.traits.contact_points import as_telephone, contact_points, describe_contact_point, is_invite


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Lamp.Room@Mail.Example.", ["mailto:lamp.room@mail.example"]),
        ("(a@b.example)", ["mailto:a@b.example"]),
        ("+34 600-111-222", ["tel:+34600111222"]),
        ("0034 600 111 222", ["tel:+34600111222"]),
        ("+(34) 600111222", ["tel:+34600111222"]),
        ("+٣٤ ٦٠٠ ١١١ ٢٢٢", ["tel:+34600111222"]),
        ("٠٠٣٤٦٠٠١١١٢٢٢", ["tel:+34600111222"]),
        ("۰۰۳۴ ۶۰۰ ۱۱۱ ۲۲۲", ["tel:+34600111222"]),
        ("600 111 222", []),
        ("+1 2 3", []),
        ("+00000000000", []),
        ("+123456789012345678901234567890", []),
        ("a@b", []),
        ("@lamp_room", []),
        ("GB82 WEST 1234 5698 7654 32", ["iban:GB82WEST12345698765432"]),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ["btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]),
    ],
)
def test_points_of_a_text(text: str, points: list[str]) -> None:
    assert list(contact_points(text)) == points


def test_a_number_written_in_two_scripts_is_one() -> None:
    assert set(contact_points("+٣٤٦٠٠١١١٢٢٢ +34600111222")) == {"tel:+34600111222"}


def test_invites_are_told_from_rooms() -> None:
    assert is_invite("https://chat.whatsapp.com/AbCdEfGh")
    assert is_invite("https://discord.gg/lamps")
    assert not is_invite("https://t.me/lamp_room")
    assert not is_invite("https://lamps.example/+AbCdEf")
    assert as_telephone("https://wa.me/34600111222") == "tel:+34600111222"
    assert as_telephone("https://wa.me/message/AB12") is None


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("tel:+34600111222", "the telephone number +34600111222"),
        ("iban:GB82WEST12345698765432", "the bank account GB82WEST12345698765432"),
        ("https://t.me/+AbC", "the invite https://t.me/+AbC"),
        ("xmr:4x", "the wallet 4x"),
    ],
)
def test_points_are_described(point: str, said: str) -> None:
    assert describe_contact_point(point) == said


@pytest.mark.parametrize("unit", ["a@", "a.", "+1 ", "+1(", "a@b.", "00 ", "9"])
def test_a_million_characters_of_bait_are_read(unit: str) -> None:
    assert list(contact_points(unit * (1_000_000 // len(unit)))) == []
