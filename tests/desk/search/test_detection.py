"""What is read into a paste: every form that people paste, and nothing that breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.search.detection import MAX_CHARACTERS, Handle, detect
from seawall.digests import Digest

SHA = "ab" * 32
MD5 = "cd" * 16


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://www.Lamps.example:443/a/?utm_source=x", "https://lamps.example/a"),
        ("hxxps://lamps[.]example/a", "https://lamps.example/a"),
        ("t.me/s/Lamp_Room", "https://t.me/lamp_room"),
        ("  https://lamps.example/a.  ", "https://lamps.example/a"),
        ("the lamps return", None),
        ("lamps.return", None),
        ("see https://lamps.example/a tonight", None),
        ("javascript:alert(1)", None),
    ],
)
def test_addresses_are_read_as_a_scan_reads_them(written, url):
    assert detect(written).url == url


@pytest.mark.parametrize(
    ("written", "handle"),
    [
        ("@lampkeeper", Handle(name="lampkeeper")),
        ("harbourfeed:@lampkeeper", Handle(name="lampkeeper", platform="harbourfeed")),
        ("harbourfeed:12345", Handle(name="12345", platform="harbourfeed")),
        ("@keeper@pier.example", Handle(name="keeper@pier.example")),
        ("lampkeeper", None),
        ("at @ five", None),
        (f"sha256:{SHA}", None),
    ],
)
def test_handles_are_read_with_and_without_platform(written, handle):
    assert detect(written).handle == handle


@pytest.mark.parametrize(
    ("written", "digest"),
    [
        (SHA.upper(), Digest(algorithm="sha256", value=SHA)),
        (f"SHA256:{SHA}", Digest(algorithm="sha256", value=SHA)),
        (MD5, Digest(algorithm="md5", value=MD5)),
        (SHA[:-1], None),
        (f"md5:{SHA}", None),
    ],
)
def test_digests_are_known_by_their_length_or_name(written, digest):
    assert detect(written).digest == digest


def test_thirty_two_digits_may_be_a_posts_key_too():
    assert detect(MD5).post_key == bytes.fromhex(MD5)


def test_a_case_is_known_in_any_letter_case():
    assert detect(" c-2026-000001 ").case_reference == "C-2026-000001"


def test_a_value_is_looked_up_under_every_signal_type_that_it_may_be():
    assert ("handle", "harbourfeed:@lampkeeper") in detect("harbourfeed:@LampKeeper").signal_values
    assert ("url", "https://lamps.example/a") in detect("hxxp://lamps.example/a").signal_values
    assert ("term", "the lamps return") in detect("The LAMPS return!").signal_values


@given(st.text(max_size=400))
def test_anything_can_be_pasted(written):
    asked = detect(written)
    assert asked.written.encode("utf-8").decode("utf-8") == asked.written
    assert "\0" not in asked.written


def test_a_long_paste_is_cut():
    assert len(detect("lamps " * 100_000).written) <= MAX_CHARACTERS
